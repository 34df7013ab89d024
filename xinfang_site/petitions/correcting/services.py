"""Correcting a registration (更正登记): what was typed wrong, with a reason, before and after kept.

The day of receipt is not among it: the statute's clock counts from it, and its change needs a
second person (see the step 更正收到日期).
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.masking import mask_personal, restored, scrub
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.domain.statutes import article
from xinfang_site.known_tables import known
from xinfang_site.petitions.correcting import editing, urgency
from xinfang_site.petitions.correcting.petitioner import UNCHANGED, Contact, count_visitors, put_right
from xinfang_site.petitions.erased import check_not_archived
from xinfang_site.petitions.kinds import registered_kind
from xinfang_site.petitions.models import Petition, PetitionText
from xinfang_site.petitions.registering.rows import in_words
from xinfang_site.petitions.visibility import entries, indexing, scope
from xinfang_site.versions import check_version, grow

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
class Revision:
    """A correction as it is sent (更正): the version it was made from, the reason, the legal day; is it a visit now."""

    version: int
    reason: str
    day: date
    correction: Correction
    contact: Contact = UNCHANGED
    visit: bool = False


def shown(session: Session, petition: Petition) -> dict[str, Any]:
    """The present values of the fields that may be corrected, numbers of people in texts masked as on other pages."""
    values = _stored(session, petition)
    return {**values, **{name: mask_personal(values[name]) for name in _IN_TEXT}}


def _stored(session: Session, petition: Petition) -> dict[str, Any]:
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
        Refused: the office did not register it, an urgent matter would no longer be one, a masked number is unclear.
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id, lock=True)
        check_version(petition, revision.version)
        editing.check_own(session, actor, petition)
        check_not_archived(petition)
        _check(session, actor, petition, revision.correction)
        before = _stored(session, petition)
        after = _after(revision.correction, before)
        changes = {
            name: [_noted(before[name]), _noted(after[name])]
            for name in before
            if before[name] != after[name]
        }
        changes = in_words(known(session), changes)
        changes |= put_right(session, petition, revision.contact)
        if not changes:
            return False
        key, tokens = indexing.tokens_now(session, petition_id)
        text = session.get_one(PetitionText, petition_id)
        for name, value in after.items():
            setattr(text if name in _IN_TEXT else petition, name, value)
        if any(before[name] != after[name] for name in _COUNTED):
            count_visitors(session, petition, revision.day, visit=revision.visit)
        session.flush()
        indexing.drop(session, key, tokens)
        indexing.add(session, *indexing.tokens_now(session, petition_id))
        urgency.follow(session, petition, was=before["urgent"], day=revision.day)
        entries.refresh(session, petition)
        grow(session, petition, revision.version, "state")
        change = editing.Change("correct", None, revision.reason, revision.day)
        editing.write(session, actor, petition, change, ("correct", "更正登记内容"), changes)
    return True


def _after(correction: Correction, before: dict[str, Any]) -> dict[str, Any]:
    """The fields as corrected; numbers that the form showed masked stay as they were.

    Raises:
        Refused: it cannot be told which number a masked one is.
    """
    after = {each.name: getattr(correction, each.name) for each in fields(Correction)}
    for name in _IN_TEXT:
        try:
            after[name] = restored(after[name], before[name])
        except Refused as refused:
            raise Refused(refused.message, field=name) from refused
    return after


def _check(session: Session, actor: Actor, petition: Petition, correction: Correction) -> None:
    _check_kind(session, petition, correction)
    urgency.check(session, actor, petition, wanted=correction.urgent)
    _check_dates(petition, correction)


def _check_dates(petition: Petition, correction: Correction) -> None:
    """Refuse a day of petitioning after the day of receipt (信访日期不得晚于收到日期).

    Raises:
        Refused: it is later.
    """
    day = correction.petitioned_on
    if day is not None and day > petition.received_on:
        raise Refused(f"信访日期不能晚于收到日期（{petition.received_on}）", article(22, 1), "petitioned_on")


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


def _noted(value: object) -> object:
    """A value as the audit keeps it: numbers of people masked, long text cut, days as text."""
    if isinstance(value, date):
        return value.isoformat()
    return scrub(value)[:_SHOWN] if isinstance(value, str) else value
