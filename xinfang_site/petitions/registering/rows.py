"""A matter as rows (信访事项入库): the one way from a draft to the tables, for forms and for ledgers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table, insert
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.receiving.visits import is_collective
from xinfang_site.known_tables import Known
from xinfang_site.petitions.drafts import PetitionDraft
from xinfang_site.petitions.models import (
    Accused,
    Clock,
    Lookup,
    Petition,
    Petitioner,
    PetitionText,
    Step,
    sort_key,
)
from xinfang_site.petitions.people import rows as people
from xinfang_site.petitions.people.persons import without_people
from xinfang_site.sessions import SENT_AHEAD

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Filing:
    """What a new matter gets in addition to its draft (立卷信息): number, state, who registers it and when.

    Attributes:
        petition_id: id, allocated beforehand.
        number: number in the office's series.
        office_id: registering office.
        actor: who registers.
        office_name: that office's name, as the timeline keeps it.
        at: moment of registration.
        day: legal day of registration.
        threshold: people from which a visit counts as collective.
        state: first state; imported matters may begin closed.
        unit_id: responsible unit already known from a ledger.
        due_on: nearest due day.
        closed_on: day it was closed, for imported ones.
        answer: reply already known from a ledger.
        received_known: whether the ledger gave the day of receipt.
        batch_id: import batch.
        step: code and title of the first step of the timeline.
    """

    petition_id: int
    number: str
    office_id: int
    actor: Actor
    office_name: str
    at: datetime
    day: date
    threshold: int
    state: State = State.REGISTERED
    unit_id: int | None = None
    due_on: date | None = None
    closed_on: date | None = None
    answer: str = ""
    received_known: bool = True
    batch_id: int | None = None
    step: tuple[str, str] = ("register", "登记")


@dataclass(slots=True)
class PetitionRows:
    """Rows of several matters (待写入行), table by table, ready for one insert each."""

    petitions: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    petitioners: list[dict[str, Any]] = field(default_factory=list)
    lookups: list[dict[str, Any]] = field(default_factory=list)
    accused: list[dict[str, Any]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    clocks: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, draft: PetitionDraft, filing: Filing, clocks: Iterable[dict[str, Any]] = ()
    ) -> dict[str, Any]:
        """Add one matter; returns its row."""
        row = _petition_row(draft, filing)
        identifier, key = filing.petition_id, row["sort_key"]
        self.petitions.append(row)
        self.texts.append(
            {
                "petition_id": identifier,
                "content": draft.content,
                "answer": filing.answer,
                "remarks": draft.remarks,
            }
        )
        self.petitioners += people.petitioner_rows(identifier, draft.petitioners)
        self.lookups += people.lookup_rows(identifier, key, draft.petitioners)
        self.accused += [
            {
                "petition_id": identifier,
                "office_id": each.office_id,
                "name": each.name or None,
                "post": each.post or None,
                "account_id": each.account_id,
            }
            for each in draft.accused
        ]
        self.steps.append(_step_row(filing))
        self.clocks += [{"petition_id": identifier, **clock} for clock in clocks]
        return row

    def tables(self) -> list[tuple[type[Any], list[dict[str, Any]]]]:
        """Each table's class with its rows, in the order in which they may be inserted."""
        return [
            (Petition, self.petitions),
            (PetitionText, self.texts),
            (Petitioner, self.petitioners),
            (Lookup, self.lookups),
            (Accused, self.accused),
            (Step, self.steps),
            (Clock, self.clocks),
        ]

    def write(self, session: Session) -> None:
        """Insert everything; inside ``writing()``."""
        connection = session.connection()
        for model, rows in self.tables():
            for start in range(0, len(rows), CHUNK):
                connection.execute(_put(cast(Table, model.__table__)), rows[start : start + CHUNK])


@cache
def _put(table: Table) -> Executable:
    """Cached. For the table, not the class: for a class, rows with different empty columns are inserted one by one."""
    return insert(table).inline().execution_options(**SENT_AHEAD)


_CODED = {
    "channel_id": "channel",
    "purpose_id": "purpose",
    "category_id": "category",
    "place_id": "place_code",
}


def in_words(named: Known, changes: dict[str, Any]) -> dict[str, Any]:
    """A change as the audit stores it (变更), with codes in words, since readers cannot tell what an id means."""
    titles, path = named.code_titles, named.category_path

    def word(name: str, code_id: int | None) -> str | None:
        return (path(code_id) if name == "category_id" else titles.get(code_id)) if code_id else None

    return {
        _CODED.get(name, name): [word(name, each) for each in pair] if name in _CODED else pair
        for name, pair in changes.items()
    }


def _petition_row(draft: PetitionDraft, filing: Filing) -> dict[str, Any]:
    collective = draft.collective
    if collective is None:
        collective = draft.visit and is_collective(draft.visitors or draft.people, filing.threshold)
    return {
        "id": filing.petition_id,
        "version": 1,
        "sort_key": sort_key(draft.received_on, filing.petition_id),
        "number": filing.number,
        "office_id": filing.office_id,
        "unit_id": filing.unit_id,
        "state": filing.state.value,
        "main_name": people.main_name(draft.petitioners),
        "collective": collective,
        "repeat": draft.repeat_of_id is not None,
        "received_known": filing.received_known,
        "registered_at": filing.at,
        "registered_by": filing.actor.name,
        "due_on": filing.due_on,
        "closed_on": filing.closed_on,
        "batch_id": filing.batch_id,
        **_drafted(draft),
    }


def _drafted(draft: PetitionDraft) -> dict[str, Any]:
    """The columns copied from the draft."""
    return {
        "external_number": draft.external_number,
        "channel_id": draft.channel_id,
        "purpose_id": draft.purpose_id,
        "category_id": draft.category_id,
        "source_id": draft.source_id,
        "summary": draft.summary,
        "anonymous": draft.anonymous,
        "people": draft.people,
        "visitors": draft.visitors,
        "collective_reason": draft.collective_reason,
        "joint_letter": draft.joint_letter,
        "accusation": draft.accusation,
        "urgent": draft.urgent,
        "litigation": draft.litigation,
        "public": draft.public,
        "place_id": draft.place_id,
        "place": draft.place,
        "addressed_to": draft.addressed_to,
        "petitioned_on": draft.petitioned_on,
        "postmarked_on": draft.postmarked_on,
        "first_on": draft.first_on,
        "received_on": draft.received_on,
        "submission": draft.submission,
    }


def _step_row(filing: Filing) -> dict[str, Any]:
    code, title = filing.step
    return {
        "petition_id": filing.petition_id,
        "at": filing.at,
        "day": filing.day,
        "code": code,
        "title": title,
        "account_id": filing.actor.account_id,
        "actor": filing.actor.name,
        "office_id": filing.office_id,
        "office_name": filing.office_name,
        "from_state": "",
        "to_state": filing.state.value,
        "reason": "",
        "article": "",
        "details": {},
    }


def noted(named: Known, row: dict[str, Any], draft: PetitionDraft) -> dict[str, Any]:
    """What the audit stores of a new matter: no names, numbers or addresses of people."""
    kept = ("number", "received_on", "channel_id", "purpose_id", "category_id", "people", "summary")
    held = {name: without_people(row[name], draft.petitioners) for name in kept if row[name] is not None}
    return in_words(
        named,
        {name: [None, value if name.endswith("_id") else str(value)] for name, value in held.items()},
    )
