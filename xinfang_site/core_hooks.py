"""The core's own hook implementations (核心的钩子): called like a plugin's, in every office.

The core uses the same hooks as plugins, so that whatever it can show, a plugin can show too.
"""

from collections.abc import Sequence
from datetime import date

from flask import url_for
from sqlalchemy import func, select

from xinfang_site.clock import today
from xinfang_site.domain.procedure.states import State
from xinfang_site.extensions import db
from xinfang_site.hookspecs import hookimpl
from xinfang_site.petitions.models import Petition, RegisterEntry, sort_key
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.entries import due_number
from xinfang_site.plugin_values import BriefingItem, DueItem, OfficeRef
from xinfang_site.reports import petition_tables
from xinfang_site.reports.periods import Period
from xinfang_site.reports.queries import Counted
from xinfang_site.reports.values import Table

MOST_ITEMS = 50
FOCUS, NEWS = "重点关注", "工作快讯"


@hookimpl
def xinfang_due_items(office: OfficeRef, start: date, end: date) -> Sequence[DueItem]:
    """Limits of matters that end in the span, a line for each day."""
    rows = db.session().execute(
        select(RegisterEntry.due, func.count())
        .where(
            RegisterEntry.office_id == office.id,
            RegisterEntry.due.between(due_number(start), due_number(end)),
        )
        .group_by(RegisterEntry.due)
        .order_by(RegisterEntry.due)
    )
    url = url_for("petitions.index", due="month")
    return [
        DueItem(date(due // 10000, due // 100 % 100, due % 100), f"信访事项期限届满 {number} 件", url)
        for due, number in rows
    ]


@hookimpl
def xinfang_briefing_items(office: OfficeRef, day: date) -> Sequence[BriefingItem]:
    """Urgent matters and collective visits received on the day, and how many matters there were."""
    inside = (
        RegisterEntry.office_id == office.id,
        RegisterEntry.sort_key.between(sort_key(day, 0), sort_key(day, 0) + 10**7 - 1),
    )
    received = db.session().scalar(select(func.count()).where(*inside)) or 0
    rows = db.session().execute(
        select(
            Petition.id, Petition.number, Petition.summary, Petition.people, Petition.urgent, Petition.state
        )
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(*inside, Petition.urgent | Petition.collective, ~scope.reports_somebody())
        .order_by(Petition.id)
        .limit(MOST_ITEMS)
    )
    items = [
        BriefingItem(
            FOCUS,
            f"{'紧急事项' if row.urgent else '集体访'} {row.number}（{row.people} 人）：{row.summary}，{State(row.state).title}",
            url_for("petitions.show", petition_id=row.id),
            row.id,
        )
        for row in rows
    ]
    if received:
        listed = url_for("petitions.index", received_from=day.isoformat(), received_to=day.isoformat())
        items.append(
            BriefingItem(NEWS, f"当日收到信访事项 {received} 件", listed, None, (("收到", received),))
        )
    return items


@hookimpl
def xinfang_statistics(office: OfficeRef, period: Period, barred: frozenset[int]) -> Sequence[Table]:
    """The tables of the petitions."""
    register = Counted(office.id, barred)
    return petition_tables.tables(petition_tables.Asked(db.session(), register, period, today()))
