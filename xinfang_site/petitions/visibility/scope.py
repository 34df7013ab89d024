"""Who sees a petition (可见范围): one condition, used by every list, search, count, page and export."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, bindparam, cast, func, select
from sqlalchemy.orm import Session, joinedload

from xinfang_site.actor import Actor
from xinfang_site.missing import Barred, Missing
from xinfang_site.petitions.models import SORT_KEY_BASE, Accused, Petition, RegisterEntry
from xinfang_site.petitions.visibility.parts import ABOVE, REGISTRAR

MATTER_OF_ENTRY = RegisterEntry.sort_key % SORT_KEY_BASE
"""A matter's id as the last digits of its sort key, which every index of the register holds."""

NO_MATTER = 0
"""The id of no matter."""


def own_register(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The register of the actor's office, without the matters that report the actor (本人可见的名册).

    Whatever shows a person matters, or counts them for that person, starts here. Hardly anybody is reported:
    the second condition is there only for whoever is.
    """
    return _register(actor.office_id, sorted(actor.barred) or None)


def _register(office_id: Any, barred: Any) -> tuple[ColumnElement[bool], ...]:
    """Entries of an office without these matters, each told as values or as parameters; None: nothing is barred."""
    inside = RegisterEntry.office_id == office_id
    return (inside, MATTER_OF_ENTRY.not_in(barred)) if barred is not None else (inside,)


OFFICE = bindparam("office_id", type_=Integer)
_BARRED = bindparam("barred", type_=Integer, expanding=True)


def bound_register(*, barred: bool) -> tuple[ColumnElement[bool], ...]:
    """The same as :func:`own_register` for statements that are made once, as every home page needs them.

    Args:
        barred: whether any matter reports the actor.
    """
    return _register(OFFICE, _BARRED if barred else None)


def register_values(actor: Actor) -> dict[str, Any]:
    """Whose register it is, for a statement with :func:`bound_register`."""
    return {"office_id": actor.office_id} | ({"barred": sorted(actor.barred)} if actor.barred else {})


def barred_text(account_id: ColumnElement[int]) -> ColumnElement[str | None]:
    """The matters that report an account, as ids with commas: goes with the query that finds the account."""
    accused = Accused.__table__.c
    ids = func.aggregate_strings(cast(accused.petition_id, String), ",")
    return select(ids).where(accused.account_id == account_id).scalar_subquery()


def barred_of(text: str | None) -> frozenset[int]:
    """What :func:`barred_text` gave, as ids."""
    return frozenset(int(each) for each in text.split(",")) if text else frozenset()


def barred_from(session: Session, account_id: int) -> frozenset[int]:
    """The matters that report an account (反映该账号本人的事项)."""
    return frozenset(session.scalars(select(Accused.petition_id).where(Accused.account_id == account_id)))


def visible(session: Session, actor: Actor, petition_id: int) -> bool:
    """Whether the matter stands in the register of the actor's office."""
    query = select(Petition.id).join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
    query = query.where(Petition.id == petition_id, *theirs(actor))
    return session.scalar(query) is not None


def theirs(actor: Actor) -> list[ColumnElement[bool]]:
    """The actor's register; to whoever rehearses a post a report is a missing matter."""
    inside = list(own_register(actor))
    return [*inside, ~reports_somebody()] if actor.rehearsing else inside


@dataclass(frozen=True, slots=True)
class Seen:
    """A matter as the actor's office sees it (可见事项): the matter, and what the office is in it.

    ``role`` is the register entry's: registrar 登记单位, above 上级信访部门, unit 责任单位. ``sensitive``: it reports,
    or once reported, somebody.
    """

    petition: Petition
    role: str
    sensitive: bool = False

    @property
    def own(self) -> bool:
        """Whether the office registered the matter or stands above the one that did (本级或者上级信访部门)."""
        return self.role in {REGISTRAR, ABOVE}


def see(session: Session, actor: Actor, petition_id: int, *, lock: bool = False) -> Seen:
    """The matter with its offices and text in one query; ``lock`` keeps other writers off it until the end.

    Who only names it, such as a new matter that repeats it, is not kept waiting: he may hold what is asked for next.

    Raises:
        Barred: it reports the actor.
        Missing: there is none, or none in the office's register; the two look the same.
    """
    if petition_id in actor.barred:
        raise Barred(petition_id)
    wanted = {"petition_id": petition_id, "office_id": actor.office_id}
    row = session.execute(_sight(lock=lock, rehearsing=actor.rehearsing), wanted).one_or_none()
    if row is None:
        raise Missing(petition_id)
    return Seen(*row)


@cache
def _sight(*, lock: bool, rehearsing: bool) -> Select[Petition, str, bool]:
    """The question of :func:`see`, made once: every page and step of a matter begins with it."""
    query = (
        select(Petition, RegisterEntry.role, reports_somebody())
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(Petition.id == bindparam("petition_id"), RegisterEntry.office_id == bindparam("office_id"))
        .options(joinedload(Petition.office), joinedload(Petition.unit), joinedload(Petition.text))
    )
    query = query.where(~reports_somebody()) if rehearsing else query
    return query.with_for_update(of=Petition, key_share=True) if lock else query


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
    """The id of a visible matter by its number, typed in wide letters or small ones too; None when there is none."""
    plain = unicodedata.normalize("NFKC", number).upper()
    return session.scalar(
        select(Petition.id)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(Petition.number.in_((number, plain)), *theirs(actor))
        .order_by(Petition.number != number)  # one that is written just so comes first
    )
