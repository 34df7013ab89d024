"""The register's page (名册页面): everything its template shows, from links to the choices of the filter panel."""

from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.states import State
from xinfang_site.known_tables import Known, known
from xinfang_site.listing import Chip, Pager
from xinfang_site.register import search_words
from xinfang_site.register.filters.conditions import described
from xinfang_site.register.filters.criteria import NO_UNIT
from xinfang_site.register.filters.list_query import DUE, GROUPS, SORTS, ListQuery
from xinfang_site.register.lists.rows import Row, rows
from xinfang_site.register.lists.walks import Place
from xinfang_site.register.matters import Listing, Register

Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SortLink:
    """A column's sort link (排序链接)."""

    url: str
    direction: str


@dataclass(frozen=True, slots=True)
class Options:
    """What the filter panel offers (筛选选项): pairs of value and title."""

    states: list[Option]
    closed_states: list[Option]
    channels: list[Option]
    categories: list[Option]
    offices: list[Option]
    due: list[Option]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """All that the page shows (名册页)."""

    query: ListQuery
    listing: Listing
    rows: list[Row]
    options: Options
    chips: list[Chip]
    pager: Pager
    sorts: dict[str, SortLink]
    notes: list[str]
    total: str
    pairs: list[Option]
    saved_query: str
    typed: str
    kept: list[Option]
    exact_url: str
    export_url: str
    personal_url: str


def address(query: ListQuery, *more: Option, endpoint: str = "petitions.index") -> str:
    """The address of a list."""
    pairs = [*query.pairs(), *more]
    return url_for(endpoint) + (f"?{urlencode(pairs)}" if pairs else "")


def build(session: Session, actor: Actor, query: ListQuery, day: date, size: int) -> RegisterPage:
    """Read one page of the office's register, and what its filter panel offers."""
    named = known(session)
    register = Register(session, actor.office_id, query, day, actor.barred)
    listing = register.page(size)
    resolved = listing.resolved
    unknown = [*query.notes, *resolved.notes]
    notes = [f"筛选条件无法识别，已忽略：{'、'.join(unknown)}"] if unknown else []
    return RegisterPage(
        query=query,
        listing=listing,
        rows=rows(session, listing.places, named, day),
        options=_options(named, actor, query),
        chips=chips(query, resolved.titles),
        pager=_pager(query, listing, size),
        sorts={name: _sort_link(query, listing, name) for name in SORTS},
        notes=[*notes, *listing.notes],
        total=str(register.whole_register) if query.filtered else "",
        pairs=query.pairs(),
        saved_query=query_string(query),
        typed=" ".join(each for each in query.words if not search_words.is_personal(each)),
        kept=_kept(query),
        exact_url="" if listing.count.exact else address(query, ("count", "exact")),
        export_url=address(query, endpoint="petitions.export"),
        personal_url=address(query, endpoint="petitions.export_personal"),
    )


def _kept(query: ListQuery) -> list[Option]:
    """Hidden fields of the filter panel: the order, and whole phone and identity numbers, encrypted."""
    return [
        (name, value)
        for name, value in query.pairs()
        if name == "sort" or (name == "q" and value.startswith(search_words.SEALED))
    ]


def chips(query: ListQuery, titles: dict[tuple[str, str], str]) -> list[Chip]:
    """The active conditions, each with the address of the list without it."""
    return [
        Chip(label, address(query.without(name, value))) for name, value, label in described(query, titles)
    ]


def _pager(query: ListQuery, listing: Listing, size: int) -> Pager:
    places, number = listing.places, listing.number
    start = (number - 1) * size + 1
    text = f"本页第 {start}—{start + len(places) - 1} 件" if places else "本页没有记录"
    return Pager(
        count_text=text,
        number=number,
        has_previous=number > 1 or query.before is not None,
        has_next=listing.more and bool(places),
        first_url=address(query),
        previous_url=_beside(query, "before", places[0], number - 1) if places else address(query),
        next_url=_beside(query, "after", places[-1], number + 1) if places else "",
    )


def _beside(query: ListQuery, name: str, place: Place, number: int) -> str:
    if number <= 1:
        return address(query)
    return address(query, ("page", str(number)), (name, ".".join(str(each) for each in place)))


def _sort_link(query: ListQuery, listing: Listing, name: str) -> SortLink:
    here = listing.order.name == name
    descending = not listing.order.descending if here else name != "due"
    direction = ("desc" if listing.order.descending else "asc") if here else ""
    return SortLink(address(replace(query, sort=name, descending=descending)), direction)


def _options(named: Known, actor: Actor, query: ListQuery) -> Options:
    """The panel's choices; a chosen category also offers its next level."""
    states = [(each.value, str(each.title)) for each in State if each.open]
    closed = [(each.value, str(each.title)) for each in State if each.closed]
    return Options(
        states=[(code, title) for code, (title, _) in GROUPS.items()] + states,
        closed_states=closed,
        channels=_channels(named),
        categories=_categories(named, query.category),
        offices=[(NO_UNIT, "尚无承办单位"), *_offices(named, actor)],
        due=list(DUE.items()),
    )


def _channels(named: Known) -> list[Option]:
    return [(each.code, each.title) for each in named.table("channel")]


def _categories(named: Known, chosen: tuple[str, ...]) -> list[Option]:
    """First levels, and under a chosen value (or its ancestors) the next level, indented."""
    lines = {value[:end] for value in chosen for end in range(2, len(value) + 1, 2)}
    codes = named.table("category")
    parents = {each.id for each in codes if each.code in lines}
    found = [each for each in codes if each.level == 1 or each.parent_id in parents]
    found.sort(key=attrgetter("code"))
    return [(each.code, "　" * (each.level - 1) + each.title) for each in found]


def _offices(named: Known, actor: Actor) -> list[Option]:
    """Offices of the actor's own district."""
    district = "/" + actor.office_path.strip("/").split("/")[0] + "/"
    return [(each.code, each.short_name) for each in named.offices if each.path.startswith(district)]


def query_string(query: ListQuery) -> str:
    """Filters and order as a saved filter keeps them."""
    return urlencode(query.pairs())
