"""The conditions of a list as ids (名册筛选): the address's codes looked up, ready for one index walk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import SORT_KEY_BASE, RegisterEntry, sort_key
from xinfang_site.petitions.visibility.entries import due_number
from xinfang_site.register.filters.list_query import ListQuery, due_range, states_of

ENTRY = RegisterEntry.__table__.c
COLUMNS = {
    "state": ENTRY.state,
    "channel": ENTRY.channel_id,
    "category": ENTRY.category_id,
    "topic": ENTRY.topic_id,
    "unit": ENTRY.unit_id,
}
NO_UNIT = NONE = "none"
LOW, HIGH = 0, 10**17

Values = tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Criteria:
    """Conditions on one office's register (筛选条件); an empty tuple means no condition.

    Attributes:
        office_id: whose register; 0 for nobody's, which is empty.
        states: values of the column ``state``.
        channels: ids.
        categories: ids of first levels.
        topics: ids of the chosen categories and all below them, where not only first levels are chosen.
        units: ids of handling units, 0 for none yet.
        due: first and last due day as numbers, or None.
        low: sort keys from here.
        high: sort keys below this.
        barred: ids of matters that report the reader, to whom they are missing.
    """

    office_id: int
    states: tuple[str, ...] = ()
    channels: tuple[int, ...] = ()
    categories: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    due: tuple[int, int] | None = None
    low: int = LOW
    high: int = HIGH
    barred: tuple[int, ...] = ()

    @property
    def dimensions(self) -> dict[str, Values]:
        """The filtered dimensions that tallies know, with their values."""
        given: dict[str, Values] = {
            "state": self.states,
            "channel": self.channels,
            "category": self.categories,
            "topic": self.topics,
            "unit": self.units,
        }
        return {name: values for name, values in given.items() if values}

    def conditions(self, walked: str = "", of: Any = ENTRY) -> list[ColumnElement[bool]]:
        """Everything but the office and the dimension that is walked already.

        The columns are hidden in expressions, so that neither database leaves the index of the walk
        for that of another condition, which would have to be sorted.

        Args:
            walked: the dimension that is walked.
            of: the columns asked, those of the view or of the stored rows.
        """
        found: list[ColumnElement[bool]] = []
        for name, values in self.dimensions.items():
            column = of[COLUMNS[name].key]
            if name != walked:
                hidden = column.concat("") if name == "state" else column + 0
                found.append(hidden.in_(values))
        if self.due is not None:
            due = of.due if walked == "due" else of.due + 0
            found.append(due.between(*self.due))
        if self.low > LOW:
            found.append(of.sort_key >= self.low)
        if self.high < HIGH:
            found.append(of.sort_key < self.high)
        if self.barred:
            found.append((of.sort_key % SORT_KEY_BASE).not_in(self.barred))
        return found


@dataclass(slots=True)
class Resolved:
    """Conditions with the titles that pages show (筛选条件及名称).

    ``titles`` maps (name, value of the address) to words; ``notes`` say what was left out.
    """

    criteria: Criteria
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def resolve(
    session: Session, office_id: int | None, query: ListQuery, day: date, barred: Iterable[int] = ()
) -> Resolved:
    """Look the codes of ``query`` up, for the register of ``office_id`` on ``day``, less what reports the reader."""
    found = Resolved(Criteria(0))
    channels = _codes(session, "channel", query.channel, found)
    first, topics = _categories(session, query.category, found)
    due = due_range(query.due, day) if query.due else None
    found.criteria = Criteria(
        office_id=office_id or 0,
        states=states_of(query.states),
        channels=tuple(each.id for each in channels),
        categories=first,
        topics=topics,
        units=_units(session, query.office, found),
        due=(due_number(due[0]), due_number(due[1])) if due else None,
        low=sort_key(query.received_from, 0) if query.received_from else LOW,
        high=_behind(query.received_to),
        barred=tuple(sorted(barred)),
    )
    return found


def _behind(day: date | None) -> int:
    return HIGH if day is None or day == date.max else sort_key(day + timedelta(days=1), 0)


def _codes(session: Session, table: str, values: Sequence[str], found: Resolved) -> list[Code]:
    """Codes by code or title; several validity periods of one code all count."""
    if not values:
        return []
    rows = session.scalars(
        select(Code)
        .where(Code.table_name == table, or_(Code.code.in_(values), Code.title.in_(values)))
        .order_by(Code.level, Code.id)
    ).all()
    chosen: list[Code] = []
    for value in values:
        matching = [each for each in rows if each.code == value] or [
            each for each in rows if each.title == value
        ]
        chosen += matching
        _note(found, table, value, matching[0].title if matching else "")
    return chosen


def _units(session: Session, values: Sequence[str], found: Resolved) -> tuple[int, ...]:
    if not values:
        return ()
    rows = session.execute(
        select(Office.id, Office.code, Office.name, Office.short_name).where(
            or_(Office.code.in_(values), Office.name.in_(values), Office.short_name.in_(values))
        )
    ).all()
    ids: list[int] = []
    for value in values:
        if value == NO_UNIT:
            ids.append(0)
            _note(found, "office", value, "尚无承办单位")
            continue
        matching = [row for row in rows if value in {row.code, row.name, row.short_name}]
        ids += [row.id for row in matching]
        _note(found, "office", value, matching[0].short_name if matching else "")
    return tuple(dict.fromkeys(ids))


def _note(found: Resolved, name: str, value: str, title: str) -> None:
    if title:
        found.titles[(name, value)] = title
    else:
        found.notes.append(f"{name}={value}")


def _categories(
    session: Session, values: Sequence[str], found: Resolved
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The categories chosen, ``none`` among them: matters without one carry 0 at every level."""
    chosen = _codes(session, "category", [each for each in values if each != NONE], found)
    first, topics = _category_ids(session, chosen)
    if NONE not in values:
        return first, topics
    _note(found, "category", NONE, "未分类")
    return (first, (*topics, 0)) if topics else ((*first, 0), topics)


def _category_ids(session: Session, chosen: Sequence[Code]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First levels, when nothing else is chosen; else the chosen categories with all below them."""
    if all(each.parent_id is None for each in chosen):
        return tuple(each.id for each in chosen), ()
    rows = session.execute(select(Code.id, Code.parent_id).where(Code.table_name == "category"))
    parents = {row.id: row.parent_id for row in rows}
    wanted = {each.id for each in chosen}
    return (), tuple(sorted(code for code in parents if wanted & set(_upwards(parents, code))))


def _upwards(parents: dict[int, int | None], code: int | None) -> Iterable[int]:
    while code is not None:
        yield code
        code = parents.get(code)
