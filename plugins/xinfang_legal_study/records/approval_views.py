"""Pages of what waits for a second person (审核): make-ups and training elsewhere."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import form_page, home_crumb, tried
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.permissions import APPROVE
from xinfang_legal_study.records import queries, services
from xinfang_legal_study.records.forms import DecideForm
from xinfang_legal_study.records.models import Credit
from xinfang_legal_study.sessions import attending
from xinfang_legal_study.sessions import queries as sessions
from xinfang_legal_study.sessions.models import Attendance, StudyFile
from xinfang_site.plugin_api.data import Missing, owned, owned_one, session
from xinfang_site.plugin_api.pages import actor, requires


@blueprint.get("/approvals/")
@requires(APPROVE)
def approvals() -> ResponseReturnValue:
    """Make-ups and training elsewhere that wait for a second person."""
    office_id = actor().office_id
    credits = queries.waiting_credits(session(), office_id)
    proofs = session().scalars(
        owned(StudyFile, office_id).where(StudyFile.credit_id.in_([each.id for each in credits]))
    )
    return render_template(
        "xinfang_legal_study/approvals.html",
        make_ups=sessions.waiting_make_ups(session(), office_id),
        credits=credits,
        proofs=list(proofs),
    )


@blueprint.route("/approvals/make-ups/<int:entry_id>", methods=["GET", "POST"])
@requires(APPROVE)
def make_up_decide(entry_id: int) -> ResponseReturnValue:
    """Decide on a make-up."""
    entry = owned_one(session(), Attendance, actor().office_id, entry_id)
    if entry.made_up_on is None:
        raise Missing  # nobody has asked for a make-up of this one
    form, back = DecideForm(), url_for("legal_study.approvals")
    note = f"{entry.member.name}补学“{entry.session.topic}”（{entry.made_up_on}）：{entry.made_up_how}"

    def act() -> None:
        note = form.note.data or ""
        attending.decide_make_up(session(), actor(), entry_id, approve=form.approve, note=note)

    if tried(form, act):
        flash("审核意见已登记。", "success")
        return redirect(back)
    return form_page(form, "审核补学", "提交", back, crumbs=[home_crumb(), ("审核", back)], note=note)


@blueprint.route("/approvals/credits/<int:credit_id>", methods=["GET", "POST"])
@requires(APPROVE)
def credit_decide(credit_id: int) -> ResponseReturnValue:
    """Decide on training elsewhere."""
    credit = owned_one(session(), Credit, actor().office_id, credit_id)
    form, back = DecideForm(), url_for("legal_study.approvals")
    note = (
        f"{credit.member.name}：{credit.title}（{credit.organiser}，{credit.first_on} 至 {credit.last_on}，"
        f"{credit.hours} 小时）"
    )

    def act() -> None:
        note = form.note.data or ""
        services.decide_credit(session(), actor(), credit_id, approve=form.approve, note=note)

    if tried(form, act):
        flash("审核意见已登记。", "success")
        return redirect(back)
    return form_page(form, "审核外出培训", "提交", back, crumbs=[home_crumb(), ("审核", back)], note=note)
