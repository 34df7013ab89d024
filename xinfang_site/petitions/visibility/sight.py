"""Which stored rows of the registers are in sight (可见的名册行): all but those of ledgers that are still being entered.

Everybody reads the view, which says the same. Only a query that must name an index asks the stored rows, since
SQLite knows the indexes of tables alone.
"""

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from xinfang_site.petitions.models import SORT_KEY_BASE, Petition, RegisterEntry
from xinfang_site.petitions.register_models import EnteringBatch


def registered() -> ColumnElement[bool]:
    """Whether a register shows the query's matter (已入册): none shows those of a ledger that is still being taken in."""
    return select(RegisterEntry.petition_id).where(RegisterEntry.petition_id == Petition.id).exists()


def in_sight(sort_key: Any) -> ColumnElement[bool]:
    """The view's own condition, for a stored row of this sort key.

    A value and not ``EXISTS``, which PostgreSQL would answer by collecting all matters of the batch for every list.
    """
    entering = (
        select(EnteringBatch.batch_id)
        .join(Petition, EnteringBatch.batch_id == Petition.batch_id)
        .where(Petition.id == sort_key % SORT_KEY_BASE)
    )
    return or_(~select(EnteringBatch.batch_id).exists(), entering.scalar_subquery().is_(None))
