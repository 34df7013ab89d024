"""Matters (信访事项): what a plugin may say of a petition that a person's office sees; never who petitioned."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.codes.queries import valid_codes
from xinfang_site.petitions import scope
from xinfang_site.petitions.entries import due_number
from xinfang_site.petitions.models import SORT_KEY_BASE, RegisterEntry
from xinfang_site.petitions.refs import ref_of
from xinfang_site.plugin_values import MatterRef


def matter(session: Session, actor: Actor, petition_id: int) -> MatterRef:
    """A matter in the register of the actor's office.

    Raises:
        Missing: there is none, or not in that register; the two look the same.
    """
    return ref_of(scope.get(session, actor, petition_id))


def matter_numbered(session: Session, actor: Actor, number: str) -> MatterRef | None:
    """A matter of the actor's register by its number; None when there is none."""
    found = scope.id_of_number(session, actor, number.strip())
    return None if found is None else matter(session, actor, found)


@dataclass(frozen=True, slots=True)
class DayFigure:
    """A count of an office's register for a span of days (期间数字), with the query string of the list behind it."""

    label: str
    number: int
    query: str


def day_figures(session: Session, office_id: int, first: date, last: date) -> list[DayFigure]:
    """What an office's register took in from ``first`` to ``last``, both included, by channel.

    Every figure is a walk of a few index entries; its query string opens the same matters in the register.
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
    """Matters of an office's register that are due on ``day``, and those overdue on it."""
    number = due_number(day)
    return [
        DayFigure("当日到期", _count(session, office_id, RegisterEntry.due == number), "due=today"),
        DayFigure("已超期", _count(session, office_id, RegisterEntry.due < number), "due=overdue"),
    ]


def _count(session: Session, office_id: int, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).where(RegisterEntry.office_id == office_id, *conditions)
    return session.scalar(query) or 0


__all__ = ["DayFigure", "MatterRef", "day_figures", "due_figures", "matter", "matter_numbered"]
