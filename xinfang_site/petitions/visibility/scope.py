"""Who sees a petition (可见范围): one condition, used by every list, search, count, page and export."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from xinfang_site.actor import Actor
from xinfang_site.missing import Missing
from xinfang_site.petitions.models import Accused, Petition, RegisterEntry


def visible(session: Session, actor: Actor, petition_id: int) -> bool:
    """Whether the matter stands in the register of the actor's office."""
    query = select(Petition.id).join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
    query = query.where(Petition.id == petition_id, *_theirs(actor))
    return session.scalar(query) is not None


def _theirs(actor: Actor) -> list[ColumnElement[bool]]:
    """The register of the actor's office; to whoever rehearses a post a report is a missing matter."""
    inside = RegisterEntry.office_id == actor.office_id
    return [inside, ~reports_somebody()] if actor.rehearsing else [inside]


@dataclass(frozen=True, slots=True)
class Seen:
    """A matter as the actor's office sees it (可见事项): the matter, and what the office is in it.

    ``role`` is the register entry's: registrar 登记单位, above 上级信访部门, unit 责任单位.
    """

    petition: Petition
    role: str


def see(session: Session, actor: Actor, petition_id: int, *, lock: bool = False) -> Seen:
    """The matter with its offices and text in one query; ``lock`` keeps other writers off it until the end.

    Raises:
        Missing: there is none, or none in the office's register; the two look the same.
    """
    query = (
        select(Petition, RegisterEntry.role)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(Petition.id == petition_id, *_theirs(actor))
        .options(joinedload(Petition.office), joinedload(Petition.unit), joinedload(Petition.text))
    )
    row = session.execute(query.with_for_update(of=Petition) if lock else query).one_or_none()
    if row is None:
        raise Missing
    return Seen(*row)


def get(session: Session, actor: Actor, petition_id: int, *, lock: bool = False) -> Petition:
    """The matter alone; see :func:`see`."""
    return see(session, actor, petition_id, lock=lock).petition


def reports_somebody() -> ColumnElement[bool]:
    """Whether a matter is, or was, a report about a unit or person (检举控告): it is told to nobody but its register.

    Source: 第三十条第三款. Who is reported stays so when the class of the matter changes.
    """
    named = select(Accused.id).where(Accused.petition_id == Petition.id).correlate(Petition)
    return Petition.accusation | named.exists()


def id_of_number(session: Session, actor: Actor, number: str) -> int | None:
    """The id of a visible matter by its number; None when there is none."""
    return session.scalar(
        select(Petition.id)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(Petition.number == number, *_theirs(actor))
    )
