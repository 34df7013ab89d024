"""A batch comes into sight (批次可见): its register entries, made where the rows are, and what the tallies count.

Entries of a hundred thousand matters take a second. They are therefore put in some at a time, so that nobody's save
waits for more than a few; until the last one is there, the view that everybody reads leaves the batch out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Text, case, cast, delete, func, insert, literal, select
from sqlalchemy.orm import Session, aliased

from xinfang_site.codes.models import Code
from xinfang_site.database import writing
from xinfang_site.imports.held import Run
from xinfang_site.imports.orders import Desk
from xinfang_site.jobs.holding import Lost
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.register_models import EnteringBatch, RegisterRow
from xinfang_site.petitions.visibility import entries, parts, tallies

_COLUMNS = ("office_id", "sort_key", "petition_id", "role", "state", "channel_id", "category_id", "topic_id")
ENTERED = 3_000
"""Matters put into the registers in one transaction: about 60 ms."""
_COUNTED = ("state", "channel_id", "category_id", "unit_id")
"""What tallies count of a matter, beside its month."""


class Appearing:
    """What makes the matters of a batch visible (批次可见).

    Args:
        session: the database.
        desk: the office that imports.
        batch_id: the batch.
        first_levels: the first level of each category.
        run: is told of it, and asked in every transaction.
    """

    def __init__(
        self, session: Session, desk: Desk, batch_id: int, first_levels: Mapping[int, int], run: Run
    ) -> None:
        self._session, self._desk, self._batch_id = session, desk, batch_id
        self._first_levels, self._run = first_levels, run
        self._alike: Counter[tuple[Any, ...]] = Counter()

    def note(self, petitions: Sequence[Mapping[str, Any]]) -> None:
        """Remember what the tallies will have to count."""
        self._alike.update(
            (tallies.month_of(row["sort_key"]), *(row[name] for name in _COUNTED)) for row in petitions
        )

    def enter(self) -> None:
        """Put the matters into the registers, some at a time and seen by nobody; before ``publish``."""
        with writing(self._session):
            self._run.keep(self._session)
            self._session.add(EnteringBatch(batch_id=self._batch_id))
        keys = (
            select(Petition.sort_key).where(Petition.batch_id == self._batch_id).order_by(Petition.sort_key)
        )
        found = self._session.scalars(keys).all()
        for start in range(0, len(found), ENTERED):
            some = found[start : start + ENTERED]
            with writing(self._session):
                self._run.keep(self._session)
                self._enter_all(Petition.sort_key.between(some[0], some[-1]))
            done = start + len(some)
            self._run(len(found), f"正在编入名册：{done} 件")

    def publish(self) -> None:
        """Make the batch visible; inside the last ``writing()``.

        Raises:
            Refused: the person may not import any more.
            Lost: another took the batch for dead and removed it.
        """
        self._run.hand_over(self._session)
        mark = delete(EnteringBatch).where(EnteringBatch.batch_id == self._batch_id)
        if not self._session.execute(mark).rowcount:  # type: ignore[attr-defined]  # a DELETE has it
            raise Lost(f"batch {self._batch_id} was removed while it was entered")
        tallies.apply(self._session, self._deltas())

    def _enter_all(self, *among: Any) -> None:
        """Entries of some matters in every register where they belong."""
        own = literal(self._desk.office_id)
        self._enter(own, parts.REGISTRAR, *among)
        taken = [self._desk.office_id]
        if self._desk.above_id is not None:
            self._enter(literal(self._desk.above_id), parts.ABOVE, *among)
            taken.append(self._desk.above_id)
        unit = (Petition.unit_id.is_not(None), Petition.unit_id.not_in(taken))
        self._enter(Petition.unit_id, parts.UNIT, *unit, *among)

    def _deltas(self) -> tallies.Deltas:
        """Tallies of the entries that ``publish`` makes; matters alike in all that is counted are counted at once."""
        deltas: tallies.Deltas = tallies.Deltas()
        for (month, *values), total in self._alike.items():
            row = {**dict(zip(_COUNTED, values, strict=True)), "id": 0, "due_on": None}
            row["sort_key"] = tallies.first_key(month)
            offices = {self._desk.office_id: parts.REGISTRAR}
            for office_id, role in ((self._desk.above_id, parts.ABOVE), (row["unit_id"], parts.UNIT)):
                if office_id is not None:
                    offices.setdefault(office_id, role)
            first_level = self._first_levels.get(row["category_id"], 0)
            for entry in entries.entry_rows(row, first_level, offices):
                tallies.count(deltas, entry, total)
        return deltas

    def _enter(self, office: Any, role: str, *conditions: Any) -> None:
        """Register entries of the batch, made where the rows are: ``entries.entry_rows`` in SQL."""
        code, parent, grand = Code, aliased(Code), aliased(Code)
        first = func.coalesce(grand.id, parent.id, code.id, 0)
        plain = func.replace(cast(Petition.due_on, Text), "-", "")
        due = case((Petition.due_on.is_(None), entries.NO_DUE), else_=cast(plain, BigInteger))
        chosen = (
            select(
                office,
                Petition.sort_key,
                Petition.id,
                literal(role),
                Petition.state,
                Petition.channel_id,
                first,
                func.coalesce(Petition.category_id, 0),
                func.coalesce(Petition.unit_id, 0),
                due,
            )
            .outerjoin(code, code.id == Petition.category_id)
            .outerjoin(parent, parent.id == code.parent_id)
            .outerjoin(grand, grand.id == parent.parent_id)
            .where(Petition.batch_id == self._batch_id, *conditions)
            .order_by(Petition.sort_key)
        )
        self._session.execute(insert(RegisterRow).from_select([*_COLUMNS, "unit_id", "due"], chosen))
