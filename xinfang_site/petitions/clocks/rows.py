"""Limits as rows (期限入库): a stored clock as the statute's rules take it, and back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.domain.limits import clocks
from xinfang_site.domain.limits.clocks import ClockState, Extension, Suspension
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import Interruption
from xinfang_site.domain.roles import Role
from xinfang_site.petitions.models import Clock
from xinfang_site.rules.queries import rule_set_called

Row = dict[str, Any]


def row_of(clock: clocks.Clock) -> Row:
    """The columns of a clock, without the matter's id, which the caller adds."""
    return {
        "code": clock.duty.value,
        "rule_set": clock.rule_set,
        "basis": clock.basis,
        "started_on": clock.started_on,
        "length": clock.length,
        "base_due": clock.base_due,
        "due": clock.due,
        "stopped_on": clock.stopped_on,
        "state": clock.state.value,
        "provisional": clock.provisional,
        "reason": clock.waived,
        "extensions": [_extension_row(each) for each in clock.extensions],
        "suspensions": [_suspension_row(each) for each in clock.suspensions],
        "missing_years": list(clock.missing_years),
    }


def put(row: Clock, clock: clocks.Clock, day: date | None = None) -> None:
    """Copy a clock's values to its row; a waived one counts as stopped on ``day``, so that nothing waits for it."""
    for name, value in row_of(clock).items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    if clock.waived:
        row.stopped_on = row.stopped_on or day or clock.started_on


def as_clock(session: Session, row: Clock) -> clocks.Clock:
    """A row as a clock, with the rule by which it started."""
    rule = rule_set_called(session, row.rule_set).rule(Duty(row.code))
    length = row.length if row.length is not None else rule.length
    waived = row.reason if row.state == ClockState.WAIVED.value else ""
    return clocks.Clock(
        duty=Duty(row.code),
        rule=rule,
        rule_set=row.rule_set,
        started_on=row.started_on,
        length=length if length is not None else (row.base_due - row.started_on).days,
        base_due=row.base_due,
        due=row.due,
        stopped_on=None if waived else row.stopped_on,
        waived=waived,
        extensions=tuple(_extension(each) for each in row.extensions),
        suspensions=tuple(_suspension(each) for each in row.suspensions),
        missing_years=tuple(row.missing_years),
    )


def pressing(row: Clock) -> bool:
    """Whether the limit is a running duty of an office: no petitioner's right, and not paused."""
    return row.stopped_on is None and row.state != ClockState.SUSPENDED.value and not Duty(row.code).optional


def rows_of(session: Session, petition_id: int) -> Sequence[Clock]:
    """A matter's clocks in the order they started."""
    return session.scalars(select(Clock).where(Clock.petition_id == petition_id).order_by(Clock.id)).all()


def _extension_row(each: Extension) -> Row:
    return {
        "days": each.days,
        "reason": each.reason,
        "approver": each.approver,
        "role": each.approver_role.value,
        "decided_on": each.decided_on.isoformat(),
        "document": each.document,
    }


def _extension(row: Mapping[str, Any]) -> Extension:
    return Extension(
        row["days"],
        row["reason"],
        row["approver"],
        Role(row["role"]),
        date.fromisoformat(row["decided_on"]),
        row["document"],
    )


def _suspension_row(each: Suspension) -> Row:
    return {
        "first": each.first.isoformat(),
        "last": each.last.isoformat() if each.last else None,
        "kind": each.kind.value,
        "document": each.document,
    }


def _suspension(row: Mapping[str, Any]) -> Suspension:
    last = date.fromisoformat(row["last"]) if row["last"] else None
    return Suspension(date.fromisoformat(row["first"]), last, Interruption(row["kind"]), row["document"])
