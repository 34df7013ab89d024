"""Progress of the offices below (下级单位学习进度): totals of each office, never a person's name or score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from xinfang_legal_study.permissions import OVERVIEW
from xinfang_legal_study.records import workbook
from xinfang_legal_study.records.yearly import PersonProgress, progress_in
from xinfang_legal_study.rules.attendance import Tally
from xinfang_legal_study.rules.progress import Light, is_behind, unit_light
from xinfang_legal_study.settings import NAME
from xinfang_site.plugin_api.data import Act, offices_with, record, writing
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.jobs import JobKind, JobResult, JobWork
from xinfang_site.plugin_api.people import OfficeRef, office, offices, subtree_ids


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
    return offices(session, wanted)


def progress_below(session: Session, office_id: int, year: int, day: date) -> list[OfficeProgress]:
    """The year of each office below; the same number of queries however many they are."""
    below = offices_below(session, office_id)
    people = progress_in(session, [each.id for each in below], year, day)
    return [_totals(each, people[each.id]) for each in below]


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
    """The workbook of all offices below, in the background: a district's figures of a year."""
    year, office_id = int(work.arguments["year"]), work.actor.office_id or 0
    rows = progress_below(work.session, office_id, year, today())
    work.progress(len(rows), len(rows), "写入工作簿")
    with writing(work.session):
        changes = {"offices": [None, len(rows)]}
        act = Act("legal_study.export", "legal_study_year", year, changes=changes)
        record(work.session, work.actor, act)
    name = office(work.session, office_id).short_name
    head = f"{name}下级单位 {year} 年学法情况　导出人：{work.actor.name}　导出日期：{today().isoformat()}"
    return JobResult(f"{len(rows)} 个单位", workbook.offices_book(head, rows), f"下级学法情况-{year}.xlsx")


KIND = JobKind("legal_study.below", "导出下级单位学法情况", OVERVIEW, write_book)
