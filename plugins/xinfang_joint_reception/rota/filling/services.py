"""Filling empty seats from the roster (自动排班): a proposal to look at, then the same proposal saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.bookings import Hours, Sort
from xinfang_joint_reception.domain.expansion import Period
from xinfang_joint_reception.domain.filling import Candidate, Filling, Place, fill
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.locking import lock, refuse_clashes
from xinfang_joint_reception.rota.models import Kind, Member
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_joint_reception.rota.sessions.services import Seat, seat
from xinfang_site.plugin_api.data import Act, Refused, owned_one, record, writing
from xinfang_site.plugin_api.hooks import Actor

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal (排班建议): what would be filled, with the sessions to show it by.

    ``mark`` tells whether the rota is still as it was when the proposal was looked at.
    """

    filling: Filling
    sittings: dict[int, Sitting]
    mark: str

    @property
    def rows(self) -> list[tuple[Sitting, list[str]]]:
        """Each session with the names it would get (建议清单)."""
        found: dict[int, list[str]] = {}
        for place, candidate in self.filling.chosen:
            found.setdefault(place.session, []).append(candidate.title)
        return [(self.sittings[mark], names) for mark, names in found.items()]


def propose(session: Session, actor: Actor, kind_id: int, span: Span) -> Proposal:
    """Who would fill the empty seats of a kind from ``span``'s first to its last day; writes nothing.

    Raises:
        Missing: the kind is not the office's.
    """
    kind = owned_one(session, Kind, actor.office_id, kind_id)
    year = date(span[0].year, 1, 1), date(span[1].year, 12, 31)
    everything = queries.sittings(session, actor.office_id, year)
    target = [each for each in everything if each.kind_id == kind.id and span[0] <= each.day <= span[1]]
    places = [
        Place(number, each.id, each.hours, each.by_head)
        for each in target
        for number in range(each.id * 100, each.id * 100 + each.open_seats)
    ]
    roster = queries.members(session, actor.office_id, kind.id)
    away = queries.leaves(session, actor.office_id, span)
    candidates = [
        Candidate(
            member.id,
            member.shown,
            member.is_head,
            _load(member, kind, everything),
            tuple(Period(each.first, each.last, each.reason) for each in away if each.key == member.key),
            tuple(_busy(member, everything)),
            _last(member, kind, everything, span[0]),
        )
        for member in roster
    ]
    mark = "-".join(f"{each.id}.{each.version}" for each in target)
    return Proposal(fill(places, candidates), {each.id: each for each in target}, mark)


def apply(session: Session, actor: Actor, kind_id: int, span: Span, mark: str) -> int:
    """Save the proposal that was looked at; returns how many seats were filled.

    Raises:
        Refused: the rota changed since, so that the proposal is another one by now.
    """
    with writing(session):
        lock(session, actor.office_id)
        proposal = propose(session, actor, kind_id, span)
        if proposal.mark != mark:
            raise Refused("排班已被他人修改，请重新核对自动排班的建议")
        wanted: dict[int, list[int]] = {}
        for place, candidate in proposal.filling.chosen:
            wanted.setdefault(place.session, []).append(candidate.mark)
        for sitting_id, member_ids in wanted.items():
            sitting = proposal.sittings[sitting_id]
            kept = tuple(Seat(duty.member_id, duty.window) for duty in sitting.duties)
            windows = _windows(sitting, len(member_ids))
            added = tuple(map(Seat, member_ids, windows))
            seat(session, actor, sitting, kept + added)
            refuse_clashes(session, sitting)
        count = len(proposal.filling.chosen)
        changes = {"filled": [None, count]}
        record(
            session,
            actor,
            Act("joint_reception.fill", "joint_reception_kind", kind_id, changes=changes),
        )
    return count


def _windows(sitting: Sitting, number: int) -> list[str]:
    """Units sit at windows, numbered from the first free one; others have none."""
    if sitting.kind.form != "units":
        return [""] * number
    taken = {duty.window for duty in sitting.duties}
    free = (f"{n}号窗口" for n in range(1, 200))
    return [
        window for _, window in zip(range(number), (each for each in free if each not in taken), strict=False)
    ]


def _mine(member: Member, sitting: Sitting) -> bool:
    return any(duty.sitter.key == member.key for duty in sitting.duties)


def _load(member: Member, kind: Kind, everything: Sequence[Sitting]) -> int:
    return sum(each.kind_id == kind.id and _mine(member, each) for each in everything)


def _busy(member: Member, everything: Sequence[Sitting]) -> list[Hours]:
    return [
        each.hours
        for each in everything
        if any(
            resource.key == member.key
            for resource in queries.booking(each).resources
            if resource.sort in (Sort.PERSON, Sort.UNIT)
        )
    ]


def _last(member: Member, kind: Kind, everything: Sequence[Sitting], before: date) -> date | None:
    days = [
        each.day
        for each in everything
        if each.day < before and each.kind_id == kind.id and _mine(member, each)
    ]
    return max(days, default=None)
