"""Pages of lawyers' consultations (律师咨询记录): for the lawyer and the reception head, for nobody else."""

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_joint_reception.answering import form_page, page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.outcome import consulting
from xinfang_joint_reception.outcome.forms import ConsultationForm, consultation_values
from xinfang_joint_reception.outcome.models import Consultation
from xinfang_joint_reception.permissions import CONSULT, HEAD
from xinfang_joint_reception.rota import queries
from xinfang_site.domain.people.masking import mask_names
from xinfang_site.plugin_api.data import Missing, Refused, StaleEditError, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.matters import matter
from xinfang_site.plugin_api.pages import Stored, actor, conflict_page, may, requires

BACK = timedelta(days=92)


@blueprint.get("/consultations/")
@requires(CONSULT, HEAD)
def consultations() -> str:
    """The lawyer's own records; for the reception head those of the office."""
    if may(HEAD):
        span = today() - timedelta(days=366), today()
        rows = consulting.office_list(session(), actor(), span)
    else:
        rows = consulting.own_list(session(), actor())
    return page("consultations", rows=rows, work=consulting.work_title, followed=consulting.followed_title)


@blueprint.route("/consultations/new", methods=["GET", "POST"])
@requires(CONSULT)
def consultation_new() -> ResponseReturnValue:
    """The lawyer writes a record."""
    first = {"version": 0, "session_id": request.args.get("session", 0, type=int)}
    return _save(ConsultationForm(data=first), None)


@blueprint.route("/consultations/<int:row_id>/edit", methods=["GET", "POST"])
@requires(CONSULT)
def consultation_edit(row_id: int) -> ResponseReturnValue:
    """The lawyer changes his record."""
    row = consulting.own_consultation(session(), actor(), row_id)
    return _save(ConsultationForm(data=consultation_values(row, _number(row))), row)


def _save(form: ConsultationForm, row: Consultation | None) -> ResponseReturnValue:
    first = min(row.sitting.day, today() - BACK) if row else today() - BACK
    rows = [
        each
        for each in queries.own_sittings(session(), actor(), (first, today()))
        if any(duty.sitter.account_id == actor().account_id for duty in each.duties)
    ]
    form.offer(rows[::-1])
    row_id = row.id if row is not None else None
    if form.submitted():
        try:
            saved = consulting.write(session(), actor(), form.draft(), row_id, form.version.data or 0)
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            stored = consulting.own_consultation(session(), actor(), row_id or 0)
            values = consultation_values(stored, _number(stored))
            values.pop("version")
            back = url_for("joint_reception.consultation_show", row_id=stored.id)
            return conflict_page(form, Stored(stored.version, values), back)
        else:
            flash("咨询记录已保存，只有本人和接访负责人可以查阅。", "success")
            return redirect(url_for("joint_reception.consultation_show", row_id=saved))
    return form_page("consultation_form", form, row=row, any_session=bool(rows))


@blueprint.get("/consultations/<int:row_id>")
@requires(CONSULT, HEAD)
def consultation_show(row_id: int) -> str:
    """One record; that it was read is recorded."""
    row = consulting.read(session(), actor(), row_id, head=may(HEAD))
    return page(
        "consultation",
        row=row,
        masked=mask_names(row.name),
        number=_number(row),
        work=consulting.work_title(row.work),
        followed=consulting.followed_title(row.followed),
        own=row.member.account_id == actor().account_id,
    )


def _number(row: Consultation) -> str:
    """The number of the petition that it concerns, where the reader's office sees it."""
    if row.petition_id is None:
        return ""
    try:
        return matter(session(), actor(), row.petition_id).number
    except Missing:
        return ""
