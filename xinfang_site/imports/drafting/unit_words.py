"""The district's units as ledgers spell them (单位词表): full, short, with and without the district, former."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from xinfang_site.imports.orders import Desk
from xinfang_site.ledgers.petition_words import former_units
from xinfang_site.ledgers.values.vocabulary import Choices, choices, normalise, office_names
from xinfang_site.offices.models import Office

_GOVERNMENT: Final = ("人民政府", "政府", "区委区政府")
_DISTRICT: Final = re.compile(r"^(?:.{2,}?(?:省|自治区|市))*(.+[区县市旗])$")


@dataclass(frozen=True, slots=True)
class _District:
    """How the district is called (区划名称): ``prefixes`` in full names, ``spoken`` by habit."""

    prefixes: tuple[str, ...]
    spoken: tuple[str, ...]

    def names(self, office: Office) -> tuple[str, ...]:
        """Every habitual spelling of a unit of it."""
        return office_names(office.name, office.short_name, prefixes=self.prefixes, spoken=self.spoken)


def unit_words(session: Session, desk: Desk, day: date) -> tuple[Choices, dict[str, int]]:
    """The names of the units that a ledger may mean (单位词表), and the id that each full name stands for."""
    every = session.scalars(
        select(Office)
        .where(
            Office.path.startswith(desk.root, autoescape=True),
            or_(Office.valid_from.is_(None), Office.valid_from <= day),
        )
        .order_by(Office.path)
    ).all()
    present = [each for each in every if each.valid_to is None or each.valid_to >= day]
    district = _district(next((each for each in present if each.path == desk.root), None))
    table = choices((each.name, (*district.names(each), each.code)) for each in present)
    former = {**_reformed(present, district), **_succeeded(every, present, district)}
    unused = {name: value for name, value in former.items() if name not in table.names}
    return replace(table, former=unused, several=True), {each.name: each.id for each in present}


def district_words(session: Session, desk: Desk) -> frozenset[str]:
    """How ledgers call the district itself (区划名称), normalised: no street of it is meant."""
    found = _district(session.scalar(select(Office).where(Office.path == desk.root)))
    return frozenset(map(normalise, (*found.prefixes, *found.spoken)))


def _district(top: Office | None) -> _District:
    names = {top.name, top.short_name} if top is not None else set()
    prefixes = [name.removesuffix(end) for name in names for end in _GOVERNMENT if name.endswith(end)]
    own = {match[1] for name in prefixes if (match := _DISTRICT.match(name))}
    spoken = {*own, *(name[:-1] for name in own if len(name) > 2), *(name[0] + name[-1] for name in own)}
    return _District(tuple(prefixes), tuple(sorted(spoken - set(prefixes), key=len, reverse=True)))


def _succeeded(every: Iterable[Office], present: Sequence[Office], district: _District) -> Mapping[str, str]:
    """Names of units that are gone: their matters went to the successor (条例第二十四条)."""
    by_id = {each.id: each for each in every}
    staying = {each.id for each in present}
    found: dict[str, str] = {}
    for gone in by_id.values():
        heir: Office | None = gone
        for _ in by_id:
            if heir is None or heir.id in staying:
                break
            heir = by_id.get(heir.successor_id) if heir.successor_id is not None else None
        if heir is not None and heir is not gone and heir.id in staying:
            found |= {normalise(name): heir.name for name in district.names(gone)}
    return found


def _reformed(present: Sequence[Office], district: _District) -> Mapping[str, str]:
    """Names from before the reforms of organs, where one unit alone can be what they became."""
    found: dict[str, str] = {}
    for part, names in former_units().items():
        heirs = sorted((each.name for each in present if part in each.name), key=len)
        if not heirs or (len(heirs) > 1 and len(heirs[0]) == len(heirs[1])):
            continue
        spellings = (
            before + name for name in names for before in ("", "区", *district.prefixes, *district.spoken)
        )
        found |= {normalise(name): heirs[0] for name in spellings}
    return found
