"""Pages of ledger import (导入页面): upload, columns, trial, confirmation, result, taking back."""

from dataclasses import replace
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from xinfang_site import clock
from xinfang_site.access import requires
from xinfang_site.codes.queries import valid_codes
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db, settings
from xinfang_site.forms import given, options
from xinfang_site.imports import storage
from xinfang_site.imports.batches import queries, taking_back
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.imports.orders import Order
from xinfang_site.imports.uploading import blank, inspection, reporting, services
from xinfang_site.imports.uploading.forms import (
    ColumnsForm,
    ConfirmForm,
    TakeBackForm,
    UploadForm,
    columns_of,
)
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.missing import Missing

blueprint = Blueprint("imports", __name__, url_prefix="/petitions/import")
PERMISSION = "petition.import"


@blueprint.route("", methods=["GET", "POST"])
@requires(PERMISSION)
def index() -> ResponseReturnValue:
    """Choose a ledger; below, what was imported before."""
    form = UploadForm()
    if form.submitted():
        try:
            file = form.file.data
            batch_id = services.inspect_upload(
                db.session(), g.actor, file.stream, file.filename or "", given(form.encoding.data)
            )
        except LedgerError as error:
            form.refuse(Refused(str(error), field="file"))
        else:
            return redirect(url_for("imports.columns", batch_id=batch_id))
    page = render_template(
        "imports/index.html",
        form=form,
        batches=queries.recent(db.session(), g.actor),
        states={each.value: each for each in BatchState},
        most=settings().import_max_mb,
    )
    return make_response(page, 400 if form.errors else 200)


@blueprint.get("/template.xlsx")
@requires(PERMISSION)
def template() -> Response:
    """The blank ledger."""
    titles = {
        table: [each.title for each in valid_codes(db.session(), table, clock.today())]
        for table in ("channel", "purpose")
    }
    answer = make_response(blank.blank_ledger(titles["channel"], titles["purpose"]))
    answer.content_type = blank.CONTENT_TYPE
    answer.headers["Content-Disposition"] = "attachment; filename=ledger-template.xlsx"
    return answer


@blueprint.route("/<int:batch_id>/columns", methods=["GET", "POST"])
@requires(PERMISSION)
def columns(batch_id: int) -> ResponseReturnValue:
    """Which column is which field, and what to do with gaps."""
    batch = _own(batch_id)
    view = storage.view_of(batch.upload)
    if view is None or batch.state not in _BEFORE:
        return redirect(url_for("imports.show", batch_id=batch_id))
    order, form = queries.order_of(batch), ColumnsForm()
    form.default_channel.choices = options(
        (each.title, each.title) for each in valid_codes(db.session(), "channel", clock.today())
    )
    chosen = dict(order.columns)
    if request.method == "GET":
        form.show(order, view.get("encoding", ""))
    else:
        known = frozenset(name for name, _ in inspection.field_choices() if name)
        chosen = columns_of(view["groups"], request.form, known)
        further = _chosen(batch_id, view, form, order, chosen)
        if further:
            return redirect(url_for(further, batch_id=batch_id))
    page = render_template(
        "imports/columns.html",
        batch=batch,
        view=view,
        form=form,
        chosen=chosen,
        choices=inspection.field_choices(),
        before=queries.imported_before(db.session(), batch.office_id, batch.sha256),
    )
    return make_response(page, 400 if form.errors else 200)


def _chosen(
    batch_id: int,
    view: dict[str, Any],
    form: ColumnsForm,
    order: Order,
    columns: dict[str, tuple[str | None, ...]],
) -> str | None:
    """Take the choices; the endpoint to go on to, or None when there is something to correct."""
    ready, encoding = form.submitted(), form.encoding.data
    if not view.get("encoding") or encoding == view["encoding"]:
        if "redraw" in request.form:
            return None
        faults = _faults(columns)
        form.form_errors.extend(faults)
        if not ready or faults:
            return None
        services.check(db.session(), g.actor, batch_id, replace(form.order(columns), encoding=order.encoding))
        return "imports.show"
    try:
        wish = form.order(columns) if ready else order
        services.reread(db.session(), g.actor, batch_id, replace(wish, encoding=encoding))
    except Refused as refused:
        form.refuse(refused)
        return None
    flash("已按选定的编码重新预览，请核对列名和前几行", "success")
    return "imports.columns"


_BEFORE = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)


def _faults(chosen: dict[str, tuple[str | None, ...]]) -> list[str]:
    """What is wrong with the mappings; one readable heading is enough."""
    if not chosen:
        return ["没有一张表像信访台账；确实是台账的，请在该表下面勾选，或者更正它的列"]
    found = {mark: inspection.faults_of(mark, fields) for mark, fields in chosen.items()}
    doubled = [fault for faults in found.values() for fault in faults if "只能对应" in fault]
    if doubled or all(found.values()):
        return list(dict.fromkeys(fault for faults in found.values() for fault in faults))
    return []


@blueprint.get("/<int:batch_id>")
@requires(PERMISSION)
def show(batch_id: int) -> ResponseReturnValue:
    """Where a batch stands: progress, the trial's result with the button to confirm, or what came of it."""
    return _standing(batch_id, ConfirmForm())


def _standing(batch_id: int, form: ConfirmForm) -> ResponseReturnValue:
    session = db.session()
    batch = queries.get(session, g.actor, batch_id)
    progress = queries.progress_of(session, batch)
    if batch.state == BatchState.UPLOADED and progress is None:
        return redirect(url_for("imports.columns", batch_id=batch_id))
    busy = batch.state in (BatchState.CHECKING, BatchState.RUNNING)
    taken_back = batch.state == BatchState.TAKEN_BACK
    summary = queries.summary_of(batch)
    page = render_template(
        "imports/show.html",
        batch=batch,
        form=form,
        progress=progress if busy else None,
        stopped=busy and progress is None,
        clearing=progress if taken_back else None,
        left=taken_back and progress is None and queries.has_matters(session, batch),
        summary=summary,
        problems=reporting.problems(batch, summary),
        own=batch.account_id == g.actor.account_id,
        manages=queries.may_manage(g.actor, batch),
        before=queries.imported_before(session, batch.office_id, batch.sha256),
        prefix=queries.number_prefix(session, batch),
    )
    return make_response(page, 400 if form.errors else 200)


@blueprint.post("/<int:batch_id>/run")
@requires(PERMISSION)
def run(batch_id: int) -> ResponseReturnValue:
    """Import what was tried."""
    _own(batch_id)
    form = ConfirmForm()
    if not form.submitted():
        return _standing(batch_id, form)
    try:
        services.confirm(db.session(), g.actor, batch_id, all_or_nothing=bool(form.all_or_nothing.data))
    except Refused as refused:
        if refused.field is None:
            raise
        form.refuse(refused)
        return _standing(batch_id, form)
    return redirect(url_for("imports.show", batch_id=batch_id))


@blueprint.post("/<int:batch_id>/discard")
@requires(PERMISSION)
def discard(batch_id: int) -> ResponseReturnValue:
    """Give an upload up."""
    _own(batch_id)
    services.discard(db.session(), g.actor, batch_id)
    flash("已放弃这次上传，没有导入任何内容", "success")
    return redirect(url_for("imports.index"))


@blueprint.route("/<int:batch_id>/report.xlsx", methods=["GET", "POST"])
@requires(PERMISSION)
def report(batch_id: int) -> ResponseReturnValue:
    """The report, row by row."""
    batch = queries.managed(db.session(), g.actor, batch_id)
    return reporting.report_page(batch, url_for("imports.show", batch_id=batch_id))


@blueprint.route("/<int:batch_id>/take-back", methods=["GET", "POST"])
@requires(PERMISSION)
def take_back(batch_id: int) -> ResponseReturnValue:
    """Ask, then take a batch back."""
    batch = queries.managed(db.session(), g.actor, batch_id)
    if batch.state != BatchState.DONE or not batch.imported:
        return redirect(url_for("imports.show", batch_id=batch_id))
    form = TakeBackForm()
    if form.submitted():
        try:
            count = taking_back.take_back(db.session(), g.actor, batch_id, given(form.reason.data))
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(f"已撤回 {count} 件，名册中不再显示", "success")
            return redirect(url_for("imports.show", batch_id=batch_id))
        batch = queries.managed(db.session(), g.actor, batch_id)
    why = "" if form.errors else taking_back.hindrance(db.session(), batch_id)
    page = render_template("imports/take_back.html", batch=batch, form=form, why=why)
    return make_response(page, 400 if form.errors else 200)


def _own(batch_id: int) -> ImportBatch:
    """One's own batch; another's upload is not found."""
    batch = queries.get(db.session(), g.actor, batch_id)
    if batch.account_id != g.actor.account_id:
        raise Missing
    return batch
