"""Putting the statistics together (汇总统计): every table of a period, and their export."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import RegisterTally
from xinfang_site.reports import petition_tables, sheets
from xinfang_site.reports.periods import Period
from xinfang_site.reports.values import Table


def tables(session: Session, actor: Actor, period: Period, day: date) -> list[Table]:
    """Every table of the actor's office for a period."""
    if actor.office_id is None:
        return []
    return petition_tables.tables(petition_tables.Asked(session, actor.office_id, period, day))


def export(session: Session, actor: Actor, tables: Sequence[Table], described: str) -> bytes:
    """The tables as a workbook that says whose they are, who made it and when; recorded."""
    office = session.get(Office, actor.office_id)
    moment = clock.china(clock.now()).strftime("%Y-%m-%d %H:%M")
    lines = (
        f"机构：{office.name if office else ''}　统计期间：{described}",
        f"导出人：{actor.name}（{actor.username}）　导出时间：{moment}",
    )
    content = sheets.workbook(tables, lines)
    changes = {"filter": [None, described], "tables": [None, "、".join(each.caption for each in tables)]}
    with writing(session):
        record(session, actor, Act("report.export", "report", changes=changes))
    return content


def units_of(session: Session, office_id: int) -> list[tuple[str, str]]:
    """Units that matters of the office's register are or were with: code and name, first those without any."""
    ids = select(RegisterTally.value).where(
        RegisterTally.office_id == office_id, RegisterTally.dimension == "unit", RegisterTally.total > 0
    )
    found = {int(each) for each in session.scalars(ids.distinct())}
    rows = session.execute(
        select(Office.code, Office.short_name).where(Office.id.in_(found)).order_by(Office.code)
    )
    units = [(code, name) for code, name in rows]
    return [("none", "尚无承办单位"), *units] if 0 in found else units
