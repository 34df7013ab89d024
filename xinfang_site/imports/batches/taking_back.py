"""Taking a batch back (撤回批次): whole, and only while nobody has touched any of its matters."""

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.imports.batches import queries
from xinfang_site.imports.inserting.inserter import STEP
from xinfang_site.imports.models import REMOVE, TITLES, BatchState, ImportBatch
from xinfang_site.jobs.services import JobDraft, enqueue
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.models import Link, Petition, Step
from xinfang_site.petitions.proposal_models import Proposal
from xinfang_site.petitions.register_models import EnteringBatch, RegisterRow
from xinfang_site.petitions.visibility import tallies
from xinfang_site.sessions import is_sqlite

_MONTH = 10**9  # sort key to yyyymm
_NAMED = 3


def take_back(session: Session, actor: Actor, batch_id: int, reason: str) -> int:
    """Make a batch disappear at once; a job removes its rows afterwards. Returns how many matters.

    Raises:
        Missing: not the actor's to decide on.
        Refused: it is not imported, or a matter was touched since.
    """
    queries.managed(session, actor, batch_id)
    # counted before the lock is taken: of a batch that nobody has touched nothing changes until it is
    counted = _counted(session, batch_id)
    with writing(session):
        session.get_one(ImportBatch, batch_id, with_for_update=True)
        batch = queries.managed(session, actor, batch_id)
        if batch.state != BatchState.DONE or not batch.imported:
            raise Refused("这一批次没有可以撤回的内容")
        if why := _hindrance(_touched(session, batch.id, version=_bar(session, batch.id))):
            raise Refused(why)
        count = batch.imported
        session.add(EnteringBatch(batch_id=batch.id))
        tallies.apply(session, counted)
        tallies.drop_empty(session, counted)
        batch.state, batch.message = (
            BatchState.TAKEN_BACK,
            f"{actor.name} 于 {clock.today()} 撤回：{reason}"[:500],
        )
        job = enqueue(session, actor, JobDraft("import", TITLES[REMOVE], {"batch": batch.id, "act": REMOVE}))
        job.total = count
        batch.mapping = {**batch.mapping, "job": job.id}
        changes = {"state": ["done", "taken_back"], "imported": [count, 0]}
        record(session, actor, Act("import.take_back", "import", batch.code, reason=reason, changes=changes))
    return count


def _bar(session: Session, batch_id: int) -> int:
    """See to it that a step taken at this moment is refused; returns the version of matters that nobody has touched.

    On SQLite writers come one after another, and the next one no longer finds the matter. On PostgreSQL one may have
    found it already: it then meets another version. Nobody but whoever works on this very batch waits for that.
    """
    if is_sqlite(session):
        return 1
    session.execute(
        update(Petition)
        .where(Petition.batch_id == batch_id)
        .values(version=Petition.version + 1)
        .execution_options(synchronize_session=False)
    )
    return 2


def hindrance(session: Session, batch_id: int) -> str:
    """Why a batch cannot be taken back as things stand (不能撤回的原因); empty when it can."""
    found = _hindrance(_touched(session, batch_id, version=1))
    session.rollback()
    return found


def _hindrance(touched: list[str]) -> str:
    if not touched:
        return ""
    more = " 等" if len(touched) > _NAMED else " "
    return f"不能撤回：{'、'.join(touched[:_NAMED])}{more}在导入后已有办理、修改、附件或者关联"


def _touched(session: Session, batch_id: int, *, version: int) -> list[str]:
    """Numbers of matters that somebody worked on; ``version`` is what untouched ones bear."""
    own = select(Petition.id).where(Petition.batch_id == batch_id)
    rows = session.scalars(
        select(Petition.number)
        .where(
            Petition.batch_id == batch_id,
            or_(
                Petition.version > version,
                Petition.query_digest.is_not(None),
                Petition.id.in_(
                    select(Step.petition_id).where(Step.petition_id.in_(own), Step.code != STEP[0])
                ),
                Petition.id.in_(select(Attachment.petition_id)),
                Petition.id.in_(select(Link.petition_id)),
                Petition.id.in_(select(Link.other_id)),
                Petition.id.in_(select(Proposal.petition_id)),
            ),
        )
        .order_by(Petition.number)
        .limit(_NAMED + 1)
    )
    return list(rows)


def _counted(session: Session, batch_id: int) -> tallies.Deltas:
    """What the tallies of all registers lose with the batch."""
    own = select(Petition.id).where(Petition.batch_id == batch_id)
    entry = RegisterRow
    month = entry.sort_key // _MONTH
    counted = [getattr(entry, column) for column in dict.fromkeys(tallies.DIMENSIONS.values())]
    grouped = session.execute(
        select(entry.office_id, month.label("month"), *counted, func.count().label("total"))
        .where(entry.petition_id.in_(own))
        .group_by(entry.office_id, month, *counted)
    )
    deltas: tallies.Deltas = tallies.Deltas()
    for row in grouped.mappings():
        tallies.count(deltas, {**row, "sort_key": row["month"] * _MONTH}, -row["total"])
    return deltas
