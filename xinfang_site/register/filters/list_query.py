"""The list's address (名册条件): filters, order and page of the query string as a value.

No address breaks the page: what cannot be understood is ignored, with a note for the reader.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from xinfang_site.domain.procedure.states import CLOSED, OPEN, State
from xinfang_site.register import search_words

GROUPS = {"open": ("未了结", OPEN), "closed": ("已了结", CLOSED)}
DUE = {"overdue": "已超期", "today": "今日到期", "week": "七日内到期", "month": "三十日内到期"}
SORTS = {"received": "收到日期", "due": "办理期限", "number": "登记先后"}
CODES = ("office", "channel", "category")
MAX_PAGE = 100_000
MAX_VALUES = 40
_CURSOR = re.compile(r"[0-9]{1,17}(?:\.[0-9]{1,17}){2}", re.ASCII)
_DAY = re.compile(r"([0-9]{4})(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})月?", re.ASCII)

Cursor = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What the address asks for (名册查询).

    Attributes:
        words: words searched for.
        states: states or groups (``open``, ``closed``).
        office: codes or names of handling units; ``none`` for no unit yet.
        channel: codes or titles of channels.
        category: codes or titles of categories of any level.
        due: ``overdue``, ``today``, ``week``, ``month`` or empty.
        received_from: first day of receipt, or None.
        received_to: last day of receipt, or None.
        sort: ``received``, ``due`` or ``number``.
        descending: newest, latest or highest first.
        page: number of the page, from 1.
        after: place behind which the page begins (sort key, due, id), or None.
        before: place before which it ends, or None.
        exact: whether an exact count is asked for.
        notes: what could not be understood, for the page.
    """

    words: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    due: str = ""
    received_from: date | None = None
    received_to: date | None = None
    sort: str = "received"
    descending: bool = True
    page: int = 1
    after: Cursor | None = None
    before: Cursor | None = None
    exact: bool = False
    notes: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """Filters and order as pairs of the query string; the page and the cursor are left out."""
        found = [("q", search_words.sealed(each)) for each in self.words]
        found += [("state", each) for each in self.states]
        found += [(name, each) for name in CODES for each in getattr(self, name)]
        found += [("due", self.due)] if self.due else []
        days = (("received_from", self.received_from), ("received_to", self.received_to))
        found += [(name, day.isoformat()) for name, day in days if day]
        if (self.sort, self.descending) != default_sort(self.due):
            found.append(("sort", f"{'-' if self.descending else ''}{self.sort}"))
        return found

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return any(name != "sort" for name, _ in self.pairs())

    def without(self, name: str, value: str) -> "ListQuery":
        """The query less one condition, from its first page."""
        key = {"q": "words", "state": "states"}.get(name, name)
        held = getattr(self, key)
        empty = "" if name == "due" else None
        kept: Any = tuple(each for each in held if each != value) if isinstance(held, tuple) else empty
        changed = replace(self.first(), **{key: kept})
        return replace(changed, sort="received", descending=True) if name == "due" else changed

    def first(self) -> "ListQuery":
        """The query from its first page."""
        return replace(self, page=1, after=None, before=None, exact=False, notes=())


def default_sort(due: str) -> tuple[str, bool]:
    """Newest first; with a filter by deadline the most pressing first."""
    return ("due", False) if due else ("received", True)


@dataclass(slots=True)
class _Reader:
    arguments: MultiDict[str, str]
    notes: list[str] = field(default_factory=list)

    def values(self, name: str) -> Iterator[str]:
        """Every value given for ``name``, several in one separated by commas."""
        for text in self.arguments.getlist(name):
            for part in re.split("[,，、;；]", text.replace("\x00", "")):
                if part.strip():
                    yield part.strip()[:60]

    def one(self, name: str) -> str:
        return next(self.values(name), "")

    def unknown(self, name: str, value: str) -> None:
        self.notes.append(f"{name}={value[:40]}")


def parse(arguments: MultiDict[str, str]) -> ListQuery:
    """The query in an address's arguments; never raises."""
    reader = _Reader(arguments)
    due = _due(reader)
    sort, descending = _sort(reader, due)
    after, before = _cursor(reader, "after"), _cursor(reader, "before")
    return ListQuery(
        words=search_words.split(" ".join(arguments.getlist("q"))[:2000]),
        states=_unique(_states(reader)),
        office=_unique(reader.values("office")),
        channel=_unique(reader.values("channel")),
        category=_unique(reader.values("category")),
        due=due,
        received_from=_day(reader, "received_from", last=False),
        received_to=_day(reader, "received_to", last=True),
        sort=sort,
        descending=descending,
        page=_page(reader),
        after=after,
        before=None if after else before,
        exact=reader.one("count") == "exact",
        notes=tuple(reader.notes),
    )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))[:MAX_VALUES]


def _states(reader: _Reader) -> Iterator[str]:
    titles = {state.title: state.value for state in State} | {
        title: group for group, (title, _) in GROUPS.items()
    }
    known = {state.value for state in State} | set(GROUPS)
    for value in reader.values("state"):
        found = value if value in known else titles.get(value, "")
        if found:
            yield found
        else:
            reader.unknown("state", value)


def states_of(values: Iterable[str]) -> tuple[str, ...]:
    """The states that states and groups mean together, in the order of the statute's table."""
    wanted: set[str] = set()
    for value in values:
        wanted |= set(GROUPS[value][1]) if value in GROUPS else {value}
    return tuple(state.value for state in State if state.value in wanted)


def _due(reader: _Reader) -> str:
    titles = {title: code for code, title in DUE.items()}
    value = reader.one("due")
    if value in DUE or not value:
        return value
    if value not in titles:
        reader.unknown("due", value)
    return titles.get(value, "")


def due_range(due: str, day: date) -> tuple[date, date]:
    """First and last due day of a filter, seen on ``day``; the first is far back for what is late."""
    if due == "overdue":
        return date(1900, 1, 1), day - timedelta(days=1)
    return day, day + timedelta(days={"today": 0, "week": 6, "month": 29}[due])


def _sort(reader: _Reader, due: str) -> tuple[str, bool]:
    value = reader.one("sort")
    if not value:
        return default_sort(due)
    name = value.lstrip("-+").removesuffix("_desc").removesuffix("_asc")
    if name not in SORTS:
        reader.unknown("sort", value)
        return default_sort(due)
    return name, value.startswith("-") or value.endswith("_desc")


def _page(reader: _Reader) -> int:
    value = reader.one("page")
    if not value:
        return 1
    if not re.fullmatch("[0-9]{1,9}", value, re.ASCII) or not 1 <= int(value) <= MAX_PAGE:
        reader.unknown("page", value)
        return 1
    return int(value)


def _cursor(reader: _Reader, name: str) -> Cursor | None:
    value = reader.one(name)
    if not _CURSOR.fullmatch(value):
        if value:
            reader.unknown(name, value)
        return None
    key, due, identifier = (int(each) for each in value.split("."))
    return key, min(due, 2**31 - 1), min(identifier, 2**31 - 1)


def _day(reader: _Reader, name: str, *, last: bool) -> date | None:
    value = reader.one(name)
    if not value:
        return None
    found = read_day(value, last=last)
    if found is None:
        reader.unknown(name, value)
    return found


def read_day(text: str, *, last: bool) -> date | None:
    """A day in any usual spelling; a month means its first or its last day."""
    day, month = _DAY.fullmatch(text), _MONTH.fullmatch(text)
    try:
        if day:
            year, long_month, long_day, short_month, short_day = day.groups()
            return date(int(year), int(long_month or short_month), int(long_day or short_day))
        if month:
            first = date(int(month[1]), int(month[2]), 1)
            return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if last else first
    except (ValueError, OverflowError):
        pass
    return None
