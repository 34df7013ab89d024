"""Who may take which step (办理资格): state, role, standing aside; a refused try is noted in the audit.

What the matter itself must be like is asked by ``guards``.
"""

from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.concluding import closing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.conflicts import RECUSAL
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.procedure.steps import Transition
from xinfang_site.domain.procedure.workflow import check_role, move
from xinfang_site.petitions.effects import limits
from xinfang_site.petitions.guards import table as guards
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.visibility.scope import Seen
from xinfang_site.petitions.visibility.sides import OF_REVIEWS, is_reported, reviews_for, sides, stands_aside

NOT_OFFERED = frozenset({StepCode.REGISTER})


def check_offered(session: Session, actor: Actor, seen: Seen, row: Transition, day: date) -> None:
    """Refuse a step that is no button of the case page; the try is audited.

    Raises:
        Refused: state, role or the matter itself does not allow it, with the article.
    """
    try:
        check_person(session, actor, seen, row)
        guards.check_offered(row.step, Situation(session, actor, seen.petition, day))
    except Refused as refused:
        note_refusal(session, actor, seen.petition.id, row.step, str(refused))
        raise


def check_person(session: Session, actor: Actor, seen: Seen, row: Transition) -> None:
    """Check that state and role allow the step and that the person need not stand aside.

    Raises:
        Refused: with the article.
    """
    if row.step in NOT_OFFERED:
        raise Refused(f"事项现为“{seen.petition.standing.title}”，不能办理“{row.title}”", row.basis)
    if not row.back:
        move(seen.petition.standing, row.step)
    check_role(row.step, sides(actor, seen))
    check_aside(session, actor, seen.petition)
    if row.step in OF_REVIEWS and not reviews_for(session, actor, seen.petition):
        raise Refused(f"“{row.title}”应当由受理申请的复查、复核机关办理", row.basis)


def check_aside(session: Session, actor: Actor, petition: Petition) -> None:
    """Refuse an actor who must stand aside from the matter (应当回避).

    Raises:
        Refused: with the article.
    """
    reason = stands_aside(session, actor.account_id, actor.name, petition)
    if reason:
        raise Refused(f"应当回避：{reason}", RECUSAL)


def has_to_stand_aside(now: Situation) -> bool:
    """Whether the actor must stand aside; as :func:`check_aside`, but cheaper: reads reported people only in reports."""
    if any(each.account_id == now.actor.account_id for each in now.recusals):
        return True
    return now.may_report and is_reported(now.session, now.actor.account_id, now.actor.name, now.petition)


def check_again(now: Situation, row: Transition) -> None:
    """Check the rules again when a proposal is approved (审批时复核): since the draft, others may have acted.

    Raises:
        Refused: with the article.
    """
    if not row.back:
        move(now.petition.standing, row.step)
    check_matter(now, row)


def check_matter(now: Situation, row: Transition) -> None:
    """Check that the matter and the form allow the step, and that an overdue limit has its reason.

    Raises:
        Refused: with the article.
    """
    guards.check(row.step, now)
    _check_lateness(now, row)


def _check_lateness(now: Situation, row: Transition) -> None:
    """The first act after a missed limit must give the reason and the unit at fault; it is never blocked."""
    for late in limits.late_rows(now, row):
        days = (now.day - late.due).days
        closing.check_lateness(days, now.text("late_reason"), now.text("late_unit"))


def note_refusal(session: Session, actor: Actor, petition_id: int, step: StepCode, why: str) -> None:
    """Record a refused attempt in the audit."""
    with writing(session, one_matter=True):
        act = Act(f"petition.step.{step}", "petition", petition_id, reason=why, result="refused")
        record(session, actor, act)
