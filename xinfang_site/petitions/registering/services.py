"""Registering a matter (登记): number, clocks, register entries, index and audit in one transaction."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.receiving import intake, visits
from xinfang_site.extensions import settings
from xinfang_site.modules import telling
from xinfang_site.offices.models import Office
from xinfang_site.petitions import links
from xinfang_site.petitions.drafts import PetitionDraft
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.registering import filing
from xinfang_site.petitions.visibility import scope


def register(session: Session, actor: Actor, draft: PetitionDraft, day: date) -> int:
    """Register a matter; returns its id.

    A form sent twice (same ``submission``) makes one matter.

    Raises:
        Refused: the statute does not allow it so; the message names the field and the article. The try is noted.
    """
    try:
        check(draft, day)
        with writing(session, one_matter=True):
            return enter(session, actor, draft, day)
    except Refused as refused:
        with writing(session):
            record(
                session, actor, Act("petition.register", "petition", reason=str(refused), result="refused")
            )
        raise
    except IntegrityError:
        known = sent_before(session, draft.submission)
        if known is None:
            raise
        return known  # the same form, sent at the same moment, was faster


def enter(session: Session, actor: Actor, draft: PetitionDraft, day: date) -> int:
    """Register a matter that was checked, inside an open transaction; returns its id."""
    known = sent_before(session, draft.submission)
    if known is not None:
        return known
    if draft.repeat_of_id is not None:
        scope.get(session, actor, draft.repeat_of_id)
    office = session.get_one(Office, actor.office_id)
    petition_id = filing.file_matter(session, actor, office, draft, day)
    if draft.repeat_of_id is not None:
        links.add(session, actor, petition_id, draft.repeat_of_id, "repeat")
    telling.registered(session, petition_id)
    return petition_id


def check(draft: PetitionDraft, day: date) -> None:
    """Check the statute's conditions for registering; the same for forms and for ledger rows.

    Raises:
        Refused: one of them is not met.
    """
    intake.check_received(draft.received_on, day)
    intake.check_petitioner(draft.petitioners[0].name if draft.petitioners else "", anonymous=draft.anonymous)
    if draft.visit:
        visit = visits.Visit(draft.visitors or draft.people, _representatives(draft))
        visits.check_visit(visit, settings().collective_threshold)


def _representatives(draft: PetitionDraft) -> int:
    return sum(each.role == "representative" for each in draft.petitioners)


def sent_before(session: Session, submission: str | None) -> int | None:
    """Id of the matter that the same form has already made, as after a double click; None if there is none."""
    if submission is None:
        return None
    return session.scalar(select(Petition.id).where(Petition.submission == submission))
