"""Putting the statistics together (汇总统计): every table of a period, and their export."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.modules import asking
from xinfang_site.modules.queries import Off, off_days
from xinfang_site.offices.models import Office
from xinfang_site.plugin_registry import CORE, plugins
from xinfang_site.reports import queries, sheets
from xinfang_site.reports.periods import Period
from xinfang_site.reports.queries import Counted
from xinfang_site.reports.values import Table


@dataclass(frozen=True, slots=True)
class Section:
    """The tables of one module for a period (统计部分).

    Attributes:
        name: ``core`` or the plugin's name.
        title: heading; empty for the core.
        tables: its tables; their keys carry the module's name.
        off: days on which it was off, in words; figures of these days do not exist, which is not nought.
    """

    name: str
    title: str
    tables: tuple[Table, ...]
    off: str = ""


def sections(session: Session, actor: Actor, period: Period, day: date) -> list[Section]:
    """The tables of the core and of each module that the actor's office has, or had in the period."""
    if actor.office_id is None:
        return []
    found: dict[str, list[Table]] = {CORE: []}
    for name, table in asking.statistics(session, actor.office_id, period, actor.barred):
        key = table.key if name == CORE else f"{name}-{table.key}"
        found.setdefault(name, []).append(replace(table, key=key))
    off = off_days(session, actor.office_id, period, day)
    answering = {name for name, each in plugins().installed.items() if "xinfang_statistics" in each.hooks}
    names = [CORE, *sorted((found.keys() | (off.keys() & answering)) - {CORE})]
    return [
        Section(name, _title(name), tuple(found.get(name, ())), _off_words(off.get(name, [])))
        for name in names
    ]


def tables(sections: Sequence[Section]) -> list[Table]:
    """The tables of all sections; one of a module that was off for a while says so."""
    return [
        table.with_notes(f"本模块停用：{each.off}，停用期间没有数据") if each.off else table
        for each in sections
        for table in each.tables
    ]


def _title(name: str) -> str:
    if name == CORE:
        return ""
    found = plugins().installed.get(name)
    return found.info.title if found else name


def _off_words(days: Sequence[Off]) -> str:
    return "、".join(
        each.first.isoformat()
        if each.first == each.last
        else f"{each.first.isoformat()}至{each.last.isoformat()}"
        for each in days
    )


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


def units_of(session: Session, register: Counted) -> list[tuple[str, str]]:
    """Units that matters of the office's register are or were with: code and name, first those without any."""
    found = {int(each) for each in queries.units_counted(session, register)}
    rows = session.execute(
        select(Office.code, Office.short_name).where(Office.id.in_(found)).order_by(Office.code)
    )
    units = [(code, name) for code, name in rows]
    return [("none", "尚无承办单位"), *units] if 0 in found else units
