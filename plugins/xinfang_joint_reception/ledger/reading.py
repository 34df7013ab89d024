"""One row of a ledger as a session (台账行解读): who, when, where, what came of it, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from xinfang_joint_reception.domain.ledger_words import (
    Named,
    form_in,
    held_in,
    hours_in,
    people_in,
    units_in,
    weekday_fault,
)
from xinfang_joint_reception.rota.models import Kind
from xinfang_site.plugin_api.ledgers import RowResult


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session of the ledger (场次).

    Attributes:
        kind: the kind of reception it belongs to.
        people: leaders or lawyers; for a joint day the units.
        units: units that took part beside a leader.
        held: whether it was held; None where the ledger does not say.
        stand_in: who came instead.
        weekday_fault: the weekday written does not fit the date.
    """

    kind: Kind
    day: date
    starts: time
    ends: time
    people: tuple[Named, ...]
    units: tuple[str, ...]
    firm: str
    licence: str
    place: str
    room: str
    topic: str
    batches: int | None
    visitors: int | None
    held: bool | None
    held_words: str
    stand_in: str
    work: str
    remarks: str
    weekday_fault: str


class _Cells:
    """The cells of a row by field (行内各格): a missing one is an empty text."""

    def __init__(self, row: RowResult) -> None:
        self._values = row.values

    def text(self, name: str, longest: int | None = None) -> str:
        value = self._values.get(name)
        return "" if value is None else " ".join(str(value).split())[:longest]

    def number(self, name: str) -> int | None:
        value = self._values.get(name)
        return value if isinstance(value, int) and value >= 0 else None

    def day(self) -> date | None:
        value = self._values.get("day")
        value = value.date() if isinstance(value, datetime) else value
        return value if isinstance(value, date) else None


def read_row(row: RowResult, kinds: dict[str, Kind], default: str) -> SessionRow | str:
    """The session of a row, or why it holds none.

    Args:
        row: what the core's reader made of it.
        kinds: the office's kinds, by form and by title.
        default: the form of rows that name none.
    """
    cells = _Cells(row)
    text, day = cells.text, cells.day()
    if day is None:
        return "没有可以识别的日期"
    leaders, units = text("people") or text("lawyer"), tuple(units_in(text("units")))
    kind = _kind(text("kind"), row.sheet, kinds, "units" if units and not leaders else default)
    people, units = _present(kind, tuple(people_in(leaders, text("post"))), units)
    if not people:
        return "没有接访人员或者单位"
    starts, ends = hours_in(text("hours"), (kind.starts_at, kind.ends_at))
    return SessionRow(
        kind=kind,
        day=day,
        starts=starts,
        ends=ends,
        people=people,
        units=units,
        firm=text("firm", 120),
        licence=text("licence", 40),
        place=text("place", 80),
        room=text("room", 40),
        topic=text("topic", 80),
        batches=cells.number("batches"),
        visitors=cells.number("visitors"),
        held=held_in(text("held")),
        held_words=text("held", 120),
        stand_in=text("stand_in", 60),
        work=text("work"),
        remarks=text("remarks"),
        weekday_fault=weekday_fault(text("weekday"), day),
    )


def _present(
    kind: Kind, people: tuple[Named, ...], units: tuple[str, ...]
) -> tuple[tuple[Named, ...], tuple[str, ...]]:
    """Who received, and who took part: on a joint day the units receive, and the people are the ones beside."""
    if kind.form == "units" and units:
        return tuple(Named(each) for each in units), tuple(each.name for each in people)
    return people, units


def _kind(words: str, sheet: str, kinds: dict[str, Kind], default: str) -> Kind:
    """By the kind's own title, by its words, by the sheet's name, else the ledger's default."""
    if words in kinds:
        return kinds[words]
    for said in (words, sheet):
        form = form_in(said)
        if form in kinds:
            return kinds[form]
    return kinds[default]
