"""Duplicate hint while registering (查重提示): the same id number, phone or name in the office's register.

A hint only; a person decides (个人信息保护法第二十四条). Nothing is shown that the clerk may not see.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.identity import normal_name
from xinfang_site.domain.states import State
from xinfang_site.extensions import vault
from xinfang_site.petitions.drafts import PetitionDraft
from xinfang_site.petitions.models import Lookup, Petition, RegisterEntry
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
    """Up to ten matters of the office's register with the same person, newest first."""
    hashes = _hashes(draft)
    if not hashes:
        return ()
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
        .where(RegisterEntry.office_id == actor.office_id, Lookup.hash.in_(hashes))
        .order_by(Petition.sort_key.desc())
        .limit(MOST * 5)
        .execution_options(**KEPT_PLAN)
    ).all()
    reasons: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        reasons[row.id].append(hashes[row.hash])
    found = {row.id: row for row in rows if _worth_showing(row.received_on, reasons[row.id], draft)}
    return [
        Match(
            row.id,
            row.number,
            row.received_on,
            row.main_name,
            row.summary,
            State(row.state),
            "、".join(reasons[row.id]),
        )
        for row in list(found.values())[:MOST]
    ]


def _hashes(draft: PetitionDraft) -> dict[int, str]:
    found: dict[int, str] = {}
    for person in draft.petitioners:
        if person.id_number:
            found[vault().lookup("id", person.id_number.upper())] = "身份证号码相同"
        for phone in person.phones:
            found[vault().lookup("phone", phone)] = "电话相同"
        name = normal_name(person.name)
        if name:
            found[vault().lookup("name", name)] = "姓名相同"
    return found


def _worth_showing(received_on: date, reasons: list[str], draft: PetitionDraft) -> bool:
    """A name alone is common: it counts for two years only."""
    return reasons != ["姓名相同"] or received_on >= draft.received_on - NAME_WITHIN
