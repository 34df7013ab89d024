"""Rows of the register as pages and sheets show them (名册行): narrow rows, read for one page at a time."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.known_tables import known
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.wording import Due, Tag, due_of, tag_of
from xinfang_site.register.criteria import ENTRY
from xinfang_site.register.listing import ENTRIES, Place

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


def rows(session: Session, places: Sequence[Place], day: date) -> list[Row]:
    """The matters at ``places``, which come from the office's register, in their order."""
    return rows_at(session, [each.key for each in places], day)


def rows_at(session: Session, keys: Sequence[int], day: date, holder_id: int | None = None) -> list[Row]:
    """The matters with these sort keys in their order; with a holder only what its register holds still."""
    query = select(*COLUMNS).where(PETITION.sort_key.in_(keys))
    if holder_id is not None:
        query = query.join(ENTRIES, ENTRY.sort_key == PETITION.sort_key).where(ENTRY.office_id == holder_id)
    found = {row.sort_key: row for row in session.execute(query).all()}
    named = known(session)
    codes, units = named.code_titles, named.short_names
    return [
        Row(
            id=row.id,
            version=row.version,
            number=row.number,
            received_on=row.received_on,
            received_known=row.received_known,
            summary=row.summary,
            name=row.main_name,
            people=row.people,
            channel=codes.get(row.channel_id, ""),
            category=codes.get(row.category_id, ""),
            unit=units.get(row.unit_id, ""),
            state=tag_of(row.state),
            due=due_of(row.due_on, row.closed_on, day),
            flags=_flags(bool(row.urgent), bool(row.collective), bool(row.repeat)),
        )
        for row in (found[key] for key in keys if key in found)
    ]


@cache
def _flags(urgent: bool, collective: bool, repeat: bool) -> tuple[str, ...]:
    told = {"紧急": urgent, "集体访": collective, "重件": repeat}
    return tuple(word for word, so in told.items() if so)
