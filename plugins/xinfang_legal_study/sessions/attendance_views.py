"""Pages of attendance (签到与考勤)."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import docx, form_page, tried
from xinfang_legal_study.answering import page as answer
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.people.queries import members
from xinfang_legal_study.permissions import MANAGE, TAKE
from xinfang_legal_study.rules.attendance import Presence, Reason, Way
from xinfang_legal_study.sessions import attending, page, queries, services
from xinfang_legal_study.sessions.attendance_forms import (
    OFFERED,
    AddForm,
    CodeForm,
    DeskForm,
    LeaveForm,
    MakeUpForm,
    RollForm,
)
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.sessions.papers import sheet_paper
from xinfang_site.plugin_api.data import session
from xinfang_site.plugin_api.dates import china
from xinfang_site.plugin_api.pages import actor, options, requires
from xinfang_site.plugin_api.people import office


def _back(session_id: int) -> str:
    return url_for("legal_study.session_page", session_id=session_id)


@blueprint.route("/sessions/<int:session_id>/desk", methods=["GET", "POST"])
@requires(MANAGE)
def desk(session_id: int) -> ResponseReturnValue:
    """Open signing in; the code stands here in large figures for the room."""
    study = queries.session_of(session(), actor().office_id, session_id)
    usual = study.desk.window or attending.usual_window(session(), study)
    data = {"opens_at": china(usual.opens), "closes_at": china(usual.closes)} if usual else {}
    form = DeskForm(data=data)
    if tried(form, lambda: attending.open_desk(session(), actor(), session_id, form.window())):
        flash("签到码已更换，请在会场公布。", "success")
        return redirect(url_for("legal_study.desk", session_id=session_id))
    return answer("desk.html", form, study=study, crumbs=[*page.crumbs(study), ("签到码", "")])


@blueprint.route("/sessions/<int:session_id>/sign-in", methods=["GET", "POST"])
@requires(TAKE)
def sign_in(session_id: int) -> ResponseReturnValue:
    """Sign in with the code of the room."""
    study = queries.session_of(session(), actor().office_id, session_id)
    form, crumbs = CodeForm(), page.crumbs(study)
    if tried(form, lambda: attending.sign_in(session(), actor(), session_id, form.code.data or "")):
        flash("签到成功。", "success")
        return redirect(_back(session_id))
    window = study.desk.window
    note = "本次学习没有开放签到码签到，请在签到表上签名。"
    if window is not None:
        opens, closes = attending.shown_moment(window.opens), attending.shown_moment(window.closes)
        note = f"{study.topic}。签到时段：{opens} 至 {closes}，以服务器时间为准。"
    return form_page(form, "签到", "签到", _back(session_id), crumbs=crumbs, note=note)


@blueprint.get("/sessions/<int:session_id>/sheet")
@requires(MANAGE)
def sheet(session_id: int) -> ResponseReturnValue:
    """The sign-in sheet to be printed."""
    study = queries.session_of(session(), actor().office_id, session_id)
    return render_template(
        "xinfang_legal_study/paper.html",
        paper=sheet_paper(study, office(session(), study.office_id).name),
        title="签到表",
        crumbs=[*page.crumbs(study), ("签到表", "")],
        docx_url=url_for("legal_study.sheet_docx", session_id=session_id),
        back=_back(session_id),
    )


@blueprint.get("/sessions/<int:session_id>/sheet.docx")
@requires(MANAGE)
def sheet_docx(session_id: int) -> ResponseReturnValue:
    """The sign-in sheet as a Word file."""
    study = queries.session_of(session(), actor().office_id, session_id)
    paper = sheet_paper(study, office(session(), study.office_id).name)
    return docx(paper, paper.name)


@blueprint.route("/sessions/<int:session_id>/roll", methods=["GET", "POST"])
@requires(MANAGE)
def roll(session_id: int) -> ResponseReturnValue:
    """Quick entry from the signed sheet."""
    study = queries.session_of(session(), actor().office_id, session_id)
    form, people = RollForm(), list(study.roll)
    counted: list[int] = []

    def act() -> None:
        counted.append(attending.mark(session(), actor(), session_id, form.marks(people), Way.SHEET))

    if tried(form, act):
        flash(f"已登记 {counted[0]} 人的考勤。" if counted[0] else "没有变化。", "success")
        return redirect(_back(session_id))
    return _roll_page(study, form, _add_form(study.id, unsent=True))


def _roll_page(study: StudySession, form: RollForm, add: AddForm) -> ResponseReturnValue:
    """Both forms of the roll; one of them may have been refused."""
    shown = answer(
        "roll.html",
        form,
        study=study,
        sent=request.form,
        presences=[Presence(each) for each in OFFERED],
        reasons=list(Reason),
        crumbs=[*page.crumbs(study), ("录入签到表", "")],
        add=add,
    )
    return make_response(shown, 400) if add.errors else shown


def _add_form(session_id: int, *, unsent: bool = False) -> AddForm:
    study = queries.session_of(session(), actor().office_id, session_id)
    known = {each.member_id for each in study.roll}
    others = [each for each in members(session(), actor().office_id) if each.id not in known]
    form = AddForm(formdata=None) if unsent else AddForm()
    form.member_id.choices = options(
        (each.id, f"{each.name}（{each.unit or each.post or '—'}）") for each in others
    )
    return form


@blueprint.post("/sessions/<int:session_id>/roll/add")
@requires(MANAGE)
def roll_add(session_id: int) -> ResponseReturnValue:
    """Put somebody on the roll."""
    form = _add_form(session_id)

    def act() -> None:
        member_id = int(form.member_id.data or 0)
        attending.add_to_roll(session(), actor(), session_id, member_id, extra=form.extra.data)

    if tried(form, act):
        flash("已加入名单。", "success")
        return redirect(url_for("legal_study.roll", session_id=session_id))
    study = queries.session_of(session(), actor().office_id, session_id)
    return _roll_page(study, RollForm(formdata=None), form)


@blueprint.post("/sessions/<int:session_id>/roll/renew")
@requires(MANAGE)
def roll_renew(session_id: int) -> ResponseReturnValue:
    """Make the roll anew from the people there are."""
    count = services.renew_roll(session(), actor(), session_id)
    flash(f"应到名单已更新，共 {count} 人。", "success")
    return redirect(_back(session_id))


@blueprint.route("/sessions/<int:session_id>/leave", methods=["GET", "POST"])
@requires(TAKE)
def leave(session_id: int) -> ResponseReturnValue:
    """Say why one does not come."""
    study = queries.session_of(session(), actor().office_id, session_id)
    form, crumbs, topic = LeaveForm(), page.crumbs(study), study.topic

    def act() -> None:
        reason = Reason(form.reason.data or "")
        attending.explain_absence(session(), actor(), session_id, reason, form.note.data or "")

    if tried(form, act):
        flash("请假已登记，学习举办以后可以申请补学。", "success")
        return redirect(_back(session_id))
    return form_page(form, "请假", "提交", _back(session_id), crumbs=crumbs, note=topic)


@blueprint.route("/sessions/<int:session_id>/make-up", methods=["GET", "POST"])
@requires(TAKE)
def make_up(session_id: int) -> ResponseReturnValue:
    """Report a make-up."""
    study = queries.session_of(session(), actor().office_id, session_id)
    form, crumbs = MakeUpForm(), page.crumbs(study)
    if tried(form, lambda: attending.ask_make_up(session(), actor(), session_id, form.draft())):
        flash("补学已提交，等待审核。", "success")
        return redirect(_back(session_id))
    note = "审核通过后显示为“已补学”，计入学时，不计入实到。"
    return form_page(form, "申请补学", "提交", _back(session_id), crumbs=crumbs, note=note)
