"""Batches as people see them (查询批次): one's own uploads, and what the office has taken in."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.roles import Role
from xinfang_site.imports.batches.remembering import KIND
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.imports.orders import Order
from xinfang_site.imports.planning.summaries import Summary
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.own import JobProgress
from xinfang_site.missing import Missing
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.registering.numbers import imported_number

PAGE = 50
_SHARED = (BatchState.DONE, BatchState.TAKEN_BACK)
_SUPERIORS = frozenset({Role.SECTION_HEAD, Role.LEADER})


def visible(actor: Actor) -> ColumnElement[bool]:
    """Batches an actor may see: of the office, and taken in or one's own."""
    return (
        (ImportBatch.office_id == actor.office_id)
        & (ImportBatch.kind == KIND)
        & or_(ImportBatch.account_id == actor.account_id, ImportBatch.state.in_(_SHARED))
    )


def recent(session: Session, actor: Actor) -> Sequence[ImportBatch]:
    """The latest batches that the actor may see."""
    return session.scalars(
        select(ImportBatch).where(visible(actor)).order_by(ImportBatch.id.desc()).limit(PAGE)
    ).all()


def get(session: Session, actor: Actor, batch_id: int) -> ImportBatch:
    """A batch.

    Raises:
        Missing: there is none, or it is not the actor's to see.
    """
    batch = session.scalar(select(ImportBatch).where(ImportBatch.id == batch_id, visible(actor)))
    if batch is None:
        raise Missing
    return batch


def managed(session: Session, actor: Actor, batch_id: int) -> ImportBatch:
    """A batch that the actor may decide on: one's own, or a command's or a colleague's as a superior.

    Raises:
        Missing: there is none, or it is not the actor's to decide on.
    """
    batch = get(session, actor, batch_id)
    if not may_manage(actor, batch):
        raise Missing
    return batch


def may_manage(actor: Actor, batch: ImportBatch) -> bool:
    """Whether the actor may open the report and take the batch back."""
    return batch.account_id in (None, actor.account_id) or bool(actor.roles & _SUPERIORS)


def imported_before(session: Session, office_id: int, sha256: str, kind: str = KIND) -> ImportBatch | None:
    """The latest batch of the office that took in the very same file."""
    return session.scalar(
        select(ImportBatch)
        .where(
            ImportBatch.office_id == office_id,
            ImportBatch.kind == kind,
            ImportBatch.sha256 == sha256,
            ImportBatch.state == BatchState.DONE,
            ImportBatch.imported > 0,
        )
        .order_by(ImportBatch.id.desc())
        .limit(1)
    )


def order_of(batch: ImportBatch) -> Order:
    """The clerk's choices."""
    return Order.from_json(batch.mapping.get("order", {}))


def summary_of(batch: ImportBatch) -> Summary | None:
    """What the trial or the import came to."""
    found = batch.mapping.get("summary")
    return Summary.from_json(found) if found else None


def job_of(session: Session, batch: ImportBatch) -> Job | None:
    """The latest job of a batch."""
    return session.get(Job, batch.mapping.get("job") or 0)


def progress_of(session: Session, batch: ImportBatch) -> JobProgress | None:
    """How far the batch's job has come; None when none runs."""
    job = job_of(session, batch)
    if job is None or job.state not in ("queued", "running"):
        return None
    words = job.message or ("排队等候" if job.state == "queued" else "正在进行")
    return JobProgress(job.title, words, job.done, job.total, finished=False)


def has_matters(session: Session, batch: ImportBatch) -> bool:
    """Whether the tables still hold matters of a batch, seen or not."""
    return session.scalar(select(Petition.id).where(Petition.batch_id == batch.id).limit(1)) is not None


def number_prefix(session: Session, batch: ImportBatch) -> str:
    """What the numbers of a batch's matters begin with; no other number holds it."""
    letters = session.scalars(select(Office.letters).where(Office.id == batch.office_id)).one()
    return imported_number(letters, batch.id, 0).removesuffix("000000")
