"""Warnings of a possible conflict of interest (回避提示): the actor bears the name of somebody in the matter.

Names are shared by many, so that a same name refuses nothing: the person is told, with the article,
and declares an interest where there is one.
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.domain.people.conflicts import RECUSAL, namesake_of
from xinfang_site.petitions.models import Accused, Petition, Petitioner

PETITIONER, REPORTED = "信访人", "被反映人"


def caution(name: str, people: Iterable[tuple[str, str]]) -> str:
    """The warning for an officer called ``name``, or nothing; ``people`` are pairs of part and name."""
    part = namesake_of(name, people)
    if not part:
        return ""
    return f"您与{part}同名。如系本人或者有直接利害关系，应当回避，请先申报（{RECUSAL.cite()}）；同名不同人的，可以继续办理。"


def people_in(session: Session, petition: Petition) -> list[tuple[str, str]]:
    """Part and name of everybody in a matter: petitioners and reported persons."""
    petitioners = select(Petitioner.name).where(Petitioner.petition_id == petition.id)
    reported = select(Accused.name).where(Accused.petition_id == petition.id)
    rows = [(PETITIONER, name or "") for name in session.scalars(petitioners)]
    return rows + [(REPORTED, name or "") for name in session.scalars(reported)]


def before_a_step(session: Session, name: str, petition: Petition) -> str:
    """The warning on the page of a step or an approval."""
    return caution(name, people_in(session, petition))
