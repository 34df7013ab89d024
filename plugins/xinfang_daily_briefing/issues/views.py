"""Pages of those who make the issue (编审签发页面): days, the issue at work, its lines, acts on it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.blueprint import blueprint
from xinfang_daily_briefing.issues import drafting, editing, queries, services
from xinfang_daily_briefing.issues.contents import content_of
from xinfang_daily_briefing.issues.forms import ActForm, LineForm, MakeForm, ReasonForm, SubmitForm
from xinfang_daily_briefing.issues.models import Issue, Line
from xinfang_daily_briefing.permissions import EDIT, READ, REVIEW, SIGN
from xinfang_daily_briefing.rules.words import IssueState
from xinfang_site.plugin_api.data import Missing, Refused, StaleEditError, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import Stored, actor, conflict_page, form_page, given, requires


@blueprint.get("/issues/")
@requires(READ)
def issues() -> Response:
    """The days of a month: issued, silent, missing, still to come."""
    return _issues_page(MakeForm(formdata=None, day=today()))


def _issues_page(form: MakeForm) -> Response:
    desk = scope.desk_of(session(), actor(), today())
    first = _month(request.args.get("month", ""))
    return form_page(
        "xinfang_daily_briefing/issues.html",
        form,
        rows=queries.month(session(), desk.id, first),
        month=first,
        years=queries.years(session(), desk.id),
        missing=queries.missing(session(), desk.id, today()),
        desk=desk,
        staff=scope.is_desk(actor(), desk.id),
    )


def _month(text: str) -> date:
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text, re.ASCII)
    return date(int(found[1]), int(found[2]), 1) if found else today().replace(day=1)


@blueprint.post("/issues/make")
@requires(EDIT)
def make_issue() -> ResponseReturnValue:
    """Make the draft of a day by hand."""
    form = MakeForm()
    if not form.submitted():
        return _issues_page(form)
    day, office_id = given(form.day.data), actor().office_id or 0
    if scope.desk_of(session(), actor(), today()).id != office_id:
        raise Refused("只有信访部门编印要情")
    try:
        drafting.make(session(), actor(), office_id, day)
    except Refused as refused:
        form.refuse(refused)
        return _issues_page(form)
    made = drafting.issue_of(session(), office_id, day)
    return redirect(url_for("daily_briefing.issue", issue_id=made))


@blueprint.get("/issues/<int:issue_id>")
@requires(READ)
def issue(issue_id: int) -> str:
    """An issue being prepared: its preview and the actions possible now; for those who make it."""
    found = scope.issue(session(), actor(), issue_id)
    if not scope.is_desk(actor(), found.office_id):
        raise Missing
    return _issue_page(found, SubmitForm(formdata=None, version=found.version, silent=found.silent))


def _issue_page(found: Issue, form: SubmitForm) -> str:
    edition = queries.newest_edition(session(), found)
    working = found.state not in (IssueState.SIGNED, IssueState.VOID)
    return render_template(
        "xinfang_daily_briefing/issue.html",
        issue=found,
        content=content_of(session(), found) if working or edition is None else edition.content,
        edition=edition,
        working=working,
        not_taken=[each for each in found.lines if not each.included] if working else [],
        lines={each.matter: each for each in found.lines} if found.state == IssueState.DRAFT else {},
        form=form,
    )


@blueprint.route("/lines/<int:line_id>", methods=["GET", "POST"])
@requires(EDIT)
def line(line_id: int) -> ResponseReturnValue:
    """Edit one line."""
    found, issue_row = _line(line_id)
    form = LineForm()
    back = url_for("daily_briefing.issue", issue_id=issue_row.id)
    if request.method == "GET":
        form.show(found, queries.place_of(issue_row, found))
        form.version.data = issue_row.version
    elif form.submitted():
        try:
            editing.save_line(session(), actor(), line_id, form.draft(), form.version.data or 0)
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            found, issue_row = _line(line_id)
            stored = {
                name: getattr(found, name) for name in ("column", "lead", "body", "audience", "included")
            }
            return conflict_page(form, Stored(issue_row.version, stored), back)
        else:
            return redirect(back)
    return form_page("xinfang_daily_briefing/line.html", form, issue=issue_row, back=back)


def _line(line_id: int) -> tuple[Line, Issue]:
    found = session().get(Line, line_id)
    if found is None:
        raise Missing
    return found, scope.issue(session(), actor(), found.issue_id)


@blueprint.post("/issues/<int:issue_id>/renew")
@requires(EDIT)
def renew_issue(issue_id: int) -> ResponseReturnValue:
    """Take in what came since the draft was made."""
    added = drafting.renew(session(), actor(), issue_id, _version())
    flash(f"编入新增信息 {added} 条。" if added else "没有新增信息。", "success")
    return redirect(url_for("daily_briefing.issue", issue_id=issue_id))


@blueprint.post("/issues/<int:issue_id>/submit")
@requires(EDIT)
def submit_issue(issue_id: int) -> ResponseReturnValue:
    """Hand the issue to the reviewer."""
    form = SubmitForm()
    if form.submitted():
        try:
            warning = services.submit(
                session(), actor(), issue_id, form.version.data or 0, silent=bool(form.silent.data)
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            _say("已提交审核。", warning)
            return redirect(url_for("daily_briefing.issue", issue_id=issue_id))
    found = scope.issue(session(), actor(), issue_id)
    return make_response(_issue_page(found, form), 400)


@blueprint.post("/issues/<int:issue_id>/review")
@requires(REVIEW)
def review_issue(issue_id: int) -> ResponseReturnValue:
    """Pass the issue on to the signer."""
    _say("审核通过，等待签发。", services.review(session(), actor(), issue_id, _version()))
    return redirect(url_for("daily_briefing.issue", issue_id=issue_id))


@blueprint.route("/issues/<int:issue_id>/sign", methods=["GET", "POST"])
@requires(SIGN)
def sign_issue(issue_id: int) -> ResponseReturnValue:
    """Ask, then sign: number, text and digest are fixed."""
    found = scope.issue(session(), actor(), issue_id)
    form = ActForm(version=found.version)
    if form.submitted():
        try:
            edition = services.sign(session(), actor(), issue_id, form.version.data or 0)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            _say(f"{edition.issue.name}已签发。", edition.warning)
            return redirect(url_for("daily_briefing.issue", issue_id=issue_id))
    return form_page(
        "xinfang_daily_briefing/sign.html", form, issue=found, content=content_of(session(), found)
    )


@blueprint.route("/issues/<int:issue_id>/back", methods=["GET", "POST"])
@requires(REVIEW, SIGN)
def send_issue_back(issue_id: int) -> ResponseReturnValue:
    """Give the issue back to the editor."""
    return _with_reason(
        issue_id,
        services.send_back,
        "退回编辑",
        ("本期要情回到“编辑中”，由编辑修改后重新提交",),
        "已退回编辑。",
    )


@blueprint.route("/issues/<int:issue_id>/correct", methods=["GET", "POST"])
@requires(EDIT)
def correct_issue(issue_id: int) -> ResponseReturnValue:
    """Open a signed issue for a correction."""
    lines = (
        "期号不变，重新编辑、审核、签发后成为新的版本",
        "签发前读者看到的仍是原版本；签发后请读过原版本的人重新阅读",
        "原版本永久保存",
    )
    return _with_reason(issue_id, services.begin_correction, "更正本期要情", lines, "可以更正了。")


@blueprint.route("/issues/<int:issue_id>/void", methods=["GET", "POST"])
@requires(SIGN)
def void_issue(issue_id: int) -> ResponseReturnValue:
    """Void a signed issue."""
    lines = ("本期保留期号，不再使用", "读者不再看到本期，其中的信息可以编入以后各期", "当天按缺刊显示")
    return _with_reason(issue_id, services.void, "作废本期要情", lines, "已作废。", danger=True)


def _with_reason(
    issue_id: int,
    act: Callable[..., None],
    title: str,
    consequences: tuple[str, ...],
    said: str,
    danger: bool = False,
) -> ResponseReturnValue:
    found = scope.issue(session(), actor(), issue_id)
    form = ReasonForm(version=found.version)
    back = url_for("daily_briefing.issue", issue_id=issue_id)
    if form.submitted():
        try:
            act(session(), actor(), issue_id, form.version.data or 0, form.reason.data or "")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(said, "success")
            return redirect(back)
    facts: dict[str, Any] = {"title": title, "consequences": consequences, "danger": danger, "back": back}
    return form_page("xinfang_daily_briefing/reason.html", form, issue=found, **facts)


def _version() -> int:
    form = ActForm()
    if not form.submitted():
        raise Refused("页面内容不完整，请重新打开本页后再提交")
    return form.version.data or 0


def _say(done: str, warning: str) -> None:
    flash(done, "success")
    if warning:
        flash(f"{warning}，请尽快配齐人员。", "warning")
