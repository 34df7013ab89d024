"""Pages of reception records and promises (接访记录、接访承诺)."""

from collections.abc import Sequence
from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_joint_reception.answering import form_page, page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.outcome import promising, recording
from xinfang_joint_reception.outcome.forms import (
    JoinForm,
    KeptForm,
    MatterForm,
    PromiseForm,
    RecordForm,
    matter_values,
    record_values,
)
from xinfang_joint_reception.outcome.models import Promise, ReceptionRecord
from xinfang_joint_reception.outcome.reach import matter_named, own_record
from xinfang_joint_reception.permissions import RECORD, VIEW
from xinfang_joint_reception.rota import queries
from xinfang_site.domain.people.masking import mask_phone
from xinfang_site.plugin_api.data import Missing, Refused, StaleEditError, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.hooks import MatterRef, OfficeRef
from xinfang_site.plugin_api.matters import category_names, matter
from xinfang_site.plugin_api.pages import Stored, actor, conflict_page, given, may, reason_first, requires
from xinfang_site.plugin_api.people import names, offices_around

BACK = timedelta(days=92)
REGISTER = "petition.register"


@blueprint.before_request
def _door() -> ResponseReturnValue | None:
    """Ask for a reason before a page that belongs to a report, as the report itself does (decision 0025)."""
    page_name = (request.endpoint or "").rpartition(".")[2]
    petition_id = matter_named(session(), page_name, request.view_args or {})
    return None if petition_id is None else reason_first(petition_id)


@blueprint.get("/records/")
@requires(RECORD)
def records() -> str:
    """Records of the last year, newest first."""
    linked = request.args.get("linked", "")
    linked = linked if linked in ("yes", "no") else ""
    span = today() - timedelta(days=366), today()
    rows = recording.records(session(), actor(), span, linked=linked)
    return page("records", rows=rows, linked=linked, units=names(session()))


@blueprint.route("/records/new", methods=["GET", "POST"])
@requires(RECORD)
def record_new() -> ResponseReturnValue:
    """Write a record, prefilled from the number at the window."""
    ticket_id = request.args.get("ticket", 0, type=int) or None
    first = recording.first_values(session(), actor(), ticket_id)
    first = {"version": 0, "session_id": request.args.get("session", 0, type=int), **first}
    form = RecordForm(data=first)
    return _save(form, None, ticket_id)


@blueprint.route("/records/<int:record_id>/edit", methods=["GET", "POST"])
@requires(RECORD)
def record_edit(record_id: int) -> ResponseReturnValue:
    """Change a record."""
    row = own_record(session(), actor(), record_id)
    return _save(RecordForm(data=record_values(row)), row, None)


def _save(form: RecordForm, row: ReceptionRecord | None, ticket_id: int | None) -> ResponseReturnValue:
    span = (min(row.sitting.day, today() - BACK) if row else today() - BACK), today()
    sittings = queries.sittings(session(), actor().office_id, span)[::-1]
    form.offer(sittings, _offices())
    known = row or recording.appointment_of(session(), actor(), ticket_id)
    if known is not None:
        form.known(known)
    record_id = row.id if row is not None else None
    if form.submitted():
        try:
            saved = recording.write(
                session(), actor(), form.draft(ticket_id), record_id, form.version.data or 0
            )
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            stored = own_record(session(), actor(), record_id or 0)
            values = {name: value for name, value in record_values(stored).items() if name != "version"}
            back = url_for("joint_reception.record_show", record_id=stored.id)
            return conflict_page(form, Stored(stored.version, values), back)
        else:
            flash("接访记录已保存。", "success")
            return redirect(url_for("joint_reception.record_show", record_id=saved))
    shown = {"row": row, "any_session": bool(sittings), "known": known is not None}
    return form_page("record_form", form, **shown)


def _offices() -> Sequence[OfficeRef]:
    return offices_around(session(), actor().office_id or 0, today())


@blueprint.get("/records/<int:record_id>")
@requires(RECORD)
def record_show(record_id: int) -> str:
    """A record with its promises and its petition."""
    row = own_record(session(), actor(), record_id)
    return page(
        "record",
        row=row,
        phone=mask_phone(row.phone) if row.phone else "",
        units=names(session()),
        matter=_matter(row),
        may_register=may(REGISTER),
        day=today(),
    )


def _matter(row: ReceptionRecord) -> MatterRef | None:
    """The petition, where the reader's office sees it."""
    if row.petition_id is None:
        return None
    try:
        return matter(session(), actor(), row.petition_id)
    except Missing:
        return None


@blueprint.route("/records/<int:record_id>/become", methods=["GET", "POST"])
@requires(REGISTER)
def record_become(record_id: int) -> ResponseReturnValue:
    """The record becomes a petition: one form, prefilled, one step."""
    row = own_record(session(), actor(), record_id)
    form = MatterForm(data=matter_values(row))
    if form.submitted():
        try:
            made = recording.become(session(), actor(), record_id, given(form.version.data), form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            return _changed(form, record_id)
        else:
            flash(f"已转为信访事项 {made.number}。", "success")
            return redirect(made.url)
    return form_page("record_become", form, row=row, categories=category_names(session(), today()))


@blueprint.route("/records/<int:record_id>/join", methods=["GET", "POST"])
@requires(RECORD)
def record_join(record_id: int) -> ResponseReturnValue:
    """The record joins a petition that is there already."""
    row = own_record(session(), actor(), record_id)
    form = JoinForm(data={"version": row.version})
    if form.submitted():
        try:
            found = recording.join(
                session(), actor(), record_id, given(form.version.data), given(form.number.data)
            )
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            return _changed(form, record_id)
        else:
            flash(f"已并入信访事项 {found.number}。", "success")
            return redirect(url_for("joint_reception.record_show", record_id=record_id))
    return form_page("record_join", form, row=row)


def _changed(form: MatterForm | JoinForm, record_id: int) -> ResponseReturnValue:
    stored = own_record(session(), actor(), record_id)
    values: dict[str, object] = {"summary": stored.summary} if isinstance(form, MatterForm) else {}
    return conflict_page(
        form, Stored(stored.version, values), url_for("joint_reception.record_show", record_id=record_id)
    )


@blueprint.get("/promises/")
@requires(RECORD)
def promises() -> str:
    """The promises ledger: open ones first."""
    rows = promising.promises(session(), actor().office_id, actor())
    return page("promises", rows=rows, units=names(session()), day=today())


@blueprint.route("/records/<int:record_id>/promise", methods=["GET", "POST"])
@requires(RECORD)
def promise_new(record_id: int) -> ResponseReturnValue:
    """Note what was promised."""
    row = own_record(session(), actor(), record_id)
    form = PromiseForm(data={"unit_id": row.unit_id or 0})
    form.offer([duty.sitter for duty in row.sitting.duties], _offices())
    if form.submitted():
        try:
            promising.promise(session(), actor(), record_id, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("承诺已登记，到期前提醒承诺人。", "success")
            return redirect(url_for("joint_reception.record_show", record_id=record_id))
    return form_page("promise", form, row=row)


@blueprint.route("/promises/<int:promise_id>/kept", methods=["GET", "POST"])
@requires(VIEW)
def promise_kept(promise_id: int) -> ResponseReturnValue:
    """A promise was kept: noted by the office or by the leader himself."""
    row = promising.reachable(session(), actor(), promise_id)
    form = KeptForm(data={"version": row.version, "kept_on": today()})
    own = row.office_id == actor().office_id and may(RECORD)
    back = url_for("joint_reception.promises") if own else url_for("joint_reception.mine")
    if form.submitted():
        try:
            promising.keep(
                session(),
                actor(),
                promise_id,
                given(form.version.data),
                given(form.kept_on.data),
                given(form.result.data),
            )
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            stored = session().get_one(Promise, promise_id)
            values = {"kept_on": stored.kept_on, "result": stored.result}
            return conflict_page(form, Stored(stored.version, values), back)
        else:
            flash("兑现情况已登记。", "success")
            return redirect(back)
    return form_page("promise_kept", form, row=row, back=back)
