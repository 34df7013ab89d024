"""Rows into tables (入库): in short transactions while nobody sees them, then all visible in one.

A matter is visible by its register entry alone. Chunks are written without entries, then the entries of a batch that
is said to be on its way. Other people's saves wait for one chunk at most; the last transaction says that the
batch is there, and all of it appears (docs/decisions/0032-a-batch-appears-at-once.md).
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.database import DatabaseBusy, writing
from xinfang_site.extensions import settings
from xinfang_site.imports.held import Run
from xinfang_site.imports.inserting.appearing import Appearing
from xinfang_site.imports.inserting.bulk import Bulk, Held, Prepared
from xinfang_site.imports.inserting.first_clocks import FirstClocks
from xinfang_site.imports.models import ImportedRow
from xinfang_site.imports.orders import Desk
from xinfang_site.imports.planning.plan import Planned
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.models import Petition, SearchPending
from xinfang_site.petitions.registering import numbers
from xinfang_site.petitions.registering.rows import Filing, PetitionRows

WAITING = 10_000
"""Matters left to the index's upkeep in one transaction: under 50 ms."""
HELD = 10_000
"""Hashes and fingerprints written in one transaction: about 60 ms."""
STEP = ("import", "导入台账")


class Inserter:
    """Writes the matters of one batch (批次入库).

    Args:
        session: the database.
        actor: who imports.
        desk: for which office.
        batch_id: the batch.
        first_levels: the first level of each category.
        run: is told of it, and asked in every transaction.
    """

    def __init__(
        self,
        session: Session,
        actor: Actor,
        desk: Desk,
        batch_id: int,
        first_levels: Mapping[int, int],
        run: Run,
    ) -> None:
        self._session, self._actor, self._desk, self._batch_id = session, actor, desk, batch_id
        self._at, self._today, self._run = clock.now(), clock.today(), run
        self.clocks = FirstClocks(session, self._today)
        self._appearing = Appearing(session, desk, batch_id, first_levels, run)
        self._threshold = settings().collective_threshold
        self._bulk = Bulk(session.get_bind().dialect)
        self._held = {"petition_lookup": Held("hash"), "imported_row": Held("fingerprint")}
        self._written = 0

    def write(self, planned: Sequence[Planned]) -> None:
        """Write a chunk: everything but the entries that would make it visible."""
        rows, marks = PetitionRows(), []
        for place, each in enumerate(planned):
            self._add(rows, each, place)
            marks.append(each.fingerprint)
        if not marks:
            return
        ready = self._ready(rows, marks)
        with writing(self._session):
            self._run.keep(self._session)
            ids = numbers.allocate_ids(self._session, len(marks))
            for table in ready:
                if table.statement.table not in self._held:
                    table.write(self._session, ids)
        for table in ready:
            if table.statement.table in self._held:
                self._held[table.statement.table].add(table, ids)
        self._write_held(HELD)
        self._appearing.note(rows.petitions)

    def _write_held(self, least: int) -> None:
        """Write what waits, once it is so much."""
        for held in self._held.values():
            if len(held) >= least:
                with writing(self._session):
                    self._run.keep(self._session)
                    held.write(self._session)

    def _ready(self, rows: PetitionRows, marks: Sequence[str]) -> list[Prepared]:
        """The rows of every table; encryption and the like are done with before the lock is taken."""
        imported = [
            {
                "office_id": self._desk.office_id,
                "fingerprint": mark,
                "batch_id": self._batch_id,
                "petition_id": place,
            }
            for place, mark in enumerate(marks)
        ]
        ready = [self._bulk.prepare(model, table) for model, table in rows.tables()]
        ready.append(self._bulk.prepare(ImportedRow, imported))
        return [each for each in ready if each is not None]

    def _add(self, rows: PetitionRows, each: Planned, place: int) -> None:
        taken = each.taken
        if taken is None:
            raise ValueError("a row without a matter")
        running = self.clocks.of(taken)
        self._written += 1
        filing = Filing(
            petition_id=place,
            number=numbers.imported_number(self._desk.letters, self._batch_id, self._written),
            office_id=self._desk.office_id,
            actor=self._actor,
            office_name=self._desk.name,
            at=self._at,
            day=self._today,
            threshold=self._threshold,
            state=taken.state,
            unit_id=taken.unit_id,
            due_on=limits.nearest_due(running),
            closed_on=taken.closed_on,
            answer=taken.answer,
            received_known=taken.received_known,
            batch_id=self._batch_id,
            step=STEP,
        )
        rows.add(taken.draft, filing, running)
        source = {"sheet": each.result.sheet, "row": each.result.row_number, **taken.details}
        rows.steps[-1] |= {
            "reason": f"台账“{each.result.sheet}”第{each.result.row_number}行",
            "details": source,
        }

    def put_off(self) -> None:
        """Leave the batch to the index's upkeep, which waits until it is visible; some at a time, before ``publish``."""
        self._write_held(1)
        own, last, done = Petition.batch_id == self._batch_id, 0, 0
        while True:
            some = select(Petition.id).where(own, Petition.id > last).order_by(Petition.id).limit(WAITING)
            top = self._session.scalar(select(func.max(some.subquery().c.id)))
            if top is None:
                return
            rows = select(Petition.sort_key, Petition.id).where(own, Petition.id > last, Petition.id <= top)
            with writing(self._session):
                self._run.keep(self._session)
                self._session.execute(insert(SearchPending).from_select(["sort_key", "petition_id"], rows))
            last, done = top, min(self._written, done + WAITING)
            self._run(self._written, f"正在排入检索：{done} 件")

    def enter(self) -> None:
        """Put the matters into the registers, seen by nobody yet; before ``publish``."""
        self._appearing.enter()

    def publish(self) -> None:
        """Make the batch visible; inside the last ``writing()``."""
        self._appearing.publish()

    def tell_the_planner(self) -> None:
        """SQLite's planner must know of so many new rows; a sample is enough and takes moments.

        The batch is in by then: where the planner cannot be told now, the next one tells it.
        """
        if self._session.get_bind().dialect.name == "sqlite":
            with suppress(DatabaseBusy, OSError), writing(self._session):
                self._session.execute(text("PRAGMA analysis_limit=400"))
                self._session.execute(text("ANALYZE"))
