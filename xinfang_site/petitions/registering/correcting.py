"""Correcting a registration (更正登记): what was typed wrong, with a reason, before and after kept.

The day of receipt is not among it: the statute's clock counts from it, and its change needs a
second person (see the step 更正收到日期).
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.masking import mask_names, scrub
from xinfang_site.domain.receiving import visits
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.domain.statutes import article
from xinfang_site.known_tables import known
from xinfang_site.offices.models import Office
from xinfang_site.petitions.erased import check_not_archived
from xinfang_site.petitions.kinds import registered_kind
from xinfang_site.petitions.models import Lookup, Petition, Petitioner, PetitionText
from xinfang_site.petitions.people import rows as people
from xinfang_site.petitions.registering import editing, filing, urgency
from xinfang_site.petitions.registering.rows import in_words
from xinfang_site.petitions.visibility import entries, indexing, scope
from xinfang_site.versions import check_version

_IN_TEXT = frozenset({"content", "remarks"})
_COUNTED = frozenset({"channel_id", "people", "visitors"})
"""What decides whether a visit is collective (集体访)."""
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Correction:
    """The fields of a registration that may be corrected (可更正内容)."""

    channel_id: int
    petitioned_on: date | None
    people: int
    visitors: int | None
    summary: str
    content: str
    purpose_id: int | None
    category_id: int | None
    place_id: int | None
    place: str
    external_number: str
    addressed_to: str
    litigation: bool
    public: bool
    urgent: bool
    remarks: str


@dataclass(frozen=True, slots=True)
class Contact:
    """New data of the main petitioner (主访人信息更正); empty means unchanged."""

    phones: tuple[str, ...] = ()
    address: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A correction as it is sent (更正): the version it was made from, the reason, the legal day; is it a visit now."""

    version: int
    reason: str
    day: date
    correction: Correction
    contact: Contact = Contact()
    visit: bool = False


def stored(session: Session, petition: Petition) -> dict[str, Any]:
    """The present values of the fields that may be corrected."""
    text = session.get_one(PetitionText, petition.id)
    return {
        each.name: getattr(text if each.name in _IN_TEXT else petition, each.name)
        for each in fields(Correction)
    }


def correct(session: Session, actor: Actor, petition_id: int, revision: Revision) -> bool:
    """Save a correction; returns whether anything was different.

    Raises:
        Missing: the matter is not in the office's register.
        StaleEditError: somebody else changed it since the form was opened.
        Refused: the office did not register it, or an urgent matter would no longer be one.
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id, lock=True)
        check_version(petition, revision.version)
        editing.check_own(session, actor, petition)
        check_not_archived(petition)
        _check_kind(session, petition, revision.correction)
        urgency.check(session, actor, petition, wanted=revision.correction.urgent)
        _check_dates(petition, revision.correction)
        before = stored(session, petition)
        after = {each.name: getattr(revision.correction, each.name) for each in fields(Correction)}
        changes = {
            name: [_noted(before[name]), _noted(after[name])]
            for name in before
            if before[name] != after[name]
        }
        changes = in_words(known(session), changes)
        changes |= _contact(session, petition, revision.contact)
        if not changes:
            return False
        key, tokens = indexing.tokens_now(session, petition_id)
        text = session.get_one(PetitionText, petition_id)
        for name, value in after.items():
            setattr(text if name in _IN_TEXT else petition, name, value)
        if any(before[name] != after[name] for name in _COUNTED):
            _count_visitors(session, actor, petition, revision)
        session.flush()
        indexing.drop(session, key, tokens)
        indexing.add(session, *indexing.tokens_now(session, petition_id))
        urgency.follow(session, petition, was=before["urgent"], day=revision.day)
        entries.refresh(session, petition)
        change = editing.Change("correct", None, revision.reason, revision.day)
        editing.write(session, actor, petition, change, ("correct", "更正登记内容"), changes)
    return True


def _check_dates(petition: Petition, correction: Correction) -> None:
    """Refuse a day of petitioning after the day of receipt (信访日期不得晚于收到日期).

    Raises:
        Refused: it is later.
    """
    day = correction.petitioned_on
    if day is not None and day > petition.received_on:
        raise Refused(f"信访日期不能晚于收到日期（{petition.received_on}）", article(22, 1), "petitioned_on")


def _count_visitors(session: Session, actor: Actor, petition: Petition, revision: Revision) -> None:
    """Say anew whether it is a collective visit (集体访认定).

    Raises:
        Refused: the numbers are not lawful for a visit.
    """
    if not revision.visit:
        petition.collective = False
        return
    speakers = sum(each.role == "representative" for each in people.drafts_of(session, petition.id))
    visit = visits.Visit(petition.visitors or petition.people, speakers)
    office = session.get_one(Office, petition.office_id)
    threshold = filing.collective_threshold(session, office, petition.received_on, revision.day)
    petition.collective = visits.check_visit(visit, threshold)


def _check_kind(session: Session, petition: Petition, correction: Correction) -> None:
    """A correction does not take a matter into or out of 检举控告: that is a step of its own, by two people.

    Raises:
        Refused: the purpose would change the class.
    """
    old, new = (
        registered_kind(session, purpose_id, accusation=False)
        for purpose_id in (petition.purpose_id, correction.purpose_id)
    )
    if old is not new and Kind.ACCUSATION in (old, new):
        raise Refused("涉及检举控告类别的，请办理“变更事项类别”", article(30, 3), "purpose_id")


def _contact(session: Session, petition: Petition, contact: Contact) -> dict[str, Any]:
    """Put the main petitioner's new data in; the audit says that they changed, not what they are."""
    if not contact.phones and not contact.address and not contact.name:
        return {}
    person = session.scalars(
        select(Petitioner).where(Petitioner.petition_id == petition.id).order_by(Petitioner.position)
    ).first()
    if person is None:  # an anonymous matter of an old ledger has nobody yet
        person = Petitioner(petition_id=petition.id, name="")
        session.add(person)
    changes = {}
    if contact.name:
        changes["name"] = [petition.main_name, mask_names(contact.name)]
        person.name, petition.anonymous = contact.name, False
    if contact.phones:
        person.phones = "、".join(contact.phones)
        changes["phones"] = ["（原号码）", "（新号码）"]
    if contact.address:
        person.address = contact.address
        changes["address"] = ["（原住址）", "（新住址）"]
    session.flush()
    _renew_lookups(session, petition)
    return changes


def _renew_lookups(session: Session, petition: Petition) -> None:
    drafts = people.drafts_of(session, petition.id)
    petition.main_name = people.main_name(drafts)
    session.execute(delete(Lookup).where(Lookup.petition_id == petition.id))
    lookups = people.lookup_rows(petition.id, petition.sort_key, drafts)
    if lookups:
        session.execute(insert(Lookup), lookups)


def _noted(value: object) -> object:
    """A value as the audit keeps it: numbers of people masked, long text cut."""
    return scrub(value)[:_SHOWN] if isinstance(value, str) else value
