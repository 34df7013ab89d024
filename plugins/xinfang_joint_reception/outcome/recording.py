"""Reception records (接访记录): written at the window; one becomes or joins a petition in one step."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from xinfang_joint_reception.hall.models import Appointment, Ticket
from xinfang_joint_reception.outcome.models import BECAME, DOUBLE_CLICK, JOINED, ReceptionRecord
from xinfang_joint_reception.outcome.reach import own_record
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.domain.people.masking import mask_names
from xinfang_site.plugin_api.data import Act, Refused, check_version, owned, owned_one, record, twin, writing
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor, MatterRef
from xinfang_site.plugin_api.matters import VisitDraft, matter_numbered, register_visit, unreported

NONE = "无"
"""Typed over a name, phone or address: there is none. Left empty, what is known stays."""


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """A record as its form holds it (接访记录); who came, how to reach them: empty for what is known already."""

    session_id: int
    name: str
    phone: str
    address: str
    people: int
    summary: str
    demand: str
    words: str
    unit_id: int | None = None
    ticket_id: int | None = None


@dataclass(frozen=True, slots=True)
class MatterDraft:
    """What a record becomes (转为信访事项): as the form offers it, and the clerk may correct."""

    summary: str
    content: str
    category: str = ""


def write(
    session: Session, actor: Actor, draft: RecordDraft, record_id: int | None = None, seen: int = 0
) -> int:
    """Write a record, or change one.

    Raises:
        Missing: the session or the number is not the office's.
        Refused: the session lies ahead, or the number has its record already.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        sitting = owned_one(session, Sitting, actor.office_id, draft.session_id)
        if sitting.day > today() or sitting.dropped:
            raise Refused("场次还没有到或者已经取消，不能登记接访记录", field="session_id")
        if record_id is None:
            draft = _filled(draft, appointment_of(session, actor, draft.ticket_id))
            sent = _sent_before(session, actor, draft)
            if sent is not None:
                return sent.id
            _check_ticket(session, actor, draft.ticket_id)
            row = ReceptionRecord(office_id=actor.office_id, at=now(), by=actor.name)
        else:
            row = own_record(session, actor, record_id)
            check_version(row, seen)
            draft = _filled(draft, row)
        row.sitting, row.ticket_id = sitting, draft.ticket_id or row.ticket_id
        row.name, row.masked = draft.name, mask_names(draft.name) if draft.name else "未留姓名"
        row.phone, row.address, row.people = draft.phone, draft.address, draft.people
        row.summary, row.demand, row.words = draft.summary, draft.demand, draft.words
        row.unit_id = draft.unit_id
        session.add(row)
        session.flush()
        sitting.held = True
        record(session, actor, Act("joint_reception.record", "joint_reception_record", row.id))
        return row.id


def _filled(draft: RecordDraft, known: ReceptionRecord | Appointment | None) -> RecordDraft:
    """The draft with name, phone and address as they are known, where its form left them empty (it never shows them)."""

    def settled(name: str) -> str:
        typed: str = getattr(draft, name)
        return "" if typed == NONE else typed or str(getattr(known, name, ""))

    return replace(draft, name=settled("name"), phone=settled("phone"), address=settled("address"))


def _sent_before(session: Session, actor: Actor, draft: RecordDraft) -> ReceptionRecord | None:
    """The record that the same form, sent a moment ago, has made: two visitors are hardly ever alike in every word."""
    return twin(
        session,
        ReceptionRecord,
        actor.office_id,
        {**asdict(draft), "by": actor.name},
        ReceptionRecord.at > now() - DOUBLE_CLICK,
    )


def _check_ticket(session: Session, actor: Actor, ticket_id: int | None) -> None:
    if ticket_id is None:
        return
    owned_one(session, Ticket, actor.office_id, ticket_id)
    query = owned(ReceptionRecord, actor.office_id).where(ReceptionRecord.ticket_id == ticket_id)
    if session.scalar(query.limit(1)) is not None:
        raise Refused("该号码已有接访记录", field="session_id")


def first_values(session: Session, actor: Actor, ticket_id: int | None) -> dict[str, object]:
    """What a new record's form begins with: the day's session of the number's kind, the appointment behind it."""
    if ticket_id is None:
        return {"people": 1}
    ticket = owned_one(session, Ticket, actor.office_id, ticket_id)
    same = queries.sittings(session, actor.office_id, (ticket.day, ticket.day), ticket.kind_id)
    own = ticket.session_id or (same[0].id if same else 0)
    values: dict[str, object] = {"people": ticket.people, "session_id": own}
    found = appointment_of(session, actor, ticket_id)
    if found is not None:
        values["summary"] = found.matter
    return values


def appointment_of(session: Session, actor: Actor, ticket_id: int | None) -> Appointment | None:
    """The appointment behind a number; None for a number without one, and where it reports the actor."""
    if ticket_id is None:
        return None
    ticket = owned_one(session, Ticket, actor.office_id, ticket_id)
    query = owned(Appointment, actor.office_id).where(Appointment.id == ticket.appointment_id)
    return session.scalar(query.where(*unreported(Appointment.petition_id, actor.barred)))


def become(session: Session, actor: Actor, record_id: int, seen: int, draft: MatterDraft) -> MatterRef:
    """Register the record as a petition and link the two, in one transaction.

    Raises:
        Refused: it is linked already, or the statute does not allow to register it so.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        row = _unlinked(session, actor, record_id, seen)
        matter = register_visit(session, actor, _visit(row, draft), today())
        _link(session, actor, row, matter, BECAME)
        return matter


def _visit(row: ReceptionRecord, draft: MatterDraft) -> VisitDraft:
    return VisitDraft(
        received_on=row.sitting.day,
        name=row.name,
        phones=(row.phone,) if row.phone else (),
        address=row.address,
        people=row.people,
        summary=draft.summary,
        content=draft.content,
        submission=f"joint-reception-{row.id}",
        category=draft.category,
        remarks=f"{row.sitting.day.isoformat()}{row.sitting.kind.title}登记",
    )


def join(session: Session, actor: Actor, record_id: int, seen: int, number: str) -> MatterRef:
    """Link the record to a petition that the office has already.

    Raises:
        Refused: no such number in the office's register, or it is linked already.
    """
    with writing(session):
        row = _unlinked(session, actor, record_id, seen)
        matter = matter_numbered(session, actor, number)
        if matter is None:
            raise Refused("本机构名册中没有这个编号的信访事项", field="number")
        _link(session, actor, row, matter, JOINED)
        return matter


def _unlinked(session: Session, actor: Actor, record_id: int, seen: int) -> ReceptionRecord:
    row = own_record(session, actor, record_id)
    check_version(row, seen)
    if row.petition_id is not None:
        raise Refused("该记录已经转为或者并入信访事项")
    return row


def _link(session: Session, actor: Actor, row: ReceptionRecord, matter: MatterRef, relation: str) -> None:
    row.petition_id, row.relation = matter.id, relation
    act = Act(
        "joint_reception.link", "joint_reception_record", row.id, f"{row.relation_words}{matter.number}"
    )
    record(session, actor, act)


def records(
    session: Session, actor: Actor, span: tuple[date, date], *, linked: str = ""
) -> Sequence[ReceptionRecord]:
    """Records of sessions in a span of days, newest first; ``linked`` is yes, no or empty for all."""
    query = owned(ReceptionRecord, actor.office_id).join(Sitting, Sitting.id == ReceptionRecord.session_id)
    query = query.where(Sitting.day >= span[0], Sitting.day <= span[1])
    query = query.where(*unreported(ReceptionRecord.petition_id, actor.barred))
    if linked:
        there = ReceptionRecord.petition_id.is_not(None)
        query = query.where(there if linked == "yes" else ~there)
    return session.scalars(query.order_by(Sitting.day.desc(), ReceptionRecord.id.desc()).limit(500)).all()


def of_petition(session: Session, office_id: int | None, petition_id: int) -> Sequence[ReceptionRecord]:
    """Records of the office that became or joined a petition."""
    query = owned(ReceptionRecord, office_id).where(ReceptionRecord.petition_id == petition_id)
    return session.scalars(query.order_by(ReceptionRecord.id)).all()
