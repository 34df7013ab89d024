"""Pages of what came of a bulk action (批量办理结果): a result for each matter, and taking a change back."""

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.jobs.own import job_of, progress_of
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.register.bulk import services, undo
from xinfang_site.register.bulk.actions import ACTIONS
from xinfang_site.register.bulk.forms import UndoForm


@blueprint.get("/bulk/<int:job_id>")
@requires("petition.bulk")
def bulk_results(job_id: int) -> str:
    """How far a bulk action has come, then what came of each matter."""
    job = job_of(db.session(), g.actor, job_id, services.KIND)
    outcomes = [
        {
            "label": number or "—",
            "url": url_for("petitions.show", petition_id=petition_id) if number else "",
            "done": done,
            "text": text,
        }
        for petition_id, number, done, text in (job.result or {}).get("rows", [])
    ]
    progress = progress_of(job)
    return render_template(
        "petitions/bulk_results.html",
        job=progress,
        rows=outcomes,
        job_id=job_id,
        fixed=undo.why_not(db.session(), g.actor, job) if progress.finished else "",
    )


@blueprint.route("/bulk/<int:job_id>/undo", methods=["GET", "POST"])
@requires("petition.bulk")
def bulk_take_back(job_id: int) -> ResponseReturnValue:
    """Take a bulk change back, after asking why."""
    job = job_of(db.session(), g.actor, job_id, services.KIND)
    form, status = UndoForm(), 200
    if form.submitted():
        try:
            undone = undo.undo(db.session(), g.actor, job_id, str(form.reason.data), today())
            return redirect(url_for("petitions.bulk_results", job_id=undone))
        except Refused as refused:
            form.refuse(refused)
            status = 409
    elif request.method == "POST":
        status = 400
    page = render_template(
        "petitions/bulk_undo.html",
        form=form,
        job_id=job_id,
        title=ACTIONS[job.arguments["action"]],
        count=len(job.result.get("before", {})),
        unknown=undo.unknown(job),
        fixed=undo.why_not(db.session(), g.actor, job),
    )
    return make_response(page, status)
