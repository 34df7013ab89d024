"""Clocks of a matter in the database (期限): started and stopped as the statute's table says."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.calendars.queries import work_calendar
from xinfang_site.domain import clocks
from xinfang_site.domain.calendars import WorkCalendar
from xinfang_site.domain.clocks import ClockState
from xinfang_site.domain.duties import Duty
from xinfang_site.domain.rule_sets import rule_set_on
from xinfang_site.domain.rules import RuleSet
from xinfang_site.domain.steps import Need, Step, Transition
from xinfang_site.petitions.models import Clock, Petition

ORDINARY_PATH = "31_6"
Row = dict[str, Any]


def first_clocks(session: Session, received_on: date) -> list[Row]:
    """Rows of the clocks that run from receipt: registration and dispatch (D1)."""
    calendar = work_calendar(session)
    return [started(rule_set_on(received_on), Duty.DISPATCH, received_on, calendar)]


def started(rules: RuleSet, duty: Duty, day: date, calendar: WorkCalendar, until: date | None = None) -> Row:
    """The row of a clock that starts on ``day``."""
    clock = clocks.start(rules, duty, day, calendar, until)
    state = ClockState.PROVISIONAL if clock.missing_years else ClockState.RUNNING
    return {
        "code": duty.value,
        "rule_set": clock.rule_set,
        "basis": clock.basis,
        "started_on": clock.started_on,
        "base_due": clock.base_due,
        "due": clock.due,
        "stopped_on": None,
        "state": state.value,
        "provisional": bool(clock.missing_years),
        "reason": "",
    }


def nearest_due(rows: Iterable[Row]) -> date | None:
    """The nearest due day of running clocks; None when none runs."""
    return min((row["due"] for row in rows if row["stopped_on"] is None), default=None)


def on_step(session: Session, petition: Petition, row: Transition, values: dict[str, Any], day: date) -> None:
    """Stop and start the clocks of a step; inside ``writing()``.

    Only a matter of the sixth path gets the sixty days (《信访工作条例》第三十四条); a closed matter
    keeps no running clock.
    """
    running = _running(session, petition.id)
    stops = {duty.value for duty in row.stops}
    for clock in running:
        if clock.code in stops or petition.closed_on is not None:
            _stop(clock, day)
    if petition.closed_on is None:
        _start(session, petition, row, values, day)
    session.flush()
    petition.due_on = min((clock.due for clock in _running(session, petition.id)), default=None)


def _start(session: Session, petition: Petition, row: Transition, values: dict[str, Any], day: date) -> None:
    rules = rule_set_on(petition.received_on, simple=row.step is Step.ACCEPT_SIMPLE)
    calendar = work_calendar(session)
    for duty in row.starts:
        until = date.fromisoformat(values[Need.DUE_DAY]) if Need.DUE_DAY in values else None
        if duty is Duty.CONCLUSION and values.get(Need.PATH, ORDINARY_PATH) != ORDINARY_PATH:
            continue
        if duty not in rules.rules or (rules.rule(duty).length is None and until is None):
            continue
        start_day = date.fromisoformat(values["served_on"]) if "served_on" in values else day
        session.add(Clock(petition_id=petition.id, **started(rules, duty, start_day, calendar, until)))


def _running(session: Session, petition_id: int) -> Sequence[Clock]:
    return session.scalars(
        select(Clock).where(Clock.petition_id == petition_id, Clock.stopped_on.is_(None)).order_by(Clock.due)
    ).all()


def _stop(clock: Clock, day: date) -> None:
    clock.stopped_on = day
    clock.state = (ClockState.LATE if day > clock.due else ClockState.MET).value
