"""Cases for teaching (以案释法素材): closed matters without identities, and what went wrong in a span of days.

Names, numbers and addresses stay here: whoever writes a teaching sheet gets the retold text, and asks
whether a text still identifies somebody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.domain.concluding.retelling import Identity, address_parts, leaks, retell
from xinfang_site.domain.concluding.reviews import ReviewOutcome
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clocks import ClockState
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.people.identity import tidy_name
from xinfang_site.petitions.models import Accused, Clock, Petition, Petitioner, RegisterEntry
from xinfang_site.petitions.procedure_models import Review
from xinfang_site.petitions.visibility import scope

OPINION_BASIS = "《信访工作条例》第三十二条"
"""What an overturned opinion points at: the article on how opinions are made."""


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """A closed matter as a teaching sheet starts from it (结案素材).

    Attributes:
        petition_id: the matter.
        number: its number.
        told: what it was about and how it was answered, as the case page shows it.
        retold: the same without anything that identifies a person.
    """

    petition_id: int
    number: str
    told: str
    retold: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault in a span of days (问题线索): ``citation`` is the article, ``count`` how often it happened."""

    citation: str
    count: int


def closed_case(session: Session, actor: Actor, petition_id: int) -> ClosedCase:
    """A closed matter of the actor's register, retold.

    Raises:
        Missing: not in the register.
        Refused: it is not closed, or an accusation, which is never told (第三十条第三款).
    """
    petition = scope.get(session, actor, petition_id)
    if not petition.standing.closed:
        raise Refused("只有已办结的事项可以编写案例", field="number")
    if petition.accusation:
        raise Refused("检举控告事项的材料不得公开，不能编写案例", field="number")
    told = "\n\n".join(
        part for part in (petition.summary, petition.text.content, petition.text.answer) if part
    )
    return ClosedCase(petition.id, petition.number, told, retell(told, _identity(session, petition)))


def leaks_in(session: Session, petition_id: int, text: str) -> tuple[str, ...]:
    """Warnings about what in a text still identifies the people of a matter; they do not repeat it."""
    return leaks(text, _identity(session, session.get_one(Petition, petition_id)))


def _identity(session: Session, petition: Petition) -> Identity:
    people = session.scalars(select(Petitioner).where(Petitioner.petition_id == petition.id)).all()
    accused = session.scalars(select(Accused).where(Accused.petition_id == petition.id))
    names = [tidy_name(each.name) for each in people] + [each.name for each in accused]
    texts = [petition.number, petition.external_number, petition.place]
    for each in people:
        texts += [*(each.phones or "").split("、"), each.id_number or "", *address_parts(each.address or "")]
    return Identity(
        tuple(dict.fromkeys(each for each in names if each and len(each) > 1)),
        tuple(dict.fromkeys(each for each in texts if len(each) > 2)),
    )


def late_limits(session: Session, office_id: int, first: date, last: date) -> Sequence[Fault]:
    """Limits of an office's register that ended in a span of days and were missed, by article."""
    running = [ClockState.RUNNING.value, ClockState.PROVISIONAL.value]
    query = (
        select(Clock.basis, func.count())
        .join(RegisterEntry, RegisterEntry.petition_id == Clock.petition_id)
        .where(
            RegisterEntry.office_id == office_id,
            Clock.due.between(first, last),
            or_(
                Clock.state == ClockState.LATE.value,
                and_(Clock.state.in_(running), Clock.due < clock.today()),
            ),
            Clock.basis != "",
            Clock.code.not_in([each.value for each in Duty if each.optional]),
        )
        .group_by(Clock.basis)
    )
    return [Fault(basis, count) for basis, count in session.execute(query)]


def overturned(session: Session, office_id: int, first: date, last: date) -> Sequence[Fault]:
    """Opinions on matters of an office's register that a review revoked or changed in a span of days."""
    wrong = [ReviewOutcome.REVOKED.value, ReviewOutcome.CHANGED.value]
    count = session.scalar(
        select(func.count())
        .select_from(Review)
        .join(RegisterEntry, RegisterEntry.petition_id == Review.petition_id)
        .where(
            RegisterEntry.office_id == office_id,
            Review.decided_on.between(first, last),
            Review.outcome.in_(wrong),
        )
    )
    return [Fault(OPINION_BASIS, count)] if count else []
