"""Monthly tallies of each office's register (名册月计): kept in the saving transaction, as nearly its last statement."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from xinfang_site.database import at_the_end
from xinfang_site.petitions.models import SORT_KEY_BASE
from xinfang_site.sessions import SENT_AHEAD, is_sqlite

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
    """Write the changes in a fixed order, so that parallel writers cannot deadlock."""
    rows = [(*key, total) for key, total in sorted(deltas.items()) if total]
    if not rows:
        return
    if is_sqlite(session):
        session.connection().execute(_ADD, [dict(zip(_COLUMNS, row, strict=True)) for row in rows])
    else:
        columns = zip(_COLUMNS, map(list, zip(*rows, strict=True)), strict=True)
        session.connection().execute(_PG_ADD, dict(columns), execution_options=SENT_AHEAD)


def drop_empty(session: Session, deltas: Deltas) -> None:
    """At the end of the transaction, delete the changed rows whose count has become zero.

    Only changed rows: they are locked already. Locking others as well could make writers wait for each other.
    """
    at_the_end(session, _drop_empty, set).update(key for key, total in deltas.items() if total)


def _drop_empty(session: Session, keys: set[tuple[int, str, str, int]]) -> None:
    if not keys:
        return
    if is_sqlite(session):
        session.connection().execute(_DROP, [dict(zip(_COLUMNS, key, strict=False)) for key in keys])
    else:
        columns = zip(_COLUMNS, map(list, zip(*keys, strict=True)), strict=False)
        session.connection().execute(_PG_DROP, dict(columns), execution_options=SENT_AHEAD)


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
_DROP = text(
    "DELETE FROM register_tally WHERE office_id = :office_id AND dimension = :dimension AND value = :value"
    " AND month = :month AND total = 0"
)
_PG_DROP = text(
    "DELETE FROM register_tally AS tally USING unnest("
    "CAST(:office_id AS integer[]), CAST(:dimension AS text[]), CAST(:value AS text[]), CAST(:month AS integer[]))"
    " AS gone(office_id, dimension, value, month)"
    " WHERE tally.office_id = gone.office_id AND tally.dimension = gone.dimension AND tally.value = gone.value"
    " AND tally.month = gone.month AND tally.total = 0"
)
