"""Publishing (公示): the draft becomes a numbered version; only those whose sessions move are told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.bookings import clashes
from xinfang_joint_reception.domain.editions import Change, Line, compare
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.locking import absences_of, lock
from xinfang_joint_reception.rota.models import Kind
from xinfang_joint_reception.rota.months import Month
from xinfang_joint_reception.rota.session_models import Edition, Sitting, Told
from xinfang_site.plugin_api.data import Act, Refused, owned, owned_one, record, writing
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of a kind's month against its newest version (草稿与公示版本对照).

    Attributes:
        kind: the kind of reception.
        sittings: the sessions as they are now.
        edition: the newest published version, or None.
        changes: what differs.
        faults: what keeps it from being published.
    """

    kind: Kind
    sittings: tuple[Sitting, ...]
    edition: Edition | None
    changes: tuple[Change, ...]
    faults: tuple[str, ...]


def line_of(sitting: Sitting) -> Line:
    """A session as it is published; a person with a stand-in is told as well."""
    keys = [duty.member_id for duty in sitting.duties]
    keys += [duty.stand_in_id for duty in sitting.duties if duty.stand_in_id is not None]
    return Line(
        sitting.id,
        sitting.day.isoformat(),
        sitting.hours_words,
        sitting.kind.title,
        sitting.where,
        sitting.people,
        sitting.topic,
        tuple(keys),
        tuple(duty.member_id for duty in sitting.duties if duty.stand_in_id is not None),
    )


def lines_of(edition: Edition | None) -> list[Line]:
    """The lines of a version."""
    return [Line.from_json(each) for each in edition.lines] if edition is not None else []


def draft(session: Session, actor: Actor, kind_id: int, month: Month) -> Draft:
    """How the month stands.

    Raises:
        Missing: the kind is not the office's.
    """
    kind = owned_one(session, Kind, actor.office_id, kind_id)
    rows = queries.sittings(session, actor.office_id, month.span, kind.id)
    newest = queries.edition(session, actor.office_id, kind.id, month.first)
    changes = compare(lines_of(newest), [line_of(each) for each in rows])
    return Draft(kind, tuple(rows), newest, tuple(changes), tuple(_faults(session, actor, rows, month)))


def _faults(session: Session, actor: Actor, rows: Sequence[Sitting], month: Month) -> list[str]:
    """Clashes and leave block a publication; a clash counts where one of its sessions is among these."""
    everything = queries.sittings(session, actor.office_id, month.span)
    mine = {each.id for each in rows}
    found = [
        clash.words
        for clash in clashes([queries.booking(each) for each in everything])
        if clash.first.mark in mine or clash.second.mark in mine
    ]
    return found + [each.words for each in absences_of(session, rows)]


def publish(session: Session, actor: Actor, kind_id: int, month: Month, seen: int) -> tuple[int, int]:
    """Publish the draft as the next version; returns its number and how many people are told.

    Args:
        session: the database.
        actor: who publishes.
        kind_id: the kind of reception.
        month: the month.
        seen: number of the newest version that the planner compared with, 0 for none.

    Raises:
        Refused: a clash or leave stands against it, nothing changed, or another version came in between.
    """
    with writing(session):
        lock(session, actor.office_id)
        ready = draft(session, actor, kind_id, month)
        newest = ready.edition.number if ready.edition else 0
        if newest != seen:
            raise Refused(f"第{newest}版已由他人发布，请重新核对变动")
        _check(ready)
        made = Edition(
            office_id=actor.office_id,
            kind=ready.kind,
            first=month.first,
            last=month.last,
            number=newest + 1,
            lines=[line_of(each).to_json() for each in ready.sittings],
            changes=[each.words for each in ready.changes],
            at=now(),
            by=actor.name,
        )
        session.add(made)
        session.flush()
        told = _tell(session, actor, made, ready.changes)
        reason = f"{ready.kind.title} {month.title} 第{made.number}版"
        act = Act("joint_reception.publish", "joint_reception_edition", made.id, reason)
        record(session, actor, act)
    return newest + 1, told


def _check(ready: Draft) -> None:
    """Nothing stands against the draft, and it says something new."""
    if ready.faults:
        raise Refused(f"不能发布：{ready.faults[0]}")
    if not ready.changes:
        raise Refused("与已公示的版本相同，无需发布")


def _tell(session: Session, actor: Actor, edition: Edition, changes: tuple[Change, ...]) -> int:
    """A note for each person moved, one a change; days that are over move nobody. Returns how many people."""
    people = set()
    ahead = [each for each in changes if each.line.day >= today().isoformat()]
    for change in ahead:
        for member_id in sorted(change.moved):
            people.add(member_id)
            session.add(
                Told(
                    office_id=actor.office_id,
                    edition_id=edition.id,
                    member_id=member_id,
                    text=change.words[:400],
                    at=now(),
                )
            )
    return len(people)


def mark_read(session: Session, actor: Actor) -> int:
    """The actor has read what he was told; returns how many notes."""
    with writing(session):
        rows = queries.own_tidings(session, actor)
        for each in rows:
            each.seen_at = now()
    return len(rows)


def editions(session: Session, actor: Actor, kind_id: int, month: Month) -> list[Edition]:
    """All versions of a month, newest first."""
    query = owned(Edition, actor.office_id).where(Edition.kind_id == kind_id, Edition.first == month.first)
    return list(session.scalars(query.order_by(Edition.number.desc())))
