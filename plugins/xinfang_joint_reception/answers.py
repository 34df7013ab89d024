"""What the module answers to the core's questions (钩子的内容), as values."""

from collections.abc import Sequence
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.figures import total
from xinfang_joint_reception.figures import queries as figure_queries
from xinfang_joint_reception.figures import tables
from xinfang_joint_reception.outcome import promising, recording
from xinfang_joint_reception.permissions import RECORD, VIEW
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.sessions import alarms
from xinfang_joint_reception.rota.swaps import services as swapping
from xinfang_site.domain.roles import Role
from xinfang_site.plugin_api.data import session as open_session
from xinfang_site.plugin_api.data import writing
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.hooks import (
    Actor,
    BriefingItem,
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

NAV_ORDER = 20


def nav_items() -> Sequence[NavItem]:
    """One entry, for people who may see receptions."""
    return (NavItem("联合接访", url_for("joint_reception.index"), NAV_ORDER),) if may(VIEW) else ()


def start_page(actor: Actor) -> str | None:
    """The reception desk begins in the hall."""
    return url_for("joint_reception.hall") if Role.RECEPTION_ADMIN in actor.roles else None


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
            Line(
                f"承诺（{each.due_on.isoformat()}前）：{each.text}", url, each.result, promising.is_late(each)
            )
            for each in row.promises
        ]
    return (Panel("接访", lines, "没有在接访中反映过"),) if lines else ()


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
    """Figures of the day's receptions, each counted from records, and the day's promises."""
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
