"""Duplicate hint while registering (查重提示): the same id number, phone or name in the office's register.

A hint only; a person decides (个人信息保护法第二十四条). Nothing is shown that the clerk may not see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.people.identity import normal_name
from xinfang_site.domain.procedure.states import State
from xinfang_site.extensions import vault
from xinfang_site.petitions.drafts import PetitionDraft, PetitionerDraft
from xinfang_site.petitions.models import Lookup, Petition, RegisterEntry
from xinfang_site.petitions.people.rows import drafts_of
from xinfang_site.petitions.visibility import scope
from xinfang_site.sessions import KEPT_PLAN

MOST = 10
NAME_WITHIN = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Match:
    """A matter that may be the same (可能重复的事项), and why."""

    petition_id: int
    number: str
    received_on: date
    main_name: str
    summary: str
    state: State
    why: str


def find(session: Session, actor: Actor, draft: PetitionDraft) -> Sequence[Match]:
    """Up to ten matters of the office's register with the same person: by number first, then by name alone."""
    return _find(session, actor, draft.petitioners, draft.received_on)


def of_matter(session: Session, actor: Actor, petition: Petition) -> Sequence[Match]:
    """Possible duplicates of a registered matter, for deciding whether it repeats another (查重)."""
    people = drafts_of(session, petition.id)
    found = _find(session, actor, people, petition.received_on)
    return [each for each in found if each.petition_id != petition.id]


def _find(
    session: Session, actor: Actor, people: Sequence[PetitionerDraft], received_on: date
) -> Sequence[Match]:
    """Search numbers and names separately, so that a common name does not crowd out a matching number.

    A name alone proves little: only matters of the last two years count.
    """
    numbers = _matches(session, actor, _numbers(people), true())
    worth = or_(Petition.received_on >= received_on - NAME_WITHIN, Petition.id.in_(numbers))
    names = _matches(session, actor, _names(people), worth)
    both = {
        key: replace(match, why=f"{match.why}、{names[key].why}")
        for key, match in numbers.items()
        if key in names
    }
    return list({**numbers, **names, **both}.values())[:MOST]


def _matches(
    session: Session, actor: Actor, hashes: Mapping[int, str], worth: ColumnElement[bool]
) -> dict[int, Match]:
    """The newest matters with one of ``hashes``, by id; ``hashes`` maps each to its words for the page."""
    if not hashes:
        return {}
    rows = session.execute(
        select(
            Petition.id,
            Petition.number,
            Petition.received_on,
            Petition.main_name,
            Petition.summary,
            Petition.state,
            Lookup.hash,
        )
        .join(Lookup, Lookup.petition_id == Petition.id)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(*scope.own_register(actor), Lookup.hash.in_(hashes), worth)
        .order_by(Petition.sort_key.desc())
        .limit(MOST * 5)
        .execution_options(**KEPT_PLAN)
    )
    found: dict[int, Match] = {}
    for row in rows:
        why = hashes[row.hash]
        match = Match(row.id, row.number, row.received_on, row.main_name, row.summary, State(row.state), why)
        known = found.setdefault(row.id, match)
        if why not in known.why:
            found[row.id] = replace(known, why=f"{known.why}、{why}")
    return found


def _numbers(people: Sequence[PetitionerDraft]) -> dict[int, str]:
    found = {}
    for person in people:
        if person.id_number:
            found[vault().lookup("id", person.id_number.upper())] = "身份证号码相同"
        for phone in person.phones:
            found[vault().lookup("phone", phone)] = "电话相同"
    return found


def _names(people: Sequence[PetitionerDraft]) -> dict[int, str]:
    names = {normal_name(person.name) for person in people} - {""}
    return {vault().lookup("name", name): "姓名相同" for name in names}
