"""Pages of the export (导出页面): at once when short, as a job with its progress when long."""

import tempfile
from io import BytesIO
from pathlib import Path

from flask import flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from xinfang_site import clock
from xinfang_site.access import requires
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.jobs.alone import alone
from xinfang_site.jobs.files import folder
from xinfang_site.jobs.own import job_of, progress_of
from xinfang_site.missing import Missing
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.register import page as register_page
from xinfang_site.register.exporting import job, services
from xinfang_site.register.exporting.forms import PersonalExportForm
from xinfang_site.register.filters.conditions import conditions
from xinfang_site.register.filters.list_query import parse
from xinfang_site.workbooks import XLSX


@blueprint.get("/export.xlsx")
@requires("petition.export")
def export() -> ResponseReturnValue:
    """The list of the page as a sheet; a long one, or a second beside the first, is written by the worker."""
    wanted = services.Export(parse(request.args).first(), clock.today())
    with alone(g.actor, job.KIND) as first:
        if first and services.is_short(db.session(), g.actor, wanted):
            return _sheet(wanted)
    query = register_page.query_string(wanted.query)
    job_id, words = job.queue(db.session(), g.actor, query, wanted.day)
    if words:
        flash(words, "warning")
    return redirect(url_for("petitions.export_progress", job_id=job_id))


def _sheet(wanted: services.Export) -> ResponseReturnValue:
    with tempfile.TemporaryDirectory(prefix="xinfang-export-") as folder:
        path = Path(folder) / "list.xlsx"
        services.write(db.session(), g.actor, wanted, path)
        content = BytesIO(path.read_bytes())
    return send_file(content, XLSX, as_attachment=True, download_name=_name(bool(wanted.personal_reason)))


def _name(personal: bool) -> str:
    moment = clock.china(clock.now()).strftime("%Y%m%d-%H%M")
    return (
        f"信访事项名册-{moment}-{g.actor.username}-含个人信息.xlsx"
        if personal
        else f"信访事项名册-{moment}.xlsx"
    )


@blueprint.get("/exports/<int:job_id>")
@requires("petition.export")
def export_progress(job_id: int) -> str:
    """How far the export has come, and the file when it is done."""
    asked = job_of(db.session(), g.actor, job_id, job.KIND)
    ready = asked.state == "done" and (folder() / asked.result["file"]).exists()
    return render_template("petitions/export.html", job=progress_of(asked), job_id=asked.id, ready=ready)


@blueprint.get("/exports/<int:job_id>/file")
@requires("petition.export")
def export_file(job_id: int) -> ResponseReturnValue:
    """The finished file; for the person who asked for it, in the same office, still with the right."""
    asked = job_of(db.session(), g.actor, job_id, job.KIND)
    path = folder() / str(asked.result.get("file", ""))
    if asked.state != "done" or not path.is_file():
        raise Missing
    return send_file(path, XLSX, as_attachment=True, download_name=_name(personal=False))


@blueprint.route("/export-personal", methods=["GET", "POST"])
@requires("petition.export_personal")
def export_personal() -> ResponseReturnValue:
    """Names and phones in clear, for a stated reason, a limited number of matters."""
    query = parse(request.args).first()
    form = PersonalExportForm()
    if form.submitted():
        wanted = services.Export(query, clock.today(), str(form.reason.data))
        try:
            return _sheet(wanted)
        except Refused as refused:
            form.reason.errors = [*form.reason.errors, refused.message]
    page = render_template(
        "petitions/export_personal.html",
        form=form,
        conditions=conditions(db.session(), g.actor.office_id, query, clock.today()),
        back=register_page.address(query),
    )
    return page, 400 if form.errors else 200
