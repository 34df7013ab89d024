"""Rows of the register as pages and sheets show them (名册行): narrow rows, read for one page at a time."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from xinfang_site.known_tables import Known, known
from xinfang_site.one_parameter import among, packed
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.wording import Due, Tag, due_of, tag_of
from xinfang_site.register.filters.criteria import ENTRY
from xinfang_site.register.lists.walks import ENTRIES, Place
from xinfang_site.sessions import KEPT_PLAN

PETITION = Petition.__table__.c
COLUMNS = (
    PETITION.id,
    PETITION.sort_key,
    PETITION.version,
    PETITION.number,
    PETITION.received_on,
    PETITION.received_known,
    PETITION.summary,
    PETITION.main_name,
    PETITION.people,
    PETITION.channel_id,
    PETITION.category_id,
    PETITION.unit_id,
    PETITION.state,
    PETITION.urgent,
    PETITION.collective,
    PETITION.repeat,
    PETITION.due_on,
    PETITION.closed_on,
)
_QUERIES = {
    dialect: select(*COLUMNS).where(among(dialect, PETITION.sort_key, "keys")).execution_options(**KEPT_PLAN)
    for dialect in ("sqlite", "postgresql")
}
_HELD = {
    dialect: query.join(ENTRIES, ENTRY.sort_key == PETITION.sort_key).where(
        ENTRY.office_id == bindparam("holder_id")
    )
    for dialect, query in _QUERIES.items()
}


class Row(NamedTuple):
    """A matter in the list (名册行); names are masked already. A tuple: an export makes a hundred thousand."""

    id: int
    version: int
    number: str
    received_on: date
    received_known: bool
    summary: str
    name: str
    people: int
    channel: str
    category: str
    unit: str
    state: Tag
    due: Due
    flags: tuple[str, ...]


def rows(session: Session, places: Sequence[Place], named: Known, day: date) -> list[Row]:
    """The matters at ``places``, which come from the office's register, in their order."""
    return _read(session, _QUERIES, {"keys": [each.key for each in places]}, named, day)


def rows_at(session: Session, keys: Sequence[int], day: date, holder_id: int | None) -> list[Row]:
    """The matters with these sort keys, in that order, if the register still holds them."""
    return _read(session, _HELD, {"keys": keys, "holder_id": holder_id}, known(session), day)


def _read(
    session: Session, queries: Mapping[str, Select[Any]], wanted: dict[str, Any], named: Known, day: date
) -> list[Row]:
    dialect = session.get_bind().dialect.name
    keys: Sequence[int] = wanted["keys"]
    rows = session.execute(queries[dialect], wanted | {"keys": packed(dialect, keys)}).all()
    found = {row[1]: row for row in rows}
    codes, units = named.code_titles, named.short_names
    return [_shown(found[key], codes, units, day) for key in keys if key in found]


def _shown(row: Any, codes: Mapping[int | None, str], units: Mapping[int, str], day: date) -> Row:
    """The matter of one row, unpacked in one assignment: reading each column by name takes three times as long."""
    (identifier, _, version, number, received_on, received_known, summary, name, people, *rest) = row
    channel, category, unit, state, urgent, collective, repeat, due_on, closed_on = rest
    return Row(
        identifier,
        version,
        number,
        received_on,
        received_known,
        summary,
        name,
        people,
        codes.get(channel, ""),
        codes.get(category, ""),
        units.get(unit, ""),
        tag_of(state),
        due_of(due_on, closed_on, day),
        _flags(bool(urgent), bool(collective), bool(repeat)),
    )


@cache
def _flags(urgent: bool, collective: bool, repeat: bool) -> tuple[str, ...]:
    told = {"紧急": urgent, "集体访": collective, "重复件": repeat}
    return tuple(word for word, so in told.items() if so)
