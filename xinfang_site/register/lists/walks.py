"""Lists of the register (名册): every page is one walk of one index, at any depth.

A filter with several values walks its index once for each and merges (``UNION ALL`` with one
``ORDER BY`` is a merge on both databases). The filter with the fewest matters, known from the
tallies, is walked; the others are tested on the way, in the same index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import SORT_KEY_BASE, RegisterEntry
from xinfang_site.petitions.visibility.entries import NO_DUE
from xinfang_site.register.filters.criteria import COLUMNS, ENTRY, Criteria
from xinfang_site.register.filters.list_query import Cursor

ENTRIES = RegisterEntry.__table__
MOST_BRANCHES = 60
"""A filter of more values than this is tested along another walk."""


class Place(NamedTuple):
    """Where a matter stands in an order (位置): the cursor of a page."""

    key: int
    due: int
    identifier: int


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the list (排序): ``received``, ``due`` or ``number``, and its direction."""

    name: str = "received"
    descending: bool = True

    @property
    def columns(self) -> tuple[ColumnElement[int], ...]:
        """The columns that make it, each order ending in something unique."""
        return {
            "received": (ENTRY.sort_key,),
            "due": (ENTRY.due, ENTRY.sort_key),
            "number": (ENTRY.petition_id,),
        }[self.name]

    def value(self, place: Place) -> tuple[int, ...]:
        """What those columns hold at ``place``."""
        if self.name == "due":
            return place.due, place.key
        return (place.key if self.name == "received" else place.identifier,)

    def rank(self, place: Place) -> tuple[int, ...]:
        """Ascending rank of a place in this order; matters without a deadline come last either way."""
        sign = -1 if self.descending else 1
        if self.name == "due":
            return (place.due == NO_DUE if self.descending else 0), sign * place.due, sign * place.key
        return (sign * (place.key if self.name == "received" else place.identifier),)


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the list (页位): behind or before a place, or behind so many."""

    limit: int
    after: Place | None = None
    before: Place | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What the tallies say (名册合计): the whole register, and each filtered value that any matter has."""

    everything: int
    values: dict[str, dict[Any, int]]

    def of(self, dimension: str) -> int:
        """Matters of a dimension's filtered values together."""
        return sum(self.values[dimension].values())

    def share(self) -> float:
        """The part of the register that meets all filtered dimensions, as if they knew nothing of each other."""
        return prod(self.of(each) / max(self.everything, 1) for each in self.values)


LOOK_UP = 20
"""Looking one matter up costs as much as so many passed on a walk (measured)."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Which index is walked (走查索引): a dimension with its values, or the order's own index."""

    dimension: str
    values: tuple[Any, ...]


def columns_of(order: Order) -> tuple[ColumnElement[Any], ...]:
    """What a walk reads: only columns of its index. The id is the sort key's last digits."""
    due = ENTRY.due if order.name == "due" else literal(0, literal_execute=True)
    return ENTRY.sort_key.label("key"), due.label("due")


def branches(
    criteria: Criteria,
    walk: Walk,
    read: Sequence[ColumnElement[Any]],
    extra: Sequence[ColumnElement[bool]] = (),
) -> list[Select[Any]]:
    """One select for each value walked."""
    base = select(*read).where(
        ENTRY.office_id == criteria.office_id, *criteria.conditions(walk.dimension), *extra
    )
    if walk.dimension not in COLUMNS:
        return [base]
    column = COLUMNS[walk.dimension]
    return [base.where(column == value) for value in walk.values]


def merged(parts: Sequence[Select[Any]], columns: Sequence[ColumnElement[Any]], descending: bool) -> Any:
    """The selects as one, in order; the columns are named as the first select names them."""
    if len(parts) == 1:
        return parts[0].order_by(*(each.desc() if descending else each.asc() for each in columns))
    whole: CompoundSelect[Any] = union_all(*parts)
    key = whole.selected_columns[0]  # only the default order is merged
    return whole.order_by(key.desc() if descending else key.asc())


def choose(criteria: Criteria, order: Order, totals: Totals) -> Walk:
    """The walk of a list: the smallest filtered dimension for the default order, else the order's index."""
    if order.name != "received":
        return Walk(order.name, ())
    return smallest(criteria, totals)


def smallest(criteria: Criteria, totals: Totals) -> Walk:
    """The filtered dimension with the fewest matters; the register itself when none is filtered.

    Values that no matter has are not walked, but for one, so that the list is empty and not whole.
    """
    dimensions = criteria.dimensions
    narrow = [each for each in dimensions if len(totals.values[each]) <= MOST_BRANCHES]
    if not narrow:
        return Walk("received", ())
    # only its own index knows the topic: along another walk each matter would have to be looked up
    dear = LOOK_UP if "topic" in dimensions else 1
    name = min(narrow, key=lambda each: totals.of(each) * (1 if each == "topic" else dear))
    return Walk(name, tuple(totals.values[name]) or dimensions[name][:1])


def beyond(order: Order, place: Place, *, greater: bool) -> ColumnElement[bool]:
    """Strictly behind or before a place."""
    columns, values = order.columns, order.value(place)
    if len(columns) == 1:
        return columns[0] > values[0] if greater else columns[0] < values[0]
    left, right = tuple_(*columns), tuple_(*(literal(each) for each in values))
    return left > right if greater else left < right


def places(session: Session, criteria: Criteria, order: Order, walk: Walk, page: Page) -> list[Place]:
    """The matters of a page, in the list's order.

    A page asked for by ``before`` is walked backwards and turned round.
    """
    backwards = page.before is not None
    descending = order.descending != backwards
    read = columns_of(order)
    found: list[Place] = []
    skip = page.offset
    for extra in _segments(order, page, backwards):
        whole = merged(branches(criteria, walk, read, extra), order.columns, descending)
        rows = session.execute(whole.limit(page.limit - len(found)).offset(skip)).all()
        found += [Place(key, due, key % SORT_KEY_BASE) for key, due in rows]
        if len(found) >= page.limit:
            break
        if skip and not rows:
            skip -= session.scalar(select(func.count()).select_from(whole.order_by(None).subquery())) or 0
        else:
            skip = 0
    return found[::-1] if backwards else found


def _segments(order: Order, page: Page, backwards: bool) -> list[list[ColumnElement[bool]]]:
    """Conditions of the stretches walked one after another.

    One stretch but for the latest deadline first: matters without a deadline would come first there.
    """
    start = page.before if backwards else page.after
    greater = order.descending == backwards
    bound = [beyond(order, start, greater=greater)] if start else []
    if order.name != "due" or not order.descending:
        return [bound]
    dated, none = ENTRY.due < NO_DUE, ENTRY.due == NO_DUE
    if start is None:
        return [[none], [dated]] if backwards else [[dated], [none]]
    if start.due == NO_DUE:
        return [[none, *bound], [dated]] if backwards else [[none, *bound]]
    return [[dated, *bound]] if backwards else [[dated, *bound], [none]]


def place_of(cursor: Cursor | None) -> Place | None:
    """The place that a page's address names."""
    return None if cursor is None else Place(*cursor)
