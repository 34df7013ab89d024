"""Pages of modules' ledger imports (模块台账导入页面): upload, trial with its columns, confirmation, result."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request
from flask import url_for as address
from flask.typing import ResponseReturnValue
from flask_login import current_user

from xinfang_site.access import signed_in
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db, settings
from xinfang_site.forms import form_page, given
from xinfang_site.imports import storage
from xinfang_site.imports.models import BatchState
from xinfang_site.imports.planning.summaries import HeldBackError, Summary
from xinfang_site.imports.uploading import inspection, reporting
from xinfang_site.imports.uploading.forms import ConfirmForm, TakeBackForm, UploadForm, columns_of
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.missing import Missing
from xinfang_site.module_imports import afterwards, queries, services
from xinfang_site.plugin_registry import plugins
from xinfang_site.plugin_values import LedgerImport

blueprint = Blueprint("module_imports", __name__, url_prefix="/imports/<kind>")


@blueprint.route("", methods=["GET", "POST"])
@signed_in
def index(kind: str) -> ResponseReturnValue:
    """Choose a ledger; below, what was imported before."""
    ledger, form = _ledger(kind), UploadForm()
    if form.submitted():
        try:
            batch_id = services.keep(
                db.session(),
                g.actor,
                ledger,
                form.file.data.stream,
                form.file.data.filename or "",
                given(form.encoding.data),
            )
        except LedgerError as error:
            form.refuse(Refused(str(error), field="file"))
        else:
            return redirect(address("module_imports.show", kind=kind, batch_id=batch_id))
    return form_page(
        "module_imports/index.html",
        form,
        ledger=ledger,
        batches=queries.recent(db.session(), g.actor, kind),
        states={each.value: each for each in BatchState},
        most=settings().import_max_mb,
    )


@blueprint.get("/<int:batch_id>")
@signed_in
def show(kind: str, batch_id: int) -> ResponseReturnValue:
    """What the trial or the import came to."""
    return _page(_ledger(kind), batch_id, ConfirmForm())


@blueprint.post("/<int:batch_id>/columns")
@signed_in
def columns(kind: str, batch_id: int) -> ResponseReturnValue:
    """Try again with other columns."""
    ledger, form = _ledger(kind), ConfirmForm()
    batch = queries.get(db.session(), g.actor, kind, batch_id)
    view = storage.view_of(batch.upload)
    if view is None:
        raise Refused("上传的文件已经清理，请重新上传")
    known = frozenset(name for name, _ in inspection.field_choices(ledger.kind) if name)
    chosen = columns_of(view["groups"], request.form, known)
    faults = [
        fault for mark, fields in chosen.items() for fault in inspection.faults_of(mark, fields, ledger.kind)
    ]
    form.form_errors.extend(dict.fromkeys(faults))
    if faults:
        return _page(ledger, batch_id, form, chosen)
    try:
        services.attempt(db.session(), g.actor, ledger, batch_id, chosen)
    except LedgerError as error:
        form.form_errors.append(str(error))
        return _page(ledger, batch_id, form, chosen)
    return redirect(address("module_imports.show", kind=kind, batch_id=batch_id))


@blueprint.post("/<int:batch_id>/run")
@signed_in
def run(kind: str, batch_id: int) -> ResponseReturnValue:
    """Import what was tried."""
    ledger, form = _ledger(kind), ConfirmForm()
    whole = bool(form.all_or_nothing.data)
    try:
        summary = services.confirm(db.session(), g.actor, ledger, batch_id, all_or_nothing=whole)
    except HeldBackError as held:
        form.refuse(held)
        return _page(ledger, batch_id, form)
    except LedgerError as error:
        raise Refused(str(error)) from error
    flash(f"已{summary.words}。", "success")
    return redirect(address("module_imports.show", kind=kind, batch_id=batch_id))


@blueprint.post("/<int:batch_id>/discard")
@signed_in
def discard(kind: str, batch_id: int) -> ResponseReturnValue:
    """Give an upload up."""
    afterwards.discard(db.session(), g.actor, _ledger(kind), batch_id)
    flash("已放弃这次上传，没有导入任何内容", "success")
    return redirect(address("module_imports.index", kind=kind))


@blueprint.route("/<int:batch_id>/report.xlsx", methods=["GET", "POST"])
@signed_in
def report(kind: str, batch_id: int) -> ResponseReturnValue:
    """The report, row by row."""
    batch = queries.get(db.session(), g.actor, _ledger(kind).name, batch_id)
    return reporting.report_page(batch, address("module_imports.show", kind=kind, batch_id=batch_id))


@blueprint.route("/<int:batch_id>/take-back", methods=["GET", "POST"])
@signed_in
def take_back(kind: str, batch_id: int) -> ResponseReturnValue:
    """Ask, then take a batch back."""
    ledger, form = _ledger(kind), TakeBackForm()
    batch = queries.get(db.session(), g.actor, kind, batch_id)
    if form.submitted():
        try:
            count = afterwards.take_back(db.session(), g.actor, ledger, batch_id, given(form.reason.data))
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(f"已撤回 {count} 条", "success")
            return redirect(address("module_imports.show", kind=kind, batch_id=batch_id))
    return form_page("module_imports/take_back.html", form, ledger=ledger, batch=batch)


def _ledger(kind: str) -> LedgerImport:
    """The kind of ledger, where the visitor's office has its module on and the visitor may import it."""
    offered = (ledger for name in current_user.modules for ledger in plugins().installed[name].ledgers)
    found = next((ledger for ledger in offered if ledger.name == kind), None)
    if found is None:
        raise Missing
    if not current_user.may(found.permission):
        abort(403)
    return found


def _page(
    ledger: LedgerImport, batch_id: int, form: ConfirmForm, chosen: dict[str, Any] | None = None
) -> ResponseReturnValue:
    batch = queries.get(db.session(), g.actor, ledger.name, batch_id)
    found = batch.mapping.get("summary")
    summary = Summary.from_json(found) if found else None
    return form_page(
        "module_imports/show.html",
        form,
        ledger=ledger,
        batch=batch,
        state=BatchState(batch.state),
        summary=summary,
        problems=reporting.problems(batch, summary),
        view=storage.view_of(batch.upload) if batch.state != BatchState.DONE else None,
        chosen=chosen or services.columns_of(batch),
        choices=inspection.field_choices(ledger.kind),
    )
