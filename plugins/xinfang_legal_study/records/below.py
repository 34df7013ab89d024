"""Progress of the offices below (下级单位学习进度): totals of each office, never a person's name or score."""

from datetime import date

from sqlalchemy.orm import Session

from xinfang_legal_study.permissions import OVERVIEW
from xinfang_legal_study.records import workbook
from xinfang_legal_study.records.yearly import GroupProgress, added_up, progress_in
from xinfang_legal_study.settings import NAME
from xinfang_site.plugin_api.data import Act, offices_with, record, writing
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.jobs import JobKind, JobResult, JobWork
from xinfang_site.plugin_api.people import OfficeRef, office, offices, subtree_ids


def offices_below(session: Session, office_id: int) -> list[OfficeRef]:
    """Offices below this one that have the module on, by code; where it is off nothing is read."""
    wanted = (subtree_ids(session, office_id) - {office_id}) & set(offices_with(session, NAME))
    return offices(session, wanted)


def progress_below(session: Session, office_id: int, year: int, day: date) -> list[GroupProgress[OfficeRef]]:
    """The year of each office below; the same number of queries however many they are."""
    below = offices_below(session, office_id)
    people = progress_in(session, [each.id for each in below], year, day)
    return [added_up(each, people[each.id]) for each in below]


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
