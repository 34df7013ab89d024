"""Clocks of a matter in the database (期限): started and stopped as the statute's table and rules say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.calendars.queries import work_calendar
from xinfang_site.domain.limits import clock_changes, clocks
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.limits.clocks import Extension, Suspension
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import RuleSet
from xinfang_site.domain.receiving import acceptance
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.offices.models import Office
from xinfang_site.offices.queries import petition_office_above
from xinfang_site.petitions.clocks.rows import Row, as_clock, pressing, put, row_of
from xinfang_site.petitions.models import Clock, Petition
from xinfang_site.rules.queries import rules_for

MERGED_REASON = "已并入另一事项"
"""Why a merged matter's limits are not owed; undoing the merge knows them by it."""

SIMPLE = "simple"
"""The procedure (办理程序) of matters taken in by 简易办理; all others are ordinary."""


def rules_of(session: Session, petition: Petition, day: date) -> RuleSet:
    """The rule set by which limits of a matter that start on ``day`` are counted (适用规则)."""
    office = session.get_one(Office, petition.office_id)
    above = petition_office_above(session, office)
    simple = petition.procedure == SIMPLE
    return rules_for(session, above.id if above else None, petition.received_on, day, simple=simple)


def registration_clocks(
    session: Session, rules: RuleSet, kind: Kind | None, received_on: date, *, urgent: bool
) -> list[Row]:
    """Rows of the limits that run from receipt of a matter (登记时起算的期限)."""
    calendar = work_calendar(session)
    duties = acceptance.limits_at_registration(rules, kind, urgent=urgent)
    return [started(rules, duty, received_on, calendar) for duty in duties]


def started(rules: RuleSet, duty: Duty, day: date, calendar: WorkCalendar, until: date | None = None) -> Row:
    """The row of a clock that starts on ``day``."""
    return row_of(clocks.start(rules, duty, day, calendar, until))


def nearest_due(rows: Iterable[Row]) -> date | None:
    """The nearest due day of running clocks; None when none runs."""
    return min((row["due"] for row in rows if row["stopped_on"] is None), default=None)


def open_clock(
    session: Session, petition: Petition, rules: RuleSet, duty: Duty, day: date, until: date | None = None
) -> Clock | None:
    """Start a limit; does nothing if the rule set has no such limit, or needs a day that nobody gave."""
    if duty not in rules.rules or (rules.rule(duty).length is None and until is None):
        return None
    row = Clock(petition_id=petition.id, **started(rules, duty, day, work_calendar(session), until))
    session.add(row)
    session.flush()
    return row


def stop(session: Session, row: Clock, day: date) -> None:
    """Stop a limit: the duty is done (停止)."""
    put(row, clocks.stop(as_clock(session, row), max(day, row.started_on)))


def waive(session: Session, row: Clock, reason: str, day: date) -> None:
    """Waive a limit: the duty is not owed (免除)."""
    put(row, clocks.waive(as_clock(session, row), reason), day)


def revive(session: Session, row: Clock) -> None:
    """Let a limit run again after its matter was taken out of a merge (恢复)."""
    clock = replace(as_clock(session, row), waived="", stopped_on=None)
    row.stopped_on = None
    put(row, clocks.recompute(clock, work_calendar(session)))


def restart(session: Session, row: Clock, started_on: date, rules: RuleSet) -> None:
    """Count a limit from another day (更正起算日): the day of receipt was wrong, or a merged matter came earlier.

    A limit that has been met keeps the day it was met on; whether that was in time is judged anew.
    """
    old = as_clock(session, row)
    calendar = work_calendar(session)
    fresh = clocks.start(rules, old.duty, started_on, calendar)
    fresh = clocks.recompute(replace(fresh, extensions=old.extensions, suspensions=old.suspensions), calendar)
    put(row, replace(fresh, stopped_on=old.stopped_on, waived=old.waived))


def extend(session: Session, row: Clock, extension: Extension) -> None:
    """Extend a limit (延期).

    Raises:
        Refused: the rule does not allow it.
    """
    put(row, clock_changes.extend(as_clock(session, row), extension, work_calendar(session)))


def suspend(session: Session, row: Clock, first: date) -> None:
    """Pause a limit from ``first`` (中止).

    Raises:
        Refused: the rule does not allow it.
    """
    put(row, clock_changes.suspend(as_clock(session, row), Suspension(first), work_calendar(session)))


def resume(session: Session, row: Clock, last: date) -> None:
    """Resume a limit after ``last`` (恢复计算)."""
    put(row, clock_changes.resume(as_clock(session, row), last, work_calendar(session)))


def running(session: Session, petition_id: int) -> Sequence[Clock]:
    """A matter's running limits, the nearest first."""
    return session.scalars(
        select(Clock).where(Clock.petition_id == petition_id, Clock.stopped_on.is_(None)).order_by(Clock.due)
    ).all()


def right_of(session: Session, petition_id: int) -> Clock | None:
    """The petitioner's right that is running (信访人权利期限), such as 申请复查 after service."""
    return next((each for each in running(session, petition_id) if Duty(each.code).petitioners_right), None)


def latest(session: Session, petition_id: int, duty: Duty) -> Clock | None:
    """The newest limit of one kind of a matter, running or not."""
    return session.scalar(
        select(Clock)
        .where(Clock.petition_id == petition_id, Clock.code == duty.value)
        .order_by(Clock.id.desc())
        .limit(1)
    )


def settle(session: Session, petition: Petition) -> None:
    """Store the nearest due day in the matter (办理期限)."""
    session.flush()
    due = (each.due for each in running(session, petition.id) if pressing(each))
    petition.due_on = min(due, default=None)
