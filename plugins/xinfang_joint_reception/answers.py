"""What the module answers to the core's questions (钩子的内容), as values."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.figures import total
from xinfang_joint_reception.figures import queries as figure_queries
from xinfang_joint_reception.figures import tables
from xinfang_joint_reception.outcome import promising, recording
from xinfang_joint_reception.outcome.models import Promise
from xinfang_joint_reception.permissions import APPROVE, PLAN, RECORD, VIEW
from xinfang_joint_reception.rota import alarms, queries, swapping
from xinfang_site.domain.roles import Role
from xinfang_site.plugin_api.data import session as open_session
from xinfang_site.plugin_api.data import writing
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.hooks import (
    Actor,
    BriefingItem,
    Card,
    DueItem,
    Line,
    MatterRef,
    NavItem,
    OfficeRef,
    Panel,
    Period,
)
from xinfang_site.plugin_api.pages import may
from xinfang_site.plugin_api.statistics import Table

WEEK_AHEAD = timedelta(days=7)
SHOWN = 6
NAV_ORDER, CARD_ORDER = 20, 20


def nav_items() -> Sequence[NavItem]:
    """One entry for whoever sees receptions."""
    return (NavItem("联合接访", url_for("joint_reception.index"), NAV_ORDER),) if may(VIEW) else ()


def start_page(actor: Actor) -> str | None:
    """The reception desk begins in the hall."""
    return url_for("joint_reception.hall") if Role.RECEPTION_ADMIN in actor.roles else None


def home_cards(actor: Actor, day: date) -> Sequence[Card]:
    """Own sessions of the week, changes and promises; for the planner what is missing."""
    if not may(VIEW):
        return ()
    cards = [*_own_card(actor, day)]
    if may(PLAN):
        cards.append(_plan_card(actor, day))
    elif may(APPROVE):
        cards += _swap_card(actor)
    return cards


def _own_card(actor: Actor, day: date) -> Sequence[Card]:
    session = open_session()
    duties = promising.own_duties(session, actor)
    if not duties.sits:
        return ()
    lines = [
        Line(f"变动：{text}", url_for("joint_reception.mine"))
        for text in (queries.told(session, actor, SHOWN) if duties.told else ())
    ]
    lines += [
        Line(
            f"{each.day.isoformat()} {each.hours_words} {each.kind}",
            url_for("joint_reception.sitting_show", sitting_id=each.sitting_id),
            each.where,
        )
        for each in queries.own_days(session, actor, (day, day + WEEK_AHEAD), SHOWN)
    ]
    lines += [
        Line(
            f"承诺：{each.text}",
            url_for("joint_reception.promise_kept", promise_id=each.id),
            f"{each.due_on.isoformat()} 前答复" + ("，已逾期" if each.due_on < day else ""),
            late=each.due_on < day,
        )
        for each in (promising.own_promises(session, actor)[:SHOWN] if duties.promised else ())
    ]
    return (Card("我的接访", lines, "今后七天没有您的接访安排", url_for("joint_reception.mine"), CARD_ORDER),)


def _plan_card(actor: Actor, day: date) -> Card:
    session, office_id = open_session(), actor.office_id or 0
    gaps = alarms.gaps(session, office_id, day)
    lines = [
        Line(
            f"{each.sitting.day.isoformat()} {each.sitting.kind.title}",
            url_for("joint_reception.sitting_show", sitting_id=each.sitting.id),
            each.words,
            late=True,
        )
        for each in gaps[:SHOWN]
    ]
    lines += [
        Line(
            f"{each.week.monday.isoformat()} 这一周{each.kind.title}还缺{each.week.shortfall}场",
            url_for("joint_reception.gaps"),
            late=True,
        )
        for each in alarms.shortfalls(session, office_id, day)[:SHOWN]
    ]
    lines += [line for card in _swap_card(actor) for line in card.lines]
    return Card("接访排班", lines, "今后三十天没有缺岗", url_for("joint_reception.index"), CARD_ORDER + 1)


def _swap_card(actor: Actor) -> Sequence[Card]:
    waiting = swapping.office_swaps(open_session(), actor.office_id, only_open=True)
    if not waiting:
        return ()
    lines = [
        Line(f"换班待批：{each.words}", url_for("joint_reception.swap_decide", swap_id=each.id))
        for each in waiting[:SHOWN]
    ]
    return (Card("换班审批", lines, url=url_for("joint_reception.swaps"), order=CARD_ORDER + 1),)


def petition_panels(actor: Actor, matter: MatterRef) -> Sequence[Panel]:
    """Receptions at which the matter was heard; visitors' names stay on the record's page."""
    if not may(RECORD):
        return ()
    rows = recording.of_petition(open_session(), actor.office_id, matter.id)
    lines = []
    for row in rows:
        url = url_for("joint_reception.record_show", record_id=row.id)
        people = "、".join(row.sitting.people)
        text = f"{row.sitting.day.isoformat()} {row.sitting.kind.title} {people}"
        lines.append(Line(text, url, row.relation_words))
        lines += [
            Line(f"承诺（{each.due_on.isoformat()}前）：{each.text}", url, each.result, _late(each))
            for each in row.promises
        ]
    return (Panel("接访", lines, "没有在接访中反映过"),) if lines else ()


def _late(promise: Promise) -> bool:
    return promise.kept_on is None and promise.due_on < today()


def due_items(office: OfficeRef, start: date, end: date) -> Sequence[DueItem]:
    """Promises, sessions without anyone, sessions of the past that nobody has closed."""
    session = open_session()
    found = [
        DueItem(
            each.due_on,
            f"接访承诺：{each.text}（{each.member.name}）",
            url_for("joint_reception.promise_kept", promise_id=each.id),
            late=each.due_on < today(),
            account_id=each.member.account_id,
        )
        for each in promising.promises(session, office.id, only_open=True)
        if start <= each.due_on <= end
    ]
    for each in queries.sittings(session, office.id, (start, end)):
        url = url_for("joint_reception.sitting_show", sitting_id=each.id)
        if alarms.is_past(each) and each.held is None:
            found.append(DueItem(each.day, f"{each.kind.title}：登记开展情况", url, late=True))
        elif not alarms.is_past(each) and not each.duties:
            found.append(DueItem(each.day, f"{each.kind.title}：尚未安排人员", url))
    return found


def briefing_items(office: OfficeRef, day: date) -> Sequence[BriefingItem]:
    """What the day's receptions came to, each figure counted from records; promises of the day."""
    session = open_session()
    held = [each for each in figure_queries.sessions(session, office.id, (day, day)) if each.held]
    items = []
    if held:
        whole = total(held)
        kinds = "、".join(dict.fromkeys(each.kind for each in held))
        text = f"{day.month}月{day.day}日开展{kinds}{whole.sessions}场，接待群众{whole.batches}批{whole.visitors}人次。"
        figures = (("场次", whole.sessions), ("批次", whole.batches), ("人次", whole.visitors))
        url = url_for("joint_reception.figures", period=day.strftime("%Y-%m"))
        items.append(BriefingItem("工作快讯", text, url, figures=figures))
    for each in promising.promises(session, office.id, only_open=True):
        if each.due_on == day:
            text = f"接访承诺今日到期：{each.text}（{each.member.shown}，{each.record.sitting.day.isoformat()}接访）。"
            url = url_for("joint_reception.record_show", record_id=each.record_id)
            items.append(BriefingItem("重点关注", text, url, each.record.petition_id))
    return items


def statistics(office: OfficeRef, period: Period, barred: frozenset[int]) -> Sequence[Table]:
    """The tables of a period."""
    return tables.all_tables(open_session(), office.id, (period.first, period.last), today(), barred)


def daily(session: Session, office: OfficeRef) -> Sequence[str]:
    """Close swap requests that have expired."""
    with writing(session):
        closed = swapping.expire_old(session, office.id)
    return (f"换班申请 {closed} 件过期关闭",) if closed else ()
