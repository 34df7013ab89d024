"""Progress of the offices below (下级单位学习进度): totals of each office, never a person's name or score."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from xinfang_legal_study.permissions import OVERVIEW
from xinfang_legal_study.records import workbook
from xinfang_legal_study.records.queries import PersonProgress, progress_of
from xinfang_legal_study.rules.attendance import Tally
from xinfang_legal_study.rules.progress import Light, is_behind, unit_light
from xinfang_legal_study.settings import NAME
from xinfang_site.plugin_api.data import Act, offices_with, record, writing
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.jobs import JobKind, JobResult, JobWork
from xinfang_site.plugin_api.people import OfficeRef, office, subtree_ids


@dataclass(frozen=True, slots=True)
class OfficeProgress:
    """An office in one year (单位学习情况)."""

    office: OfficeRef
    people: int
    behind: int
    tally: Tally
    hours: Decimal
    passed: int
    light: Light


def offices_below(session: Session, office_id: int) -> list[OfficeRef]:
    """Offices below this one that have the module on, by code; where it is off nothing is read."""
    wanted = (subtree_ids(session, office_id) - {office_id}) & set(offices_with(session, NAME))
    return sorted((office(session, each) for each in wanted), key=lambda each: each.code)


def progress_below(session: Session, office_id: int, year: int, day: date) -> Iterator[OfficeProgress]:
    """The year of each office below, one after another."""
    for each in offices_below(session, office_id):
        yield _totals(each, progress_of(session, each.id, year, day))


def _totals(ref: OfficeRef, people: Sequence[PersonProgress]) -> OfficeProgress:
    return OfficeProgress(
        ref,
        len(people),
        sum(is_behind(each.light) for each in people),
        sum((each.tally for each in people), Tally(0, 0)),
        sum((each.all_hours for each in people), Decimal(0)),
        sum(each.scores.passed for each in people),
        unit_light(each.light for each in people),
    )


def write_book(work: JobWork) -> JobResult:
    """The workbook of all offices below, in the background: each office is a year's figures of its own."""
    year, office_id = int(work.arguments["year"]), work.actor.office_id or 0
    total = len(offices_below(work.session, office_id))
    rows = []
    for each in progress_below(work.session, office_id, year, today()):
        rows.append(each)
        work.progress(len(rows), total, each.office.short_name)
    with writing(work.session):
        changes = {"offices": [None, len(rows)]}
        act = Act("legal_study.export", "legal_study_year", year, changes=changes)
        record(work.session, work.actor, act)
    name = office(work.session, office_id).short_name
    head = f"{name}下级单位 {year} 年学法情况　导出人：{work.actor.name}　导出日期：{today().isoformat()}"
    return JobResult(f"{len(rows)} 个单位", workbook.offices_book(head, rows), f"下级学法情况-{year}.xlsx")


KIND = JobKind("legal_study.below", "导出下级单位学法情况", OVERVIEW, write_book)
