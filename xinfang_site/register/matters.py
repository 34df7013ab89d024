"""The register as a list (名册): which matters stand on a page, and how many there are.

The one way to the matters of a list: the page, the export, the bulk actions and the command all
come through here, so that they never differ.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import SORT_KEY_BASE
from xinfang_site.register import search_words
from xinfang_site.register.filters.criteria import ENTRY, HIGH, LOW, Criteria, Resolved, resolve
from xinfang_site.register.filters.list_query import SORTS, ListQuery
from xinfang_site.register.lists import counting, walks
from xinfang_site.register.lists.counting import Count
from xinfang_site.register.lists.walks import Order, Page, Place, Walk
from xinfang_site.register.searching import search as searching

FEW = 5000
READ_COST = 40
"""Reading one matter by its key costs as much as passing this many on a walk (measured)."""
A_PAGE = 50
"""Matters of a usual page; a walk passes at least this many, more if few of them meet the conditions."""
DEEPEST_SEARCH = 100_000
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list (名册页).

    Attributes:
        places: its matters in order.
        more: whether others follow.
        number: number of the page.
        count: how many matters the whole list holds.
        order: the order really used; not the one asked for if that was too expensive.
        resolved: conditions and their titles.
        notes: what the reader should know, in Chinese.
    """

    places: list[Place]
    more: bool
    number: int
    count: Count
    order: Order
    resolved: Resolved
    notes: tuple[str, ...]


class Register:
    """One list of one office (名册), from which pages, counts and all its matters are read."""

    def __init__(
        self,
        session: Session,
        office_id: int | None,
        query: ListQuery,
        day: date,
        barred: Iterable[int] = (),
    ) -> None:
        self.session = session
        self.query = query
        self.resolved = resolve(session, office_id, query, day, barred)
        self.criteria = self.resolved.criteria
        self.totals = counting.totals(session, self.criteria)
        self.order = Order(query.sort, query.descending)
        self.notes: list[str] = []
        self.search = self._search()
        self.few = self._gather()
        self._first: list[int] | None = None

    @property
    def whole_register(self) -> int:
        """How many matters the office's register holds, whatever the conditions."""
        criteria = self.criteria
        if criteria.low > LOW or criteria.high < HIGH:
            everything = counting.totals(self.session, Criteria(criteria.office_id)).everything
        else:
            everything = self.totals.everything
        whole = Criteria(criteria.office_id, barred=criteria.barred)
        return everything - len(counting.hidden(self.session, whole))

    def _search(self) -> searching.Search | None:
        if not self.query.words:
            return None
        wanted = tuple(search_words.word(each) for each in self.query.words)
        walk = walks.smallest(self.criteria, self.totals)
        return searching.prepare(self.session, self.criteria, wanted, walk, self.totals)

    def _gather(self) -> list[Place] | None:
        """All matters of a short list, sorted here because no index has the order asked for; else None."""
        if self.search is not None:
            if self.order.name == "received":
                return None
            page = Page(FEW + 1)
            keys = searching.keys(self.session, self.search, page)
        elif self._needs_gathering():
            keys = self._few_keys()
        else:
            return None
        if len(keys) > FEW:
            kept = Order() if self.search is not None else Order("due", descending=False)
            self.notes.append(
                f"符合条件的超过 {FEW} 件，不能按{SORTS[self.order.name]}排序，已按{SORTS[kept.name]}排序"
            )
            self.order = kept
            return None
        return sorted(_placed(self.session, self.criteria, self.order, keys), key=self.order.rank)

    def _needs_gathering(self) -> bool:
        """Whether to collect and sort a list here: no index has its order, or collecting is cheaper than walking."""
        criteria, name = self.criteria, self.order.name
        if name != "due" and criteria.due is not None:
            return True
        if name == "received" or not criteria.dimensions:
            return False
        smallest = min(self.totals.of(each) for each in criteria.dimensions)
        return smallest <= FEW and smallest * READ_COST < A_PAGE / max(self.totals.share(), 1e-9)

    def _few_keys(self) -> list[int]:
        if self.criteria.due is not None:
            page = Page(FEW + 1)
            order = Order("due", descending=False)
            return [
                each.key for each in walks.places(self.session, self.criteria, order, Walk("due", ()), page)
            ]
        walk = walks.smallest(self.criteria, self.totals)
        return [each.key for each in walks.places(self.session, self.criteria, Order(), walk, Page(FEW + 1))]

    def page(self, size: int) -> Listing:
        """The page that the address asks for."""
        query = self.query
        after, before = walks.place_of(query.after), walks.place_of(query.before)
        offset = 0 if after or before else (query.page - 1) * size
        asked = Page(size + 1, after, before, offset)
        found = self._places(asked)
        more = len(found) > size
        if before is not None:
            found = found[-size:]
            number = query.page if more else 1
            return self._listing(found, more=True, number=number)
        return self._listing(found[:size], more=more, number=query.page)

    def _listing(self, found: list[Place], *, more: bool, number: int) -> Listing:
        count = self.count(exact=self.query.exact)
        return Listing(found, more, number, count, self.order, self.resolved, tuple(self.notes))

    def _places(self, page: Page) -> list[Place]:
        if self.few is not None:
            return _slice(self.few, self.order, page)
        if self.search is not None:
            if page.offset > DEEPEST_SEARCH:
                self.notes.append("检索结果的页码过大，请加上时间等条件")
                return []
            return self._searched(page)
        walk = walks.choose(self.criteria, self.order, self.totals)
        return counting.jump(self.session, self.criteria, self.order, walk, page)

    def _searched(self, page: Page) -> list[Place]:
        """A page of a search, taken from the first thousand matches if it lies among them."""
        first = self._first_matches()
        found = _cut(first, page, descending=self.order.descending)
        if len(first) > counting.CAP and (len(found) < page.limit or page.before is not None):
            found = self._found(page)
        return [Place(key, 0, key % SORT_KEY_BASE) for key in found]

    def _first_matches(self) -> list[int]:
        """The first matches, one more than are counted; found once for both the page and the count."""
        if self._first is None:
            self._first = self._found(Page(counting.CAP + 1))
        return self._first

    def _found(self, page: Page) -> list[int]:
        if self.search is None:
            return []
        return searching.keys(self.session, self.search, page, descending=self.order.descending)

    def count(self, *, exact: bool) -> Count:
        """How many matters the list holds; above a thousand only if tallies know it or the reader asks."""
        if self.few is not None:
            return Count(len(self.few))
        if self.search is not None:
            found = len(self._first_matches())
            if found <= counting.CAP:
                return Count(found)
            if exact:
                return Count(searching.number_of(self.session, self.search, None))
            return Count(counting.CAP, exact=False)
        told = counting.known_count(self.session, self.criteria, self.totals)
        if told is not None:
            return told
        walk = Walk("due", ()) if self.criteria.due else walks.smallest(self.criteria, self.totals)
        return counting.count(self.session, self.criteria, walk, exact=exact)

    def at_most(self, most: int) -> bool:
        """Whether the list holds at most so many matters."""
        if self.few is not None:
            return len(self.few) <= most
        if self.search is not None:
            return searching.number_of(self.session, self.search, most + 1) <= most
        walk = Walk("due", ()) if self.criteria.due else walks.smallest(self.criteria, self.totals)
        found = counting.count(self.session, self.criteria, walk, exact=False, cap=most)
        return found.exact and found.number <= most

    def everything(self, most: int | None = None) -> Iterator[list[Place]]:
        """All matters of the list in its order, in chunks, at most ``most`` of them."""
        page, left = Page(CHUNK), most
        while left is None or left > 0:
            limit = CHUNK if left is None else min(CHUNK, left)
            found = self._places(replace(page, limit=limit))
            if found:
                yield found
            if len(found) < limit:
                return
            left = None if left is None else left - len(found)
            page = Page(CHUNK, after=found[-1])


def _placed(session: Session, criteria: Criteria, order: Order, keys: list[int]) -> list[Place]:
    """Places of the matters, with their deadlines if the list is sorted by them."""
    if order.name != "due":
        return [Place(key, 0, key % SORT_KEY_BASE) for key in keys]
    found: list[Place] = []
    for start in range(0, len(keys), CHUNK):
        rows = session.execute(
            select(ENTRY.sort_key, ENTRY.due).where(
                ENTRY.office_id == criteria.office_id, ENTRY.sort_key.in_(keys[start : start + CHUNK])
            )
        )
        found += [Place(key, due, key % SORT_KEY_BASE) for key, due in rows]
    return found


def _cut(keys: list[int], page: Page, *, descending: bool) -> list[int]:
    """The part of the keys, given in order of receipt, that belongs to the page."""
    start = page.after or page.before
    if start is None:
        return keys[page.offset : page.offset + page.limit]
    behind = (page.after is not None) == descending
    near = [each for each in keys if (each < start.key if behind else each > start.key)]
    return near[: page.limit] if page.after is not None else near[-page.limit :]


def _slice(found: list[Place], order: Order, page: Page) -> list[Place]:
    if page.after is not None:
        rank = order.rank(page.after)
        return [each for each in found if order.rank(each) > rank][: page.limit]
    if page.before is not None:
        rank = order.rank(page.before)
        return [each for each in found if order.rank(each) < rank][-page.limit :]
    return found[page.offset : page.offset + page.limit]
