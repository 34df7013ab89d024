"""Monthly tallies of each office's register (名册月计): kept in the saving transaction, as nearly its last statement."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from xinfang_site.database import at_the_end
from xinfang_site.petitions.models import SORT_KEY_BASE, RegisterTally
from xinfang_site.sessions import SENT_AHEAD

DIMENSIONS = {
    "state": "state",
    "channel": "channel_id",
    "category": "category_id",
    "topic": "topic_id",
    "unit": "unit_id",
}
Deltas = Counter[tuple[int, str, str, int]]


def month_of(sort_key: int) -> int:
    """``yyyymm`` of a sort key."""
    return sort_key // SORT_KEY_BASE // 100


def first_key(month: int) -> int:
    """A sort key of a month, below those of its matters."""
    return month * 100 * SORT_KEY_BASE


def count(deltas: Deltas, entry: Mapping[str, Any], step: int) -> None:
    """Add a register entry to ``deltas``, or take it out with ``step=-1``."""
    office, month = entry["office_id"], month_of(entry["sort_key"])
    deltas[(office, "all", "", month)] += step
    for dimension, column in DIMENSIONS.items():
        deltas[(office, dimension, str(entry[column]), month)] += step


def apply(session: Session, deltas: Deltas) -> None:
    """Add the changes to those that the open ``writing()`` writes last."""
    at_the_end(session, _write, Counter).update(deltas)


def _write(session: Session, deltas: Deltas) -> None:
    """Write the changes; in a fixed order, so that parallel writers never wait for each other in a ring."""
    rows = [(*key, total) for key, total in sorted(deltas.items()) if total]
    if not rows:
        return
    if session.get_bind().dialect.name == "sqlite":
        session.connection().execute(_ADD, [dict(zip(_COLUMNS, row, strict=True)) for row in rows])
    else:
        columns = zip(_COLUMNS, map(list, zip(*rows, strict=True)), strict=True)
        session.connection().execute(_PG_ADD, dict(columns), execution_options=SENT_AHEAD)


def drop_empty(session: Session, offices: Iterable[int]) -> None:
    """Rows of these offices that count nothing any more go, after all changes."""
    at_the_end(session, _drop_empty, set).update(offices)


def _drop_empty(session: Session, offices: set[int]) -> None:
    empty = RegisterTally.office_id.in_(offices), RegisterTally.total == 0
    session.execute(delete(RegisterTally).where(*empty))


_COLUMNS = ("office_id", "dimension", "value", "month", "total")
# made once and for all: every save comes through here
_ADD = text(
    "INSERT INTO register_tally (office_id, dimension, value, month, total)"
    " VALUES (:office_id, :dimension, :value, :month, :total)"
    " ON CONFLICT (office_id, dimension, value, month) DO UPDATE SET total = register_tally.total + excluded.total"
)
_PG_ADD = text(
    "INSERT INTO register_tally (office_id, dimension, value, month, total) SELECT * FROM unnest("
    "CAST(:office_id AS integer[]), CAST(:dimension AS text[]), CAST(:value AS text[]), CAST(:month AS integer[]),"
    " CAST(:total AS integer[]))"
    " ON CONFLICT (office_id, dimension, value, month) DO UPDATE SET total = register_tally.total + excluded.total"
)
