"""Figures of an office's register (名册数字): a few counts for a day, each with the list behind it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from xinfang_site.codes.queries import valid_codes
from xinfang_site.petitions.models import SORT_KEY_BASE, RegisterEntry
from xinfang_site.petitions.visibility.entries import due_number


@dataclass(frozen=True, slots=True)
class DayFigure:
    """A count (数字), with the query string that opens the same matters in the register."""

    label: str
    number: int
    query: str


def day_figures(session: Session, office_id: int, first: date, last: date) -> list[DayFigure]:
    """What the register took in from ``first`` to ``last``, both included: in all, and by channel.

    Every figure is a walk of a few index entries.
    """
    low, high = due_number(first) * SORT_KEY_BASE, (due_number(last) + 1) * SORT_KEY_BASE
    received = (RegisterEntry.sort_key >= low, RegisterEntry.sort_key < high)
    span = f"received_from={first.isoformat()}&received_to={last.isoformat()}"
    found = [DayFigure("收到信访事项", _count(session, office_id, *received), span)]
    rows = session.execute(
        select(RegisterEntry.channel_id, func.count())
        .where(RegisterEntry.office_id == office_id, *received)
        .group_by(RegisterEntry.channel_id)
    )
    counted = {row[0]: row[1] for row in rows}
    found += [
        DayFigure(each.title, counted[each.id], f"{span}&channel={each.code}")
        for each in valid_codes(session, "channel", last)
        if each.id in counted
    ]
    return found


def due_figures(session: Session, office_id: int, day: date) -> list[DayFigure]:
    """Matters of the register that are due on ``day``, and those overdue on it."""
    number = due_number(day)
    return [
        DayFigure("当日到期", _count(session, office_id, RegisterEntry.due == number), "due=today"),
        DayFigure("已超期", _count(session, office_id, RegisterEntry.due < number), "due=overdue"),
    ]


def _count(session: Session, office_id: int, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).where(RegisterEntry.office_id == office_id, *conditions)
    return session.scalar(query) or 0


__all__ = ["DayFigure", "day_figures", "due_figures"]
