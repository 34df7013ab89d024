"""Choices of the registration form (选项): code tables and offices as the form shows them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.known_tables import Known, KnownCode, known

UNCHOSEN = ("", "请选择")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a registration may be chosen from on a day (登记选项).

    ``categories`` maps ``城乡建设/城乡规划/违章建筑`` to the value's id; ``offices`` full and short names to ids.
    """

    channels: Pairs
    purposes: Pairs
    sources: Pairs
    places: Pairs
    categories: dict[str, int]
    offices: dict[str, int]
    accusation_id: int | None
    visit_id: int | None


ACCUSATION_CODE = "04"
VISIT_CODE = "200"


def load(session: Session, day: date) -> Choices:
    """The choices valid on ``day``."""
    return known(session).once(_choices, day)


def _choices(tables: Known, day: date) -> Choices:
    return Choices(
        channels=_pairs(tables, "channel", day),
        purposes=[UNCHOSEN, *_pairs(tables, "purpose", day)],
        sources=[UNCHOSEN, *_pairs(tables, "source", day)],
        places=[UNCHOSEN, *_places(tables, day)],
        categories=tables.once(_paths, day),
        offices=tables.once(_office_names, day),
        accusation_id=_id_of(tables, "purpose", ACCUSATION_CODE, day),
        visit_id=_id_of(tables, "channel", VISIT_CODE, day),
    )


def category_paths(session: Session, day: date) -> dict[str, int]:
    """Every content category by its path from the first level down."""
    return known(session).once(_paths, day)


def _id_of(tables: Known, table: str, code: str, day: date) -> int | None:
    return next((each.id for each in tables.valid(table, day) if each.code == code), None)


def _pairs(tables: Known, table: str, day: date) -> Pairs:
    return [(str(each.id), each.title) for each in tables.valid(table, day)]


def _places(tables: Known, day: date) -> Pairs:
    """Streets and towns, each followed by its communities and villages (问题属地), which are named with it."""
    valid = tables.valid("place", day)
    codes = {each.id: each for each in valid}
    below: dict[int | None, list[KnownCode]] = {}
    for each in valid:
        below.setdefault(each.parent_id if each.parent_id in codes else None, []).append(each)
    paths: dict[int, str] = {}
    found: Pairs = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        place = waiting.pop()
        found.append((str(place.id), _path(codes, place, paths)))
        waiting += below.get(place.id, [])[::-1]
    return found


def _paths(tables: Known, day: date) -> dict[str, int]:
    codes = {each.id: each for each in tables.valid("category", day)}
    paths: dict[int, str] = {}
    return {_path(codes, each, paths): each.id for each in codes.values()}


def _path(codes: dict[int, KnownCode], code: KnownCode, paths: dict[int, str]) -> str:
    if code.id not in paths:
        above = codes.get(code.parent_id or 0)
        paths[code.id] = f"{_path(codes, above, paths)}/{code.title}" if above else code.title
    return paths[code.id]


def office_names(session: Session, day: date) -> dict[str, int]:
    """Offices that exist on ``day`` by full and by short name."""
    return known(session).once(_office_names, day)


def _office_names(tables: Known, day: date) -> dict[str, int]:
    found = [each for each in tables.offices if each.valid_on(day)]
    return {each.name: each.id for each in found} | {each.short_name: each.id for each in found}
