"""Pages of swaps and stand-ins (换班、代班): asked for, answered, decided by the office."""

from datetime import timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_joint_reception.answering import form_page, page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.domain.swaps import SwapAct
from xinfang_joint_reception.permissions import APPROVE, PLAN, VIEW
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.models import Member
from xinfang_joint_reception.rota.session_models import Duty, Swap
from xinfang_joint_reception.rota.swaps import services as swapping
from xinfang_site.plugin_api.data import Refused, owned_one, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import (
    Max,
    SiteForm,
    VersionField,
    actor,
    options,
    requires,
)

AHEAD = timedelta(days=120)


class SwapForm(SiteForm):
    """Asks with whom to swap, and why (换班表单)."""

    other = RadioField("换班或者代班", [InputRequired("请选择换班对象")])
    reason = TextAreaField("原因", [InputRequired("请填写原因"), Max(300)], render_kw={"rows": 3})


@blueprint.route("/duties/<int:duty_id>/swap", methods=["GET", "POST"])
@requires(VIEW)
def swap_ask(duty_id: int) -> ResponseReturnValue:
    """Ask someone of the same roster to swap a day or to stand in."""
    duty = swapping.own_duty(session(), actor(), duty_id)
    form = SwapForm()
    form.other.choices = options(_offers(duty))
    if form.submitted():
        kind, _, number = str(form.other.data).partition(":")
        reason = form.reason.data or ""
        try:
            if kind == "duty":
                theirs = owned_one(session(), Duty, duty.office_id, int(number))
                wanted = swapping.Wanted(duty_id, theirs.sitter.id, theirs.id, reason)
            else:
                wanted = swapping.Wanted(duty_id, int(number), None, reason)
            swapping.ask(session(), actor(), wanted)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("申请已提出，对方同意并经批准后生效；在此之前按原安排。", "success")
            return redirect(url_for("joint_reception.mine"))
    return form_page("swap_ask", form, duty=duty, offers=form.other.choices)


def _offers(duty: Duty) -> list[tuple[str, str]]:
    """Later duties of the same roster that may still be swapped, then everyone who could stand in."""
    kind, ours = duty.sitting.kind, duty.sitter

    def fits(member: Member) -> bool:
        return member.id != ours.id and (not kind.same_firm or member.unit_name == ours.unit_name)

    span = today() + timedelta(days=kind.swap_days), today() + AHEAD
    rows = queries.sittings(session(), duty.office_id, span, kind.id)
    pairs = [
        (f"duty:{each.id}", f"与{each.sitter.shown} {sitting.day.isoformat()} {sitting.hours_words} 换班")
        for sitting in rows
        for each in sitting.duties
        if fits(each.sitter) and sitting.id != duty.session_id
    ]
    roster = queries.members(session(), duty.office_id, kind.id)
    return pairs + [(f"member:{each.id}", f"请{each.shown}代班") for each in roster if fits(each)]


@blueprint.post("/swaps/<int:swap_id>/<any(accept, refuse, withdraw):act>")
@requires(VIEW)
def swap_answer(swap_id: int, act: str) -> ResponseReturnValue:
    """Accept, refuse or withdraw."""
    state = swapping.answer(session(), actor(), swap_id, SwapAct(act))
    flash(f"该申请现为：{state.title}。", "success")
    return redirect(url_for("joint_reception.mine"))


class DecideForm(SiteForm):
    """The office's decision (换班审批)."""

    version = VersionField()
    decision = RadioField(
        "意见", [InputRequired("请选择意见")], choices=options([("approve", "批准"), ("refuse", "不同意")])
    )
    words = TextAreaField("说明", [Max(300)], render_kw={"rows": 2})


@blueprint.get("/swaps/")
@requires(APPROVE, PLAN)
def swaps() -> str:
    """Requests of the office's rota; those that wait for us first."""
    return page("swaps", swaps=swapping.office_swaps(session(), actor().office_id), day=today())


@blueprint.route("/swaps/<int:swap_id>", methods=["GET", "POST"])
@requires(APPROVE)
def swap_decide(swap_id: int) -> ResponseReturnValue:
    """Approve or refuse a request; nothing changes before."""
    swap = owned_one(session(), Swap, actor().office_id, swap_id)
    form = DecideForm(data={"version": swap.version})
    if form.submitted():
        approve = form.decision.data == "approve"
        try:
            swapping.decide(
                session(),
                actor(),
                swap_id,
                form.version.data or 0,
                approve=approve,
                words=form.words.data or "",
            )
        except Refused as refusal:
            form.refuse(refusal)
            swap = owned_one(session(), Swap, actor().office_id, swap_id)
        else:
            flash("已批准，排班已调整，请重新发布公示。" if approve else "已答复不同意。", "success")
            return redirect(url_for("joint_reception.swaps"))
    return form_page("swap", form, swap=swap)
