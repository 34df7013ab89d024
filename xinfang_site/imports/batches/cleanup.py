"""What imports leave behind (导入清理): rows nobody ever saw, rows taken back, files past their time."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import system
from xinfang_site.database import writing
from xinfang_site.imports import storage
from xinfang_site.imports.held import Run
from xinfang_site.imports.models import REMOVE, TITLES, BatchState, ImportBatch, ImportedRow
from xinfang_site.jobs.holding import Hold, Lost
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.services import JobDraft, end, enqueue, is_alive, requeue
from xinfang_site.petitions.models import (
    Accused,
    Clock,
    Lookup,
    Petition,
    Petitioner,
    PetitionText,
    SearchPending,
    Step,
)
from xinfang_site.petitions.register_models import EnteringBatch, RegisterRow
from xinfang_site.petitions.visibility import indexing

CHUNK = 200
LEFT, FREED = 2_000, 5_000
"""Matters that leave the registers, and fingerprints that are forgotten, in one transaction: about 50 ms."""
KEPT_DAYS = 30
INTERRUPTED = "导入中断，没有保存任何内容，请重新导入"
_CHILDREN = (RegisterRow, PetitionText, Petitioner, Lookup, Accused, Step, Clock, ImportedRow, SearchPending)
_NEVER_RUN = (BatchState.UPLOADED, BatchState.CHECKING, BatchState.CHECKED)


def remove_rows(session: Session, batch_id: int, run: Run, *, indexed: bool) -> int:
    """Remove the matters of a batch that nobody sees, some at a time; returns how many. A batch that is in stays.

    Args:
        session: the database.
        batch_id: the batch.
        run: who removes them; is told how many are gone, and asked in every transaction.
        indexed: they were visible once: the index, or its waiting list, holds them too.

    Raises:
        Lost: another took the job over; what is there now may be the other's.
    """
    if indexed:
        _leave(session, batch_id, run)
    removed = 0
    while True:
        ids = session.scalars(
            select(Petition.id).where(Petition.batch_id == batch_id).order_by(Petition.id).limit(CHUNK)
        ).all()
        tokens = [indexing.tokens_now(session, each) for each in ids] if indexed else []
        if not ids:
            _forget(session, batch_id, run)
            return removed
        with writing(session):
            run.keep(session)
            if is_in(session, batch_id):
                return removed
            for key, words in tokens:
                indexing.drop(session, key, words)
            for table in _CHILDREN:
                session.execute(delete(table).where(table.petition_id.in_(ids)))
            session.execute(delete(Petition).where(Petition.id.in_(ids)))
        removed += len(ids)
        run(removed, "正在清除")


def _leave(session: Session, batch_id: int, run: Run) -> None:
    """A batch taken back leaves the registers (出册), some matters at a time; until the last has left, the view hides it.

    The fingerprints of its rows go first: the same ledger may be imported anew, corrected.
    """
    free_marks(session, batch_id, run)
    own = select(Petition.id).where(Petition.batch_id == batch_id)
    last, done = 0, 0
    while top := session.scalar(
        select(func.max(own.where(Petition.id > last).order_by(Petition.id).limit(LEFT).subquery().c.id))
    ):
        some = own.where(Petition.id > last, Petition.id <= top)
        with writing(session):
            run.keep(session)
            gone = delete(RegisterRow).where(RegisterRow.petition_id.in_(some))
            session.execute(gone.execution_options(synchronize_session=False))
        last, done = top, done + LEFT
        run(0, f"正在移出名册：{done} 件")
    _forget(session, batch_id, run)


def free_marks(session: Session, batch_id: int, run: Run) -> None:
    """Forget the fingerprints of a batch that was taken back, some at a time.

    The batch's row is locked first: two imports, or the worker, free the same ones in turn, whatever order each finds
    them in.
    """
    own = select(ImportedRow.id).where(ImportedRow.batch_id == batch_id)
    while (
        top := session.scalar(select(func.max(own.order_by(ImportedRow.id).limit(FREED).subquery().c.id)))
    ) is not None:
        with writing(session):
            run.keep(session)
            session.get(ImportBatch, batch_id, with_for_update=True)
            gone = delete(ImportedRow).where(ImportedRow.batch_id == batch_id, ImportedRow.id <= top)
            session.execute(gone.execution_options(synchronize_session=False))
        run(0, "正在清除")


def free_marks_of(session: Session, office_id: int) -> None:
    """The same for all that the office has taken back, before it imports anew: nobody waits for the worker."""
    waiting = select(ImportBatch.id).where(
        ImportBatch.office_id == office_id,
        ImportBatch.state == BatchState.TAKEN_BACK,
        select(ImportedRow.id).where(ImportedRow.batch_id == ImportBatch.id).exists(),
    )
    for batch_id in session.scalars(waiting).all():
        free_marks(session, batch_id, Run())


def is_in(session: Session, batch_id: int) -> bool:
    """Whether the batch was taken in (已导入): everybody sees its matters, and people work on them."""
    return session.scalar(select(ImportBatch.state).where(ImportBatch.id == batch_id)) == BatchState.DONE


def _forget(session: Session, batch_id: int, run: Run) -> None:
    """A batch of which nothing is left is not being entered any more."""
    entering = session.get(EnteringBatch, batch_id) is not None
    session.rollback()
    if entering:
        with writing(session):
            run.keep(session)
            session.execute(delete(EnteringBatch).where(EnteringBatch.batch_id == batch_id))


@dataclass(frozen=True, slots=True)
class _Left(Run):
    """A batch that nobody works on, as it was found (遗留批次); who begins it again has it, and the sweep stops."""

    batch_id: int
    state: str
    hold: Hold

    def keep(self, session: Session) -> None:
        """Whether it still stands as it was found; the job's row first, as whoever begins it takes them.

        Raises:
            Lost: somebody works on it again.
        """
        job = session.get(Job, self.hold.job_id, with_for_update=True)
        batch = session.get_one(ImportBatch, self.batch_id, with_for_update=True)
        as_found = (batch.state, batch.mapping.get("job") or 0) == (self.state, self.hold.job_id)
        if not as_found or (job is not None and (job.state == "running" or job.tries != self.hold.turn)):
            raise Lost(f"batch {self.batch_id}")


def sweep(session: Session) -> int:
    """Remove what dead imports left (清理中断的导入), before an import of the command line, which may be without a worker."""
    removed = 0
    for left, running in _dead(session):
        with suppress(Lost):  # it lives after all, or somebody begins it again, who removes what is left
            if running:
                requeue(session, left.hold)
            removed += remove_rows(session, left.batch_id, left, indexed=left.state == BatchState.TAKEN_BACK)
            if left.state == BatchState.RUNNING:
                _give_up(session, left)
    return removed


def hand_over(session: Session) -> int:
    """Leave it to jobs, which tell how far they have come (交后台清理); for the worker's start, and each hour.

    Returns how many batches there are.
    """
    found = _dead(session)
    for left, running in found:
        with suppress(Lost):
            if running:
                requeue(session, left.hold)
            else:
                _order(session, left)
    return len(found)


def _order(session: Session, left: _Left) -> None:
    """A new job for what no job will clear any more."""
    with writing(session):
        left.keep(session)
        batch = session.get_one(ImportBatch, left.batch_id)
        title = TITLES[REMOVE] if left.state == BatchState.TAKEN_BACK else "清除中断的导入"
        draft = JobDraft("import", title, {"batch": batch.id, "act": REMOVE}, key=f"remove:{batch.id}")
        job = enqueue(session, replace(system("xinfang worker"), office_id=batch.office_id), draft)
        batch.mapping = {**batch.mapping, "job": job.id}


def _give_up(session: Session, left: _Left) -> None:
    """A batch that no worker will begin again has failed; one that waits for its worker goes on waiting."""
    with writing(session):
        left.keep(session)
        job = session.get(Job, left.hold.job_id)
        if job is not None and job.state == "queued":
            if job.arguments["act"] != REMOVE:
                return
            end(job, "failed", INTERRUPTED)
        batch = session.get_one(ImportBatch, left.batch_id)
        batch.state, batch.finished_at, batch.message = BatchState.FAILED, clock.now(), INTERRUPTED


def _dead(session: Session) -> list[tuple[_Left, bool]]:
    """Batches that nobody works on and of which rows, or the mark of being entered, are left over.

    With each whether a job of it counts as running: its process is gone, or stood still for too long.
    """
    rows = session.execute(
        select(ImportBatch.id, ImportBatch.state, ImportBatch.mapping).where(
            ImportBatch.state.in_((BatchState.RUNNING, BatchState.FAILED, BatchState.TAKEN_BACK)),
            (ImportBatch.state == BatchState.RUNNING)
            | select(Petition.id).where(Petition.batch_id == ImportBatch.id).exists()
            | select(EnteringBatch.batch_id).where(EnteringBatch.batch_id == ImportBatch.id).exists(),
        )
    ).all()
    found = []
    for row in rows:
        job_id = row.mapping.get("job") or 0
        job = session.get(Job, job_id)
        if job is None or not is_alive(job):
            left = _Left(row.id, row.state, Hold(job_id, job.tries if job is not None else 0))
            found.append((left, job is not None and job.state == "running"))
    session.rollback()
    return found


def expire(session: Session) -> int:
    """Remove files older than thirty days and uploads that were never imported (到期清理); for ``xinfang daily``."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    old = session.execute(
        select(ImportBatch.id, ImportBatch.upload, ImportBatch.report, ImportBatch.state).where(
            func.coalesce(ImportBatch.finished_at, ImportBatch.started_at) < before,
            (ImportBatch.upload != "") | (ImportBatch.report != ""),
            ImportBatch.state != BatchState.RUNNING,
        )
    ).all()
    for row in old:
        with writing(session):
            if row.state in _NEVER_RUN:
                session.execute(delete(ImportBatch).where(ImportBatch.id == row.id))
            else:
                batch = session.get_one(ImportBatch, row.id)
                batch.upload = batch.report = ""
        storage.remove(row.upload)
        storage.remove(row.report)
    return len(old) + _strays(session)


def _strays(session: Session) -> int:
    """Files that no batch names: left by a crash between file and row."""
    named = {name for row in session.execute(select(ImportBatch.upload, ImportBatch.report)) for name in row}
    stems = {name.partition(".")[0] for name in named if name}
    session.rollback()
    before = (clock.now() - timedelta(days=1)).timestamp()
    strays = [
        path
        for path in storage.folder().iterdir()
        if path.stem not in stems and path.stat().st_mtime < before
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
