"""Month grids (月历) of a year, Monday first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from xinfang_site.calendars.models import CalendarDay


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a grid (日): ``mark`` is 休, 班 or empty; ``name`` why."""

    day: date
    mark: str
    name: str
    weekend: bool


@dataclass(frozen=True, slots=True)
class Month:
    """One month (月): weeks of seven cells, None outside the month."""

    number: int
    weeks: tuple[tuple[Cell | None, ...], ...]


def months(year: int, special: Mapping[date, CalendarDay]) -> tuple[Month, ...]:
    """The twelve grids of ``year``."""
    return tuple(Month(number, _weeks(year, number, special)) for number in range(1, 13))


def _weeks(year: int, month: int, special: Mapping[date, CalendarDay]) -> tuple[tuple[Cell | None, ...], ...]:
    first = date(year, month, 1)
    cells: list[Cell | None] = [None] * first.weekday()
    day = first
    while day.month == month:
        cells.append(_cell(day, special.get(day)))
        if day == date.max:
            break
        day += timedelta(days=1)
    cells += [None] * (-len(cells) % 7)
    return tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7))


def _cell(day: date, special: CalendarDay | None) -> Cell:
    weekend = day.weekday() >= 5
    if special is None:
        return Cell(day, "", "", weekend)
    mark = "班" if special.working else "休"
    return Cell(
        day, mark, special.name.removesuffix("调休上班") if special.working else special.name, weekend
    )
