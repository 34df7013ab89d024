"""The page of one session (学习场次页面): what it shows and which acts it offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import url_for
from sqlalchemy.orm import Session

from xinfang_legal_study.answering import home_crumb
from xinfang_legal_study.permissions import MANAGE
from xinfang_legal_study.records.queries import reflections_of
from xinfang_legal_study.rules.attendance import Presence
from xinfang_legal_study.rules.kinds import SessionState, Shown
from xinfang_legal_study.sessions import queries
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.years.queries import closed_years
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.pages import may


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the page (办理按钮): every one says what happens next."""

    label: str
    url: str
    outcome: str
    tone: str = "plain"


def values(session: Session, actor: Actor, study: StudySession) -> dict[str, object]:
    """Everything the page shows."""
    closed = study.year in closed_years(session, study.office_id)
    own = queries.entry_of(session, actor, study.id)
    window = study.desk.window
    instant = now()
    return {
        "study": study,
        "closed": closed,
        "actions": () if closed else actions(study),
        "personal": () if closed else personal(study, own.standing if own else None),
        "files": queries.files_of(session, actor.office_id, study.id),
        "moved_to": queries.successor(session, study) if study.superseded else None,
        "reflections": reflections_of(session, actor.office_id, study.id),
        "signing": window is not None and window.holds(instant),
        "window": window,
        "turn": _turn(study),
        "state": Shown(study.standing.title, study.standing.shown.tone),
        "may_manage": may(MANAGE) and not closed,
        "crumbs": [*list_crumbs(study.year), (study.topic[:24], "")],
    }


def _turn(study: StudySession) -> str:
    if study.standing is SessionState.PLANNED:
        return (
            "学习管理员：到期举办并登记结果" if study.day >= today() else "学习管理员：日期已过，请登记结果"
        )
    return "已有结果"


def _address(study: StudySession, endpoint: str) -> str:
    return url_for(f"legal_study.{endpoint}", session_id=study.id)


def actions(study: StudySession) -> Sequence[Action]:
    """What a coordinator can do with the session now."""
    if not may(MANAGE):
        return ()
    to = partial(_address, study)
    if study.standing is SessionState.PLANNED:
        held = Action("登记举办结果", to("session_held"), "记入已举办，未签到的记为缺席", "primary")
        return (
            *((held,) if study.day <= today() else ()),
            Action("开放签到码", to("desk"), "到会人员凭码签到"),
            Action("打印签到表", to("sheet"), "现场签名，再补录"),
            *((Action("录入签到表", to("roll"), "按纸质签到表登记考勤"),) if study.day <= today() else ()),
            Action("修改", to("session_edit"), "修改安排"),
            Action("改期", to("session_move"), "另建新日期的一场"),
            Action("取消", to("session_cancel"), "标为已取消", "danger"),
        )
    if study.standing is SessionState.HELD:
        return (
            Action("更正考勤", to("roll"), "登记请假、缺席", "primary"),
            Action("更正结果", to("session_held"), "修改纪要、学时"),
            Action("修改", to("session_edit"), "修改登记内容"),
            Action("打印签到表", to("sheet"), "按名单打印"),
            Action("撤销登记", to("session_restore"), "恢复为计划"),
        )
    if study.standing is SessionState.CANCELLED:
        return (Action("恢复", to("session_restore"), "恢复为计划", "primary"),)
    return ()


def personal(study: StudySession, presence: Presence | None) -> Sequence[Action]:
    """What the person looking at it can do for themselves."""
    to = partial(_address, study)
    found = []
    window = study.desk.window
    if window is not None and window.holds(now()) and presence is not Presence.PRESENT:
        found.append(Action("签到", to("sign_in"), "填写会场公布的签到码", "primary"))
    if presence in {Presence.EXPECTED, Presence.ABSENT, Presence.LEAVE}:
        if study.standing in {SessionState.PLANNED, SessionState.HELD}:
            found.append(Action("请假", to("leave"), "说明不能到会的原因"))
        if study.standing is SessionState.HELD:
            found.append(Action("申请补学", to("make_up"), "审核通过后计为补学"))
    if presence is not None and study.standing is SessionState.HELD:
        found.append(Action("写心得", to("reflection"), "提交学习心得"))
    return found


def list_crumbs(year: int) -> list[tuple[str, str]]:
    """Where the list of a year stands."""
    return [
        home_crumb(),
        (f"{year} 年学习", url_for("legal_study.sessions", year=year)),
    ]


def crumbs(study: StudySession) -> list[tuple[str, str]]:
    """Where a page below a session stands."""
    return [
        *list_crumbs(study.year),
        (study.topic[:24], url_for("legal_study.session_page", session_id=study.id)),
    ]
