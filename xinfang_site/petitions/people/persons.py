"""A matter's people as pages show them (信访人): masked, unless opened with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.domain.people import masking
from xinfang_site.petitions.drafts import PetitionerDraft
from xinfang_site.petitions.models import Petitioner

_ROLES = {"main": "主访人", "companion": "随访人", "representative": "代表", "agent": "代理人"}


@dataclass(frozen=True, slots=True)
class Person:
    """A petitioner as the case page shows them (信访人), masked unless opened with a reason."""

    role: str
    name: str
    phones: str
    id_number: str
    address: str
    authorisation: str


def petitioners(session: Session, petition_id: int) -> Sequence[Petitioner]:
    """The matter's petitioners, the main one first."""
    found = select(Petitioner).where(Petitioner.petition_id == petition_id).order_by(Petitioner.position)
    return session.scalars(found).all()


def without_people(value: Any, people: Iterable[Petitioner | PetitionerDraft]) -> Any:
    """What was said of a matter, without the names and addresses of its own people, as the audit keeps it (去除身份)."""
    if isinstance(value, list):
        return [without_people(each, people) for each in value]
    if not isinstance(value, str):
        return value
    for each in people:
        if len(each.name) > 1:
            value = value.replace(each.name, masking.mask_names(each.name))
        if each.address:
            value = value.replace(each.address, masking.mask_address(each.address))
    return value


def masked_reason(session: Session, petition_id: int, reason: str) -> str:
    """A reason given for an act on a matter, as the audit keeps it (事由): its people named there are masked."""
    return without_people(reason, petitioners(session, petition_id)) if reason else ""


def masked(row: Petitioner) -> Person:
    """A petitioner with everything personal masked."""
    phones = (masking.mask_phone(each) for each in (row.phones or "").split("、") if each)
    return Person(
        role=_ROLES[row.role],
        name=masking.mask_names(row.name) if row.name else "匿名",
        phones="、".join(phones),
        id_number=masking.mask_id_number(row.id_number) if row.id_number else "",
        address=masking.mask_address(row.address) if row.address else "",
        authorisation=row.authorisation,
    )


def clear(row: Petitioner) -> Person:
    """A petitioner in full; only after a reason was recorded."""
    return Person(
        _ROLES[row.role],
        row.name or "匿名",
        row.phones or "",
        row.id_number or "",
        row.address or "",
        row.authorisation,
    )
