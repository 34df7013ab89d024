"""People of a matter as rows (信访人入库), and back: sealed fields, masked name, keyed look-up hashes."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.domain.people.identity import normal_name
from xinfang_site.domain.people.masking import mask_names
from xinfang_site.extensions import vault
from xinfang_site.petitions.drafts import PetitionerDraft
from xinfang_site.petitions.models import Petitioner

PHONE_ENDING = 4
ANONYMOUS = "匿名"


def petitioner_rows(petition_id: int, people: Sequence[PetitionerDraft]) -> list[dict[str, Any]]:
    """Rows of :class:`Petitioner`."""
    return [
        {
            "petition_id": petition_id,
            "position": position,
            "role": person.role,
            "name": person.name,
            "phones": "、".join(person.phones) or None,
            "id_number": person.id_number or None,
            "address": person.address or None,
            "authorisation": person.authorisation,
        }
        for position, person in enumerate(people)
    ]


def drafts_of(session: Session, petition_id: int) -> tuple[PetitionerDraft, ...]:
    """A matter's people as they were handed in, the main one first."""
    rows = session.scalars(
        select(Petitioner).where(Petitioner.petition_id == petition_id).order_by(Petitioner.position)
    )
    return tuple(
        PetitionerDraft(
            each.name,
            each.role,
            tuple(each.phones.split("、")) if each.phones else (),
            each.id_number or "",
            each.address or "",
            each.authorisation,
        )
        for each in rows
    )


def lookup_rows(petition_id: int, key: int, people: Sequence[PetitionerDraft]) -> list[dict[str, Any]]:
    """Rows of :class:`Lookup`: full name, each phone and its ending, id number and its ending."""
    unique = dict.fromkeys(pair for person in people for pair in _values(person))
    lookup = vault().lookup
    return [
        {"petition_id": petition_id, "sort_key": key, "kind": kind, "hash": lookup(kind, value)}
        for kind, value in unique
    ]


def _values(person: PetitionerDraft) -> Iterator[tuple[str, str]]:
    name = normal_name(person.name)
    if name:
        yield "name", name
    for phone in filter(None, person.phones):
        yield "phone", phone
        yield "ending", phone[-PHONE_ENDING:]
    if person.id_number:
        number = person.id_number.upper()
        yield "id", number
        yield "ending", number[-PHONE_ENDING:]


def main_name(people: Sequence[PetitionerDraft]) -> str:
    """The main petitioner's name as lists show it: masked, or 匿名."""
    for person in people:
        if person.name:
            return mask_names(person.name)
    return ANONYMOUS
