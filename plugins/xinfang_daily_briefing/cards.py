"""What the briefing shows outside its own pages (要情提示): cards, reminders, panels, entries of the navigation."""

from datetime import date, datetime, time, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from xinfang_daily_briefing import permissions, scope, settings
from xinfang_daily_briefing.at_desk import at_desk
from xinfang_daily_briefing.issues import queries as issue_queries
from xinfang_daily_briefing.items import news
from xinfang_daily_briefing.items import queries as item_queries
from xinfang_daily_briefing.readers import services as reading
from xinfang_daily_briefing.rules import days
from xinfang_daily_briefing.rules.times import CHINA
from xinfang_daily_briefing.rules.words import IssueState
from xinfang_daily_briefing.tasks import services as task_services
from xinfang_site.plugin_api.data import Refused
from xinfang_site.plugin_api.dates import china, now, today, work_calendar
from xinfang_site.plugin_api.hooks import Actor, Card, Line, MatterRef, Panel
from xinfang_site.plugin_api.matters import check_may_be_told
from xinfang_site.plugin_api.people import Role

_TURN = {
    IssueState.DRAFT: Role.BRIEFING_EDITOR,
    IssueState.IN_REVIEW: Role.BRIEFING_REVIEWER,
    IssueState.REVIEWED: Role.BRIEFING_SIGNER,
}
NEWS_SHOWN = 5
_WAITS = {IssueState.DRAFT: "待编辑", IssueState.IN_REVIEW: "待审核", IssueState.REVIEWED: "待签发"}


def holds(actor: Actor, permission: str) -> bool:
    """Whether a role of the actor grants one of the briefing's permissions."""
    return any(each.name == permission and each.roles & actor.roles for each in permissions.PERMISSIONS)


def cards(session: Session, actor: Actor, day: date) -> list[Card]:
    """What waits for this person in the briefing."""
    desk = scope.desk_of(session, actor, day)
    lines = [*_reading(session, actor, desk.id), *_tasks(session, actor), *_news(session, actor, desk.id)]
    if scope.is_desk(actor, desk.id):
        lines += [*_reminder(session, actor, desk.id, day), *_desk(session, actor, desk.id, day)]
    if not lines and not holds(actor, permissions.REPORT) and not holds(actor, permissions.READ):
        return []
    return [Card("每日要情", lines, "没有等待您处理的要情", url_for("daily_briefing.home"), order=20)]


def _reading(session: Session, actor: Actor, desk_id: int) -> list[Line]:
    if not holds(actor, permissions.READ):
        return []
    lines = [
        Line(words, url_for("daily_briefing.item", item_id=item_id), "待签收", late=True)
        for item_id, words in reading.urgent_titles(session, actor)
    ]
    unread = reading.unread_newest(session, actor, desk_id)
    if unread is not None:
        lines.append(Line(f"{unread}未读", url_for("daily_briefing.today_page")))
    return lines


def _tasks(session: Session, actor: Actor) -> list[Line]:
    if not holds(actor, permissions.ANSWER):
        return []
    return [
        Line(
            f"批示：{each.lead}",
            url_for("daily_briefing.task", task_id=each.task_id),
            f"{each.due_on.isoformat()} 前",
            late=each.due_on < today(),
        )
        for each in task_services.to_answer(session, actor)
    ]


def _news(session: Session, actor: Actor, desk_id: int) -> list[Line]:
    """Matters that went on since they were last reported (可续报)."""
    if not holds(actor, permissions.REPORT):
        return []
    return [
        Line(
            f"可续报：{each.title}",
            url_for("daily_briefing.item", item_id=each.item_id),
            f"{china(each.at).date().isoformat()} {each.words}",
        )
        for each in news.waiting(session, actor, desk_id)[:NEWS_SHOWN]
    ]


def _reminder(session: Session, actor: Actor, desk_id: int, day: date) -> list[Line]:
    """The duty officer is reminded before the cut-off (截止提醒)."""
    if Role.DUTY_OFFICER not in actor.roles or not days.is_due(work_calendar(session), day):
        return []
    chosen = settings.of(session, desk_id)
    cutoff = datetime.combine(day, time(chosen.cutoff_hour), CHINA)
    moment = now()
    if not cutoff - timedelta(minutes=chosen.remind_minutes) <= moment < cutoff:
        return []
    minutes = int((cutoff - moment).total_seconds() // 60)
    return [
        Line(
            f"距要情信息截止（{chosen.cutoff_hour}时）还有 {minutes} 分钟，请催报、补报",
            url_for("daily_briefing.items"),
            late=True,
        )
    ]


def _desk(session: Session, actor: Actor, desk_id: int, day: date) -> list[Line]:
    lines = []
    waits = at_desk(session, desk_id, day)
    if waits.state is not None and _TURN.get(waits.state) in actor.roles:
        lines.append(
            Line(f"今日要情{_WAITS[waits.state]}", url_for("daily_briefing.issue", issue_id=waits.issue_id))
        )
    if waits.warnings:
        lines.append(
            Line(f"信息预警待核查 {waits.warnings} 条", url_for("daily_briefing.board"), "24时前", late=True)
        )
    if waits.new:
        lines.append(Line(f"未编入要情的信息 {waits.new} 条", url_for("daily_briefing.items", state="new")))
    missing = issue_queries.missing(session, desk_id, day)
    if missing:
        lines.append(Line(f"缺刊 {len(missing)} 天", url_for("daily_briefing.issues"), late=True))
    return lines


def panels(session: Session, actor: Actor, matter: MatterRef) -> list[Panel]:
    """Items that name a petition, and the way to report it."""
    if not holds(actor, permissions.REPORT) and not holds(actor, permissions.READ):
        return []
    desk = scope.desk_of(session, actor, today())
    rows = item_queries.about_petition(session, actor, desk.id, matter.id)
    lines = [
        Line(
            f"{each.report_name}：{each.title}",
            url_for("daily_briefing.item", item_id=each.id),
            each.column_word.title,
        )
        for each in rows
    ]
    actions = []
    if holds(actor, permissions.REPORT) and _may_be_told(session, matter.id):
        actions.append(Line("报送要情信息", url_for("daily_briefing.new_item", matter=matter.number)))
    return [Panel("每日要情", lines, "没有要情信息提到这一事项", actions)]


def _may_be_told(session: Session, matter_id: int) -> bool:
    try:
        check_may_be_told(session, matter_id)
    except Refused:
        return False
    return True
