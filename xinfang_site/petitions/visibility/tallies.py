"""Monthly tallies of each office's register (名册月计): kept in the saving transaction."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import SORT_KEY_BASE, RegisterTally

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
    """Write the changes; in a fixed order, so that parallel writers never wait for each other in a ring."""
    rows = [
        {"office_id": office, "dimension": dimension, "value": value, "month": month, "total": total}
        for (office, dimension, value, month), total in sorted(deltas.items())
        if total
    ]
    if not rows:
        return
    session.connection().execute(_add(session.get_bind().dialect.name), rows)


@cache
def _add(dialect: str) -> Executable:
    """One short statement for any number of rows, so that it is made and compiled once."""
    tally = cast(Table, RegisterTally.__table__)
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(tally)
    return statement.on_conflict_do_update(
        index_elements=["office_id", "dimension", "value", "month"],
        set_={"total": tally.c.total + statement.excluded.total},
    )
