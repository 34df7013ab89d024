"""Reading disposals (保管与清除查询): what is due, what waits for a decision, how long a matter is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.disposals.models import ASKED, WAITING, Disposal
from xinfang_site.domain.concluding.retention import kept_until
from xinfang_site.extensions import settings
from xinfang_site.missing import Barred, Missing
from xinfang_site.petitions.erased import ERASED
from xinfang_site.petitions.models import Petition, sort_key
from xinfang_site.petitions.procedure_models import Archive
from xinfang_site.petitions.visibility.sight import registered

SHOWN = 100
_PERMANENT = "permanent"


@dataclass(frozen=True, slots=True)
class Due:
    """A matter past its time (到期事项)."""

    id: int
    number: str
    summary: str
    closed_on: date
    until: date


def until(session: Session, petition: Petition) -> date | None:
    """The last day of keeping of a matter; None when there is no end to it."""
    retention = session.scalar(select(Archive.retention).where(Archive.petition_id == petition.id))
    return kept_until(petition.closed_on, _years(retention))


def _years(retention: str | None) -> int | None:
    """Years of the archive's class; of a matter that was never archived, as the settings say."""
    if retention is None:
        return settings().retention_years
    return None if retention == _PERMANENT else int(retention)


def due(session: Session, actor: Actor, day: date) -> list[Due]:
    """The office's matters past their time, the oldest first."""
    waiting = select(Disposal.id).where(Disposal.petition_id == Petition.id, Disposal.state.in_(WAITING))
    columns = (Petition.id, Petition.number, Petition.summary, Petition.closed_on, Archive.retention)
    query = select(*columns).where(
        Petition.office_id == actor.office_id, Petition.id.not_in(actor.barred), ~waiting.exists()
    )
    rows = session.execute(_over(query, day).order_by(Petition.sort_key).limit(SHOWN)).all()
    return [
        Due(row.id, row.number, row.summary, row.closed_on, last)
        for row in rows
        if (last := kept_until(row.closed_on, _years(row.retention))) is not None
    ]


def count_due(session: Session, day: date) -> int:
    """How many matters of the whole site are past their time."""
    return session.scalar(_over(select(func.count()).select_from(Petition), day)) or 0


def _over(query: Any, day: date) -> Any:
    years = settings().retention_years
    oldest = min(years, 10)
    classes: list[ColumnElement[bool]] = [
        and_(Archive.petition_id.is_(None), Petition.closed_on < _first_day(day, years)),
        *(
            and_(Archive.retention == str(each), Petition.closed_on < _first_day(day, each))
            for each in (10, 30)
        ),
    ]
    # a matter is never closed before it is received: the order of receipt narrows the walk
    return (
        query.outerjoin(Archive, Archive.petition_id == Petition.id)
        .where(Petition.sort_key < sort_key(_first_day(day, oldest), 0), or_(*classes))
        .where(Petition.summary != ERASED, registered())
    )


def _first_day(day: date, years: int) -> date:
    return date(day.year - years, 1, 1)


def of_office(session: Session, actor: Actor) -> Sequence[Disposal]:
    """The office's disposals, those that wait for a decision first."""
    first = (Disposal.state != ASKED, Disposal.id.desc())
    return session.scalars(
        select(Disposal)
        .where(Disposal.office_id == actor.office_id, Disposal.petition_id.not_in(actor.barred))
        .order_by(*first)
        .limit(SHOWN)
    ).all()


def of_petition(session: Session, petition_id: int) -> Sequence[Disposal]:
    """What was asked and decided about a matter, newest first."""
    return session.scalars(
        select(Disposal).where(Disposal.petition_id == petition_id).order_by(Disposal.id.desc())
    ).all()


def get(session: Session, actor: Actor, disposal_id: int) -> Disposal:
    """A disposal of the actor's office.

    Raises:
        Barred: the matter reports the actor.
        Missing: there is none, or it is another office's.
    """
    found = session.scalar(
        select(Disposal).where(Disposal.id == disposal_id, Disposal.office_id == actor.office_id)
    )
    if found is None:
        raise Missing
    if found.petition_id in actor.barred:
        raise Barred(found.petition_id)
    return found
