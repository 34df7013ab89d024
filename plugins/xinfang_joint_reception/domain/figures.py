"""Counting receptions (接访统计): sessions (场次), batches (批次) and persons (人次) are three different things.

A session that nobody came to is a session all the same (临泽2020: 16场次, 6批8人次).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Held:
    """One session as the figures see it (一个场次).

    Attributes:
        day: the day.
        kind: its kind of reception.
        people: names of those who received; a unit's session has the unit here too.
        units: units that took part.
        held: whether it was held; None while it lies ahead.
        batches: groups received.
        visitors: persons received.
        matters: records that became or joined a petition.
        errors: planning errors found in it.
    """

    day: date
    kind: str
    people: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    held: bool | None = True
    batches: int = 0
    visitors: int = 0
    matters: int = 0
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of some sessions (合计).

    Attributes:
        planned: sessions planned, held or not.
        sessions: sessions held (场次).
        empty: of these, sessions without any visitor.
        batches: 批次.
        visitors: 人次.
        matters: matters that became or joined a petition.
    """

    planned: int = 0
    sessions: int = 0
    empty: int = 0
    batches: int = 0
    visitors: int = 0
    matters: int = 0

    def with_session(self, each: Held) -> "Tally":
        """The counts with one session more (计入)."""
        took_place = each.held is True
        return Tally(
            self.planned + 1,
            self.sessions + took_place,
            self.empty + (took_place and each.batches == 0),
            self.batches + (each.batches if took_place else 0),
            self.visitors + (each.visitors if took_place else 0),
            self.matters + (each.matters if took_place else 0),
        )


def total(sessions: Iterable[Held]) -> Tally:
    """All sessions counted (合计)."""
    found = Tally()
    for each in sessions:
        found = found.with_session(each)
    return found


def tally(sessions: Iterable[Held], keys: Callable[[Held], Iterable[str]]) -> dict[str, Tally]:
    """Sessions counted by key (分组统计), keys in order of appearance.

    A session with two leaders counts once for each of them, so these rows add up to more than the total.
    """
    found: dict[str, Tally] = {}
    for each in sessions:
        for key in dict.fromkeys(keys(each)):
            found[key] = found.get(key, Tally()).with_session(each)
    return found


def by_person(each: Held) -> Iterable[str]:
    """Keys: who received (按接访人)."""
    return each.people


def by_unit(each: Held) -> Iterable[str]:
    """Keys: units that took part (按参加单位)."""
    return each.units


def by_kind(each: Held) -> Iterable[str]:
    """Key: the kind of reception (按类别)."""
    return (each.kind,)


def by_month(each: Held) -> Iterable[str]:
    """Key: the month (按月)."""
    return (f"{each.day.year}年{each.day.month}月",)
