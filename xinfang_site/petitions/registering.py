"""Registering a matter (登记): number, clocks, register entries, index and audit in one transaction."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain import intake, visits
from xinfang_site.extensions import settings
from xinfang_site.modules import telling
from xinfang_site.offices.models import Office
from xinfang_site.petitions import entries, indexing, limits, links, numbers, scope
from xinfang_site.petitions.drafts import PetitionDraft
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.rows import Filing, PetitionRows


def register(session: Session, actor: Actor, draft: PetitionDraft, day: date) -> int:
    """Register a matter; returns its id.

    A form sent twice (same ``submission``) makes one matter.

    Raises:
        Refused: the statute does not allow it so; the message names the field and the article.
    """
    check(draft, day)
    with writing(session):
        known = sent_before(session, draft.submission)
        if known is not None:
            return known
        if draft.repeat_of_id is not None:
            scope.get(session, actor, draft.repeat_of_id)
        office = session.get_one(Office, actor.office_id)
        (petition_id,) = numbers.allocate_ids(session, 1)
        serial = numbers.next_number(session, office.id, numbers.PETITION, day.year)
        clocks = limits.first_clocks(session, draft.received_on)
        filing = Filing(
            petition_id=petition_id,
            number=numbers.petition_number(office.letters, day.year, serial),
            office_id=office.id,
            actor=actor,
            office_name=office.short_name,
            at=clock.now(),
            day=day,
            threshold=settings().collective_threshold,
            due_on=limits.nearest_due(clocks),
        )
        rows = PetitionRows()
        row = rows.add(draft, filing, clocks)
        rows.write(session)
        _enter(session, office, row)
        if draft.repeat_of_id is not None:
            links.add(session, actor, petition_id, draft.repeat_of_id, "repeat")
        indexing.add(session, *indexing.tokens_now(session, petition_id))
        record(session, actor, Act("petition.register", "petition", petition_id, changes=_noted(row)))
        telling.registered(session, petition_id)
    return petition_id


def check(draft: PetitionDraft, day: date) -> None:
    """The statute's conditions of registering, the same for a form and for a ledger's row.

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
    """The matter that this very form made already, such as by a double click; None for none."""
    if submission is None:
        return None
    return session.scalar(select(Petition.id).where(Petition.submission == submission))


def _enter(session: Session, office: Office, row: dict[str, Any]) -> None:
    offices = {office.id: entries.REGISTRAR}
    above = entries.petition_office_above(session, office)
    if above is not None:
        offices.setdefault(above.id, entries.ABOVE)
    for barred in entries.barred_offices(session, row["id"]):
        offices.pop(barred, None)
    first_level = entries.first_level(session, row["category_id"])
    entries.insert_entries(session, entries.entry_rows(row, first_level, offices))


def _noted(row: dict[str, Any]) -> dict[str, Any]:
    """What the audit keeps of a new matter: no names, numbers or addresses of people."""
    kept = ("number", "received_on", "channel_id", "purpose_id", "category_id", "people", "summary")
    return {name: [None, str(row[name])] for name in kept if row[name] is not None}
