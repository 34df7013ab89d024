"""Keeping the working calendar (工作日历管理): one day, or a year from the notice; one transaction a call.

Each call returns the days whose working state changed. Limits of open matters are not touched here:
whoever recomputes them starts from these days and shows what would move before anything does.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.changes import changed
from xinfang_site.audit.writer import Act, record
from xinfang_site.calendars.models import CalendarDay, CalendarYear
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.versions import StaleEditError

FIRST_YEAR, LAST_YEAR = 1990, 2100
WORDS = {True: "上班", False: "休息", None: "按星期"}


@dataclass(frozen=True, slots=True)
class DayDraft:
    """A day as the office wants it (日期安排): ``working`` None means as its weekday says."""

    day: date
    working: bool | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class YearDraft:
    """A year's holidays from the notice (年度节假日安排)."""

    year: int
    notice: str
    days: Sequence[DayDraft]


def day_version(found: CalendarDay | None) -> int:
    """Number that changes with what is stored of a day, for the optimistic lock."""
    return zlib.crc32(repr(None if found is None else (found.working, found.name)).encode())


def set_day(session: Session, actor: Actor, draft: DayDraft, reason: str, version: int) -> frozenset[date]:
    """Change one day.

    Returns:
        The day, when it is worked now and was not, or the other way round.

    Raises:
        Refused: its year is not loaded, or a weekday is to be "worked".
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        if session.get(CalendarYear, draft.day.year) is None:
            raise Refused(f"{draft.day.year} 年的节假日安排还没有录入，请先录入")
        found = session.get(CalendarDay, draft.day)
        if day_version(found) != version:
            raise StaleEditError
        before = _snapshot(found)
        worked = _is_worked(draft.day, found)
        found = _put(session, draft, found)
        changes = changed(before, _snapshot(found))
        if changes:
            record(
                session,
                actor,
                Act("calendar.day", "calendar", draft.day.isoformat(), reason, changes=changes),
            )
        return frozenset() if _is_worked(draft.day, found) == worked else frozenset({draft.day})


def put_year(session: Session, actor: Actor, draft: YearDraft) -> tuple[frozenset[date], int]:
    """Enter a year's notice and its days, inside ``writing()``; days that are there already are corrected, none removed.

    Returns:
        Days whose working state changed, and how many days were entered or corrected.
    """
    year = session.get(CalendarYear, draft.year)
    if year is None:
        year = CalendarYear(year=draft.year, notice="")
        session.add(year)
        session.flush()
    before: dict[str, object] = {"notice": year.notice}
    year.notice = draft.notice or year.notice
    after: dict[str, object] = {"notice": year.notice}
    moved, entered = set(), 0
    for each in draft.days:
        found = session.get(CalendarDay, each.day)
        old, worked = _snapshot(found), _is_worked(each.day, found)
        found = _put(session, each, found)
        new = _snapshot(found)
        if old != new:
            entered += 1
            before[each.day.isoformat()], after[each.day.isoformat()] = _words(old), _words(new)
        if _is_worked(each.day, found) != worked:
            moved.add(each.day)
    session.flush()
    changes = changed(before, after)
    if changes:
        record(session, actor, Act("calendar.year", "calendar", draft.year, changes=changes))
    return frozenset(moved), entered


def set_notice(session: Session, actor: Actor, year: int, notice: str) -> None:
    """Correct the notice (通知文号) of a loaded year."""
    with writing(session):
        found = session.get_one(CalendarYear, year)
        changes = changed({"notice": found.notice}, {"notice": notice})
        found.notice = notice
        if changes:
            record(session, actor, Act("calendar.year", "calendar", year, changes=changes))


def _put(session: Session, draft: DayDraft, found: CalendarDay | None) -> CalendarDay | None:
    if draft.working is None:
        if found is not None:
            session.delete(found)
            session.flush()
        return None
    if draft.working and draft.day.weekday() < 5:
        raise Refused(f"{draft.day.isoformat()} 本来就是工作日，请选“按星期”", field="working")
    if not draft.name:
        raise Refused("请填写节日名称或者调休事由", field="name")
    if found is None:
        found = CalendarDay(day=draft.day, year=draft.day.year, working=draft.working, name=draft.name)
        session.add(found)
    found.working, found.name = draft.working, draft.name
    return found


def _is_worked(day: date, found: CalendarDay | None) -> bool:
    return day.weekday() < 5 if found is None else found.working


def _snapshot(found: CalendarDay | None) -> dict[str, object]:
    working = None if found is None else found.working
    return {"working": WORDS[working], "name": "" if found is None else found.name}


def _words(snapshot: dict[str, object]) -> str:
    return f"{snapshot['working']} {snapshot['name']}".strip()
