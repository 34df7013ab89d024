"""What the figures are made of (统计取数): sessions with their batches and visitors, from the day's own records."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.figures import Held
from xinfang_joint_reception.hall.models import Ticket
from xinfang_joint_reception.outcome.models import Consultation, Promise, ReceptionRecord
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.models import Kind
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.plugin_api.matters import unreported

Span = tuple[date, date]


@dataclass(slots=True)
class _Day:
    """What was counted for a session: groups and people, and matters."""

    groups: int = 0
    people: int = 0
    matters: int = 0
    tickets: set[int] = field(default_factory=set)


def sessions(
    session: Session, office_id: int, span: Span, barred: frozenset[int] = frozenset()
) -> list[Held]:
    """The sessions of a period as the figures see them.

    A batch is a record, a consultation, or a queue number that was received and has no record of its own. A session
    taken from a paper ledger has totals of its own, which count instead. Matters in ``barred`` report the reader and
    do not count, as they stand in none of the reader's lists.
    """
    rows = queries.sittings(session, office_id, span)
    counted = _counted(session, [each.id for each in rows], barred)
    return [_held(each, counted[each.id]) for each in rows]


def _held(sitting: Sitting, day: _Day) -> Held:
    form = sitting.kind.form
    names = tuple(duty.sitter.name for duty in sitting.duties)
    units = (
        names
        if form == "units"
        else tuple(dict.fromkeys(duty.sitter.unit_name for duty in sitting.duties if duty.sitter.unit_name))
    )
    return Held(
        day=sitting.day,
        kind=sitting.kind.title,
        people=names,
        units=units,
        held=sitting.held,
        batches=day.groups if sitting.batches is None else sitting.batches,
        visitors=day.people if sitting.visitors is None else sitting.visitors,
        matters=day.matters,
        errors=sitting.faults,
    )


def _counted(session: Session, ids: Sequence[int], barred: frozenset[int]) -> dict[int, _Day]:
    found: dict[int, _Day] = defaultdict(_Day)
    for chunk in (ids[at : at + 500] for at in range(0, len(ids), 500)):
        _count_records(session, chunk, found, barred)
        columns = (Ticket.session_id, Ticket.id, Ticket.people)
        done = select(*columns).where(Ticket.session_id.in_(chunk), Ticket.state == "done")
        for session_id, ticket_id, people in session.execute(done):
            if session_id is not None and ticket_id not in found[session_id].tickets:
                _add(found[session_id], people)
    return found


def _count_records(
    session: Session, ids: Sequence[int], found: dict[int, _Day], barred: frozenset[int]
) -> None:
    record: Any = ReceptionRecord
    columns = (record.session_id, record.people, record.ticket_id, record.petition_id)
    for session_id, people, ticket_id, petition_id in session.execute(
        select(*columns).where(record.session_id.in_(ids), *unreported(record.petition_id, barred))
    ):
        _add(found[session_id], people)
        found[session_id].matters += petition_id is not None
        if ticket_id is not None:
            found[session_id].tickets.add(ticket_id)
    advice: Any = Consultation
    for session_id, people in session.execute(
        select(advice.session_id, advice.people).where(
            advice.session_id.in_(ids), *unreported(advice.petition_id, barred)
        )
    ):
        _add(found[session_id], people)


def _add(day: _Day, people: int) -> None:
    day.groups += 1
    day.people += people


@dataclass(frozen=True, slots=True)
class LawyerRow:
    """One session of the lawyers' ledger (律师坐班台账): planned against held, and what was advised."""

    sitting: Sitting
    lawyers: str
    firms: str
    consultations: int
    people: int
    works: tuple[str, ...]
    followed: int
    with_matter: int


def lawyer_rows(
    session: Session, office_id: int, kind: Kind, span: Span, barred: frozenset[int]
) -> list[LawyerRow]:
    """The lawyers' sessions of a period; what was said in a consultation is not read for it."""
    rows = queries.sittings(session, office_id, span, kind.id)
    columns = (
        Consultation.session_id, Consultation.people, Consultation.work, Consultation.followed,
        Consultation.petition_id,
    )  # fmt: skip
    advice: dict[int, list[Any]] = defaultdict(list)
    inside = (Consultation.office_id == office_id, *unreported(Consultation.petition_id, barred))
    for row in session.execute(select(*columns).where(*inside)):
        advice[row.session_id].append(row)
    return [_lawyer_row(each, advice[each.id]) for each in rows]


def _lawyer_row(sitting: Sitting, advice: list[Any]) -> LawyerRow:
    people = sum(each.people for each in advice)
    return LawyerRow(
        sitting,
        "、".join(sitting.people),
        "、".join(dict.fromkeys(duty.sitter.unit_name for duty in sitting.duties)),
        len(advice) if sitting.batches is None else sitting.batches,
        people if sitting.visitors is None else sitting.visitors,
        tuple(dict.fromkeys(each.work for each in advice)),
        sum(each.followed in ("yes", "partly") for each in advice),
        sum(each.petition_id is not None for each in advice),
    )


def promise_counts(
    session: Session, office_id: int, span: Span, day: date, barred: frozenset[int]
) -> tuple[int, int, int, int]:
    """Promises of receptions in a period (承诺): made, kept in time, open past their day, and kept or past it."""
    query = (
        select(Promise.due_on, Promise.kept_on)
        .join(ReceptionRecord, ReceptionRecord.id == Promise.record_id)
        .join(Sitting, Sitting.id == ReceptionRecord.session_id)
        .where(Promise.office_id == office_id, Sitting.day >= span[0], Sitting.day <= span[1])
        .where(*unreported(ReceptionRecord.petition_id, barred))
    )
    rows = session.execute(query).all()
    kept = sum(each.kept_on is not None and each.kept_on <= each.due_on for each in rows)
    late = sum(each.kept_on is None and each.due_on < day for each in rows)
    ended = late + sum(each.kept_on is not None for each in rows)
    return len(rows), kept, late, ended
