"""Taking back a bulk change (撤销批量修改): what stood there before comes back, matter by matter.

Only a category or a handler can be taken back, since they replace an earlier value. A note stays, and the statute
knows no way back from a receipt, a lapse or an archiving. The timeline and the audit keep both the change and its
undoing.
"""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.domain.errors import Refused
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.own import job_of
from xinfang_site.petitions.correcting import editing
from xinfang_site.register.bulk import services
from xinfang_site.register.bulk.actions import STEPS, BulkDraft, actions_for
from xinfang_site.register.bulk.run import BROKEN_OFF

WITHIN = timedelta(hours=24)
"""How long after its end a bulk change may be taken back; later it is a change like any other."""


def why_not(session: Session, actor: Actor, job: Job) -> str:
    """Why a bulk action is not taken back, in words; empty where it may be."""
    action, ended = job.arguments["action"], job.finished_at
    reasons = {
        "备注留在办理过程中，不能撤销；写错的，请再加一条备注更正。": action == "note",
        "这一办理按条例完成后不能撤销。": action in STEPS,
        "这是一次撤销。需要再次修改的，请重新批量办理。": bool(job.arguments.get("undoes")),
        "没有改动任何事项，不需要撤销。": not job.result.get("before"),
        "已超过二十四小时，不再成批撤销；需要修改的，请重新办理。": ended is None
        or clock.now() - ended > WITHIN,
        "您现在的岗位不能修改登记内容。": action not in actions_for(actor),
        "已经撤销过。": _undone(session, job),
    }
    return next((words for words, holds in reasons.items() if holds), "")


def undo(session: Session, actor: Actor, job_id: int, reason: str, day: date) -> int:
    """Take a bulk change back; returns the job whose page shows the results.

    Raises:
        Missing: the job is not the actor's own.
        Refused: it may not be taken back any more.
    """
    job = job_of(session, actor, job_id, services.KIND)
    refused = why_not(session, actor, job)
    if refused:
        raise Refused(refused)
    arguments, before = job.arguments, job.result["before"]
    change = editing.Change(arguments["action"], arguments["value"], reason, day)
    ids = tuple(each for each in arguments["ids"] if str(each) in before)
    return services.start(session, actor, BulkDraft(ids, change, undoes=job_id, before=before))


def unknown(job: Job) -> int:
    """How many matters were done just before a break, so that nobody noted what stood there: they are not taken back."""
    return sum(row[3] == BROKEN_OFF for row in job.result.get("rows", []))


def _undone(session: Session, job: Job) -> bool:
    """Whether a later job took this one back."""
    later = session.scalars(
        select(Job).where(Job.account_id == job.account_id, Job.kind == services.KIND, Job.id > job.id)
    )
    return any(each.arguments.get("undoes") == job.id for each in later)
