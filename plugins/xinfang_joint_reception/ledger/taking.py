"""Importing ledgers (台账导入), inside the core's transaction.

A ledger tells what happened. A session on a holiday or a person in two places at once is imported all the same, with
the error named: the figures stay those of the ledger, and the office can correct the error.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.bookings import Leave, absences, clashes_with, day_fault
from xinfang_joint_reception.domain.ledger_words import people_in
from xinfang_joint_reception.ledger.reading import SessionRow, read_row
from xinfang_joint_reception.outcome.models import Consultation, ReceptionRecord
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.locking import lock
from xinfang_joint_reception.rota.models import WORKS, Kind, Member
from xinfang_joint_reception.rota.session_models import Duty, Edition, Sitting
from xinfang_joint_reception.rota.setting_up.services import THREE_KINDS
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.plugin_api.data import Act, Refused, owned, record
from xinfang_site.plugin_api.dates import instant, today, work_calendar
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.ledgers import Note, Outcome, RowResult
from xinfang_site.plugin_api.people import office_called

FAULT = "排班错误"


@dataclass(slots=True)
class _Desk:
    """What an import works with (导入环境)."""

    session: Session
    actor: Actor
    batch: str
    kinds: dict[str, Kind]
    calendar: WorkCalendar
    leaves: list[Leave] = field(default_factory=list)
    members: dict[tuple[int, str, str], Member] = field(default_factory=dict)
    sittings: dict[object, list[Sitting]] = field(default_factory=dict)
    faults: int = 0

    @property
    def office_id(self) -> int | None:
        """The office whose ledger it is."""
        return self.actor.office_id


def take_receptions(
    session: Session, actor: Actor, rows: Sequence[RowResult], batch: str
) -> Sequence[RowResult]:
    """Save a year's receptions: leaders, joint days, other kinds by their words."""
    return _take(session, actor, rows, batch, "leaders")


def take_duty(session: Session, actor: Actor, rows: Sequence[RowResult], batch: str) -> Sequence[RowResult]:
    """Save a year's lawyers' duty."""
    return _take(session, actor, rows, batch, "lawyers")


def _take(
    session: Session, actor: Actor, rows: Sequence[RowResult], batch: str, default: str
) -> list[RowResult]:
    lock(session, actor.office_id)
    desk = _Desk(session, actor, batch, _kinds(session, actor), work_calendar(session))
    readings = [read_row(each, desk.kinds, default) if each.accepted else "" for each in rows]
    _load(desk, [each for each in readings if isinstance(each, SessionRow)])
    taken = [
        _one(desk, row, reading) if row.accepted else row for row, reading in zip(rows, readings, strict=True)
    ]
    changes = {"rows": [None, sum(each.accepted for each in taken)], "faults": [None, desk.faults]}
    record(session, actor, Act("joint_reception.import", "import", batch, changes=changes))
    return taken


def _kinds(session: Session, actor: Actor) -> dict[str, Kind]:
    """The office's kinds by form and by title; those of the three that are missing are made."""
    there = queries.kinds(session, actor.office_id, active=False)
    forms = {each.form for each in there}
    for draft in THREE_KINDS:
        if draft.form not in forms:
            letters = {each.letter for each in there}
            free = (
                draft.letter
                if draft.letter not in letters
                else next(c for c in "DEFGHJKLMN" if c not in letters)
            )
            session.add(Kind(office_id=actor.office_id, **{**asdict(draft), "letter": free}))
    session.flush()
    found = queries.kinds(session, actor.office_id, active=False)
    by_form = {each.form: each for each in reversed(found)}
    return {**by_form, **{each.title: each for each in found}}


def _load(desk: _Desk, readings: Sequence[SessionRow]) -> None:
    """The roster, and what stands already on the days of the ledger."""
    for each in queries.members(desk.session, desk.office_id, active=False):
        desk.members[each.kind_id, each.name, each.unit_name] = each
    if readings:
        span = min(each.day for each in readings), max(each.day for each in readings)
        desk.leaves = queries.leaves(desk.session, desk.office_id, span)
        for sitting in queries.sittings(desk.session, desk.office_id, span):
            desk.sittings.setdefault(sitting.day, []).append(sitting)


def _one(desk: _Desk, row: RowResult, reading: SessionRow | str) -> RowResult:
    if isinstance(reading, str):
        return replace(row, outcome=Outcome.SKIPPED, reason=reading)
    members = [_member(desk, reading, each.name, each.post) for each in reading.people]
    if _there_already(desk, reading, members):
        return replace(row, outcome=Outcome.SKIPPED, reason="排班中已有同日同一人员的这一场次，没有重复导入")
    sitting = _joined(desk, reading, members)
    if sitting is None:
        sitting = _sitting(desk, reading, members)
        desk.sittings.setdefault(sitting.day, []).append(sitting)
    faults = _faults(desk, reading, sitting)
    sitting.faults += len(faults)
    desk.faults += len(faults)
    if not faults:
        return row
    notes = tuple(Note(FAULT, f"{FAULT}：{each}") for each in faults)
    return replace(row, outcome=Outcome.WARNED, warnings=(*row.warnings, *notes))


def _there_already(desk: _Desk, reading: SessionRow, members: Sequence[Member]) -> bool:
    """A session of the rota or of an earlier import; a second row of this very ledger is a clash, not a repeat."""
    keys = {each.key for each in members}
    return any(
        each.batch != desk.batch
        and each.kind_id == reading.kind.id
        and {duty.member.key for duty in each.duties} == keys
        and (each.starts_at, each.ends_at) == (reading.starts, reading.ends)
        for each in desk.sittings.get(reading.day, ())
    )


def _member(desk: _Desk, reading: SessionRow, name: str, post: str) -> Member:
    """The roster's entry, or a new one: by name, and for lawyers by firm where the ledger gives it."""
    name, firm = name[:60], reading.firm if reading.kind.form == "lawyers" else ""
    same = [
        member
        for (kind_id, known, unit), member in desk.members.items()
        if kind_id == reading.kind.id and known == name and (not firm or unit in (firm, ""))
    ]
    if same:
        return same[0]
    unit = office_called(desk.session, name) if reading.kind.form == "units" else None
    made = Member(
        office_id=desk.office_id,
        kind=reading.kind,
        kind_id=reading.kind.id,
        name=name,
        post=post[:80],
        unit_name=firm,
        licence=reading.licence,
        works=[code for code, title in WORKS.items() if title in reading.work],
        unit_id=unit.id if unit else None,
    )
    desk.session.add(made)
    desk.session.flush()
    desk.members[made.kind_id, made.name, made.unit_name] = made
    return made


def _joined(desk: _Desk, reading: SessionRow, members: Sequence[Member]) -> Sitting | None:
    """A joint day written in several rows, a unit or a window each, is one session; None for a session of its own."""
    if reading.kind.form != "units":
        return None
    keys = {each.key for each in members}
    for sitting in desk.sittings.get(reading.day, ()):
        same = (sitting.batch, sitting.kind_id) == (desk.batch, reading.kind.id)
        hours = (sitting.starts_at, sitting.ends_at) == (reading.starts, reading.ends)
        place = not reading.place or sitting.place == reading.place
        if same and hours and place and not keys & {duty.member.key for duty in sitting.duties}:
            for member in members:
                position = len(sitting.duties) + 1
                sitting.duties.append(_duty(desk, reading, member, position, held=sitting.held))
            sitting.batches = _sum(sitting.batches, reading.batches)
            sitting.visitors = _sum(sitting.visitors, reading.visitors)
            desk.session.flush()
            return sitting
    return None


def _sum(first: int | None, second: int | None) -> int | None:
    return second if first is None else first + (second or 0)


def _note(reading: SessionRow) -> str:
    """Remarks, and who else took part: units beside a leader, the leader of a joint day."""
    beside = "、".join(reading.units)
    label = "带班" if reading.kind.form == "units" else "参加单位"
    return "；".join(each for each in (f"{label}：{beside}" if beside else "", reading.remarks) if each)[:200]


def _sitting(desk: _Desk, reading: SessionRow, members: Sequence[Member]) -> Sitting:
    came = reading.batches or reading.visitors
    held = reading.held if reading.held is not None else (True if came or reading.day <= today() else None)
    sitting = Sitting(
        office_id=desk.office_id,
        kind=reading.kind,
        day=reading.day,
        starts_at=reading.starts,
        ends_at=reading.ends,
        place=reading.place,
        room=reading.room if reading.kind.form == "leaders" else "",
        topic=reading.topic,
        note=_note(reading),
        held=held,
        batches=reading.batches,
        visitors=reading.visitors,
        batch=desk.batch,
    )
    for position, member in enumerate(members, 1):
        sitting.duties.append(_duty(desk, reading, member, position, held=held))
    desk.session.add(sitting)
    desk.session.flush()
    return sitting


def _duty(desk: _Desk, reading: SessionRow, member: Member, position: int, *, held: bool | None) -> Duty:
    duty = Duty(office_id=desk.office_id, member=member, position=position)
    if reading.kind.form in ("lawyers", "units"):
        duty.window = reading.room[:20]
    if reading.stand_in and position == 1:
        names = people_in(reading.stand_in)
        if names and names[0].name != member.name:
            duty.stand_in = _member(desk, reading, names[0].name, names[0].post)
    if held:
        duty.arrived_at = instant(reading.day, reading.starts)
    elif held is False:
        duty.absent, duty.absence = True, reading.held_words or "台账记为未开展"
    return duty


def _faults(desk: _Desk, reading: SessionRow, sitting: Sitting) -> list[str]:
    """What is wrong with the planning of a row, each once."""
    blocked = queries.blocked(desk.session, desk.office_id, reading.kind.id)
    booking = queries.booking(sitting)
    others = [queries.booking(each) for each in desk.sittings.get(sitting.day, ())]
    found = [
        day_fault(reading.day, desk.calendar, blocked),
        reading.weekday_fault,
        *(each.words for each in clashes_with(booking, others)),
        *(each.words for each in absences([booking], desk.leaves)),
    ]
    return [each for each in dict.fromkeys(found) if each]


def take_back(session: Session, actor: Actor, batch: str) -> int:
    """Remove the sessions of an import; members stay on the roster.

    Raises:
        Refused: somebody has worked on one since, or it was published.
    """
    lock(session, actor.office_id)
    rows = session.scalars(owned(Sitting, actor.office_id).where(Sitting.batch == batch)).all()
    ids = [each.id for each in rows]
    for model in (ReceptionRecord, Consultation):
        used = session.scalar(select(model.id).where(model.session_id.in_(ids)).limit(1))
        if used is not None:
            raise Refused("其中的场次已有接访记录或者咨询记录，不能撤回")
    _refuse_published(session, actor, rows)
    session.execute(delete(Duty).where(Duty.session_id.in_(ids)))
    session.execute(delete(Sitting).where(Sitting.id.in_(ids)))
    record(session, actor, Act("joint_reception.import", "import", batch, "撤回导入"))
    return len(ids)


def _refuse_published(session: Session, actor: Actor, rows: Sequence[Sitting]) -> None:
    if not rows:
        return
    span = min(each.day for each in rows), max(each.day for each in rows) + timedelta(days=1)
    ids = {each.id for each in rows}
    query = owned(Edition, actor.office_id).where(Edition.first <= span[1], Edition.last >= span[0])
    for edition in session.scalars(query):
        if any(int(str(line["mark"])) in ids for line in edition.lines):
            raise Refused("其中的场次已经公示，不能撤回")
