"""Pages of one's own record and of what waits for approval (我的学习、审核)."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.people.queries import own_member
from xinfang_legal_study.permissions import APPROVE, MANAGE, TAKE
from xinfang_legal_study.quizzes.queries import certificates_of
from xinfang_legal_study.records import queries, services, yearly
from xinfang_legal_study.records.attended import owed_reflections
from xinfang_legal_study.records.forms import CreditForm, DecideForm, ReflectionForm
from xinfang_legal_study.records.models import Credit, Reflection
from xinfang_legal_study.rules.attendance import Presence
from xinfang_legal_study.sessions import attending
from xinfang_legal_study.sessions import queries as sessions
from xinfang_legal_study.sessions.models import Attendance, StudyFile
from xinfang_legal_study.sessions.page import crumbs as session_crumbs
from xinfang_legal_study.web import form_page, tried, year_asked
from xinfang_legal_study.years.queries import known_years, year_view
from xinfang_site.plugin_api.data import Missing, owned, owned_one, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.files import uploaded
from xinfang_site.plugin_api.pages import actor, may, requires


def _home() -> tuple[str, str]:
    return ("学法", url_for("legal_study.index"))


@blueprint.get("/mine/")
@requires(TAKE)
def mine() -> ResponseReturnValue:
    """One's own year: hours, sessions, scores, certificates, training elsewhere, what is owed."""
    year, member = year_asked(request.args.get("year")), own_member(session(), actor())
    office_id = actor().office_id or 0
    people = yearly.progress_of(session(), office_id, year, today()) if member else []
    missed: Sequence[Attendance] = ()
    if member is not None:
        wanted = (Presence.ABSENT.value, Presence.LEAVE.value, Presence.MADE_UP.value)
        missed = sessions.missed_by(session(), office_id, member.id, wanted)
    return render_template(
        "xinfang_legal_study/mine.html",
        member=member,
        own=next((each for each in people if member and each.member_id == member.id), None),
        view=year_view(session(), office_id, year),
        years=known_years(session(), office_id, today().year),
        missed=missed,
        credits=queries.credits_of(session(), office_id, member.id) if member else (),
        certificates=certificates_of(session(), office_id, member.id) if member else (),
        owed=owed_reflections(session(), member) if member else (),
        asked=len(queries.rereadings_of(session(), member, today())) if member else 0,
        day=today(),
    )


@blueprint.route("/credits/new", methods=["GET", "POST"])
@requires(TAKE)
def credit_new() -> ResponseReturnValue:
    """Report training elsewhere."""
    form = CreditForm()

    def act() -> None:
        services.ask_credit(session(), actor(), form.draft(), uploaded("proof"))

    if tried(form, act, "proof"):
        flash("已提交，审核通过后计入学时。", "success")
        return redirect(url_for("legal_study.mine"))
    crumbs = [_home(), ("我的学习", url_for("legal_study.mine"))]
    return form_page(form, "申报外出培训学时", "提交", url_for("legal_study.mine"), crumbs=crumbs)


@blueprint.route("/sessions/<int:session_id>/reflection", methods=["GET", "POST"])
@requires(TAKE)
def reflection(session_id: int) -> ResponseReturnValue:
    """Write one's reflection on a session."""
    study = sessions.session_of(session(), actor().office_id, session_id)
    entry = sessions.entry_of(session(), actor(), session_id)
    if entry is None:
        raise Missing
    found = next(
        (
            each
            for each in queries.reflections_of(session(), actor().office_id, session_id)
            if each.member_id == entry.member_id
        ),
        None,
    )
    form = ReflectionForm(data={"title": found.title, "text": found.text} if found else {})
    crumbs, due = session_crumbs(study), study.reflection_due_on
    back = url_for("legal_study.session_page", session_id=session_id)

    def act() -> None:
        services.write_reflection(session(), actor(), session_id, form.draft(), uploaded("files"))

    if tried(form, act, "files"):
        flash("学习心得已提交。", "success")
        return redirect(back)
    note = f"{study.topic}。请在 {due.isoformat()} 前提交。" if due else study.topic
    return form_page(form, "学习心得", "提交", back, crumbs=crumbs, note=note)


@blueprint.get("/reflections/<int:reflection_id>")
@requires(TAKE)
def reflection_page(reflection_id: int) -> ResponseReturnValue:
    """Read a reflection: one's own, or as a coordinator or head."""
    found = owned_one(session(), Reflection, actor().office_id, reflection_id)
    if found.member.account_id != actor().account_id and not (may(MANAGE) or may(APPROVE)):
        raise Missing
    study = sessions.session_of(session(), actor().office_id, found.session_id)
    files = session().scalars(owned(StudyFile, actor().office_id).where(StudyFile.reflection_id == found.id))
    return render_template(
        "xinfang_legal_study/reflection.html",
        found=found,
        study=study,
        files=files.all(),
        crumbs=[*session_crumbs(study), ("学习心得", "")],
    )


@blueprint.get("/rereadings/")
@requires(TAKE)
def rereadings() -> ResponseReturnValue:
    """What one studied and that was amended since."""
    member = own_member(session(), actor())
    found = queries.rereadings_of(session(), member, today()) if member else []
    return render_template("xinfang_legal_study/rereadings.html", found=found)


@blueprint.post("/rereadings/confirm")
@requires(TAKE)
def reread() -> ResponseReturnValue:
    """Confirm having read a passage again."""
    code, place = request.form.get("code", "")[:30], request.form.get("place", "")[:12]
    services.confirm_reading(session(), actor(), code, place)
    flash("已登记重读。", "success")
    return redirect(url_for("legal_study.rereadings"))


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
    return form_page(form, "审核补学", "提交", back, crumbs=[_home(), ("审核", back)], note=note)


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
    return form_page(form, "审核外出培训", "提交", back, crumbs=[_home(), ("审核", back)], note=note)
