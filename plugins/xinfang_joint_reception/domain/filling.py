"""Filling a rota from the roster (自动排班): fair share, leave and clashes respected, nothing hidden."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from xinfang_joint_reception.domain.bookings import Hours
from xinfang_joint_reception.domain.expansion import Period


@dataclass(frozen=True, slots=True)
class Place:
    """A place to fill (待排岗位): one person or unit in one session.

    Attributes:
        mark: tells places apart.
        session: the session it belongs to; nobody fills two places of one session.
        hours: when.
        by_head: to be filled by a head (主要负责人) where one is free.
    """

    mark: int
    session: int
    hours: Hours
    by_head: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone of the roster (名册成员).

    Attributes:
        mark: tells members apart; the roster's order breaks ties.
        title: what people call the member.
        is_head: may fill the places of the head.
        load: sessions already held or planned in the period.
        away: leave and other periods when the member cannot come.
        busy: hours already taken.
        last: the day of the member's latest session before the places, if any.
    """

    mark: int
    title: str
    is_head: bool = False
    load: int = 0
    away: tuple[Period, ...] = ()
    busy: tuple[Hours, ...] = ()
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """A proposal (排班建议): who fills which place, what stays open, and the share of each."""

    chosen: tuple[tuple[Place, Candidate], ...]
    unfilled: tuple[Place, ...]
    loads: tuple[tuple[Candidate, int, int], ...]
    """Each member with the load before and after (各人场次，前后)."""


@dataclass(slots=True)
class _Work:
    """The state while filling: loads, hours taken, last days."""

    load: Counter[int] = field(default_factory=Counter)
    busy: dict[int, list[Hours]] = field(default_factory=dict)
    last: dict[int, date] = field(default_factory=dict)
    sessions: dict[int, set[int]] = field(default_factory=dict)


def fill(places: Iterable[Place], candidates: Sequence[Candidate]) -> Filling:
    """Propose who fills which place (自动排班建议).

    In the order of time, each place goes to whoever can come and has the fewest sessions; among equals to
    whoever's last one is longest ago, then by the roster's order. The same input gives the same proposal.
    """
    work = _Work(Counter({each.mark: each.load for each in candidates}))
    for each in candidates:
        work.busy[each.mark] = list(each.busy)
        if each.last is not None:
            work.last[each.mark] = each.last
    order = {each.mark: place for place, each in enumerate(candidates)}
    chosen: list[tuple[Place, Candidate]] = []
    unfilled: list[Place] = []
    for place in sorted(places, key=lambda one: (one.hours.day, one.hours.starts, not one.by_head, one.mark)):
        able = [each for each in candidates if _can(each, place, work)]
        heads = [each for each in able if each.is_head] if place.by_head else []
        best = min(
            heads or able,
            key=lambda one: (work.load[one.mark], work.last.get(one.mark, date.min), order[one.mark]),
            default=None,
        )
        if best is None:
            unfilled.append(place)
            continue
        chosen.append((place, best))
        _take(best, place, work)
    loads = tuple((each, each.load, work.load[each.mark]) for each in candidates)
    return Filling(tuple(chosen), tuple(unfilled), loads)


def _can(candidate: Candidate, place: Place, work: _Work) -> bool:
    if candidate.mark in work.sessions.get(place.session, ()):
        return False
    if any(each.holds(place.hours.day) for each in candidate.away):
        return False
    return not any(each.meets(place.hours) for each in work.busy[candidate.mark])


def _take(candidate: Candidate, place: Place, work: _Work) -> None:
    work.load[candidate.mark] += 1
    work.busy[candidate.mark].append(place.hours)
    work.last[candidate.mark] = place.hours.day
    work.sessions.setdefault(place.session, set()).add(candidate.mark)
