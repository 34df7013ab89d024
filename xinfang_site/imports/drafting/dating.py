"""Days of receipt (收到日期): the ledger's, else a neighbour's, never one in the future."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xinfang_site.ledgers.kinds import Note
from xinfang_site.ledgers.petition_kind import LedgerRow

_COLUMN = "收到日期"


@dataclass(frozen=True, slots=True)
class Received:
    """A row's day of receipt (收到日期).

    Attributes:
        day: the day the limits count from.
        known: False when the ledger does not give it.
        original: a day that the ledger gives and that cannot be.
        notes: warnings.
    """

    day: date
    known: bool = True
    original: date | None = None
    notes: tuple[Note, ...] = ()


class Dater:
    """Gives each row its day of receipt (推定收到日期), in the order of the ledger.

    Args:
        today: the day of the import, and the last resort.
        fixed: the clerk's choice for rows without a day; None means the neighbours' day.
    """

    def __init__(self, today: date, fixed: date | None) -> None:
        self._today, self._fixed = today, fixed
        self._above: date | None = None

    def of(self, rows: Sequence[LedgerRow]) -> list[Received]:
        """The days of neighbouring rows."""
        found: list[Received] = []
        for place, row in enumerate(rows):
            if row.received_on is not None and row.received_on <= self._today:
                self._above = row.received_on
                found.append(Received(row.received_on))
            else:
                found.append(self._substitute(rows, place))
        return found

    def _substitute(self, rows: Sequence[LedgerRow], place: int) -> Received:
        row = rows[place]
        day, words = self._nearest(rows, place)
        registered = row.registered_on
        if registered is not None and registered <= self._today and self._fixed is None:
            day, words = registered, "按登记日期"
        later = [each for each in (row.dispatched_on, row.concluded_on) if each is not None and each < day]
        if later and self._fixed is None:
            day, words = min(later), "按本行其他日期"
        why = f"{row.received_on}在今天之后" if row.received_on else "没有收到日期"
        return Received(
            day, known=False, original=row.received_on, notes=(Note(_COLUMN, f"{why}，{words}记为{day}"),)
        )

    def _nearest(self, rows: Sequence[LedgerRow], place: int) -> tuple[date, str]:
        if self._fixed is not None:
            return self._fixed, "按选定的日期"
        if self._above is not None:
            return self._above, "按上一行的日期"
        for row in rows[place + 1 :]:
            if row.received_on is not None and row.received_on <= self._today:
                return row.received_on, "按下一行的日期"
        return self._today, "按导入当日"
