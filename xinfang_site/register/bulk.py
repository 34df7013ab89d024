"""Bulk actions (批量办理): one matter after another through the single services, a result for each.

Always a job with its own page of results. A short one is done at once; a long one by the worker. Each
matter is one transaction together with the job's count, so that a job taken up again repeats nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.jobs import services
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.people import actor_of
from xinfang_site.missing import Missing
from xinfang_site.petitions.models import RegisterEntry
from xinfang_site.petitions.registering import editing
from xinfang_site.petitions.stepping import services as stepping
from xinfang_site.petitions.stepping.services import StepDraft
from xinfang_site.petitions.visibility import scope

STEPS = {each.value: each for each in (Step.SIGN_FOR, Step.LAPSE, Step.LAPSE_REVIEW, Step.ARCHIVE)}
"""Steps that need no judgement of the single matter: a receipt, a day that has passed, a file to be put away.

All others the statute wants considered one by one: sorting and sending 区分情况 (第二十二条), acceptance by its path
(第三十一条), an extension by how complicated it is (第三十四条), an opinion and its service (第三十二条), whether it is
concluded by what is in the file.
"""
ACTIONS = {
    "note": "添加备注",
    "category": "修改内容分类",
    "handler": "指定或撤销承办人",
    **{value: str(TABLE[step].title) for value, step in STEPS.items()},
}
_EDITS = ("category", "handler")
AT_ONCE = 500
MOST = 20_000
KIND = "bulk"
LEASE = timedelta(seconds=60)
SAVED_EVERY = 50


@dataclass(frozen=True, slots=True)
class BulkDraft:
    """What is to be done to which matters (批量办理): ids in the list's order; archiving has its class of retention."""

    ids: tuple[int, ...]
    change: editing.Change
    retention: str = ""


def actions_for(actor: Actor) -> dict[str, str]:
    """What the actor may do to many matters: changes of a registration are the registering side's (批量办理种类)."""
    edits = "petition.edit" in permissions_of(actor.roles)
    return {
        name: title
        for name, title in ACTIONS.items()
        if (name not in _EDITS or edits) and (name not in STEPS or TABLE[STEPS[name]].actors & actor.roles)
    }


def check_visible(session: Session, actor: Actor, ids: list[int]) -> None:
    """Every matter must stand in the office's register; a foreign one is a missing one.

    Raises:
        Missing: one does not.
    """
    held: set[int] = set()
    for start in range(0, len(ids), 500):
        held.update(
            session.scalars(
                select(RegisterEntry.petition_id).where(
                    *scope.own_register(actor),
                    RegisterEntry.petition_id.in_(ids[start : start + 500]),
                )
            )
        )
    if not set(ids) <= held:
        raise Missing


def start(session: Session, actor: Actor, draft: BulkDraft) -> int:
    """Do it, or queue it when it is long; returns the job whose page shows the results.

    Raises:
        Missing: a matter is not in the office's register.
        Refused: too many at once.
    """
    check_visible(session, actor, list(draft.ids))
    if len(draft.ids) > MOST:
        raise Refused(f"一次最多办理 {MOST} 件，请分批办理")
    change = draft.change
    arguments = {
        "ids": list(draft.ids),
        "action": change.action,
        "value": change.value,
        "reason": change.reason,
        "day": change.day.isoformat(),
        "retention": draft.retention,
    }
    title = f"批量办理：{ACTIONS[change.action]}（{len(draft.ids)} 件）"
    with writing(session):
        job = services.enqueue(session, actor, services.JobDraft(KIND, title, arguments))
        job.total = len(draft.ids)
        at_once = len(draft.ids) <= AT_ONCE
        if at_once:
            # the worker leaves it alone while the lease holds, and finishes it if this process dies
            job.state, job.started_at, job.lease_until = "running", clock.now(), clock.now() + LEASE
        job_id = job.id
    if at_once:
        result = run(session, session.get_one(Job, job_id))
        services.finish(session, job_id, "done", str(result.pop("message")), result)
    return job_id


def run(session: Session, job: Job) -> dict[str, Any]:
    """Do the matters that are not done yet; called by the worker for long ones."""
    actor = actor_of(session, job, "petition.bulk")
    job_id, arguments, done = job.id, job.arguments, job.done
    outcomes = list(job.result.get("rows", []))
    # a job taken up again: what was done just before the break is not done twice
    ids = arguments["ids"]
    outcomes += [[each, "", True, "中断前已处理，结果见办理过程"] for each in ids[len(outcomes) : done]]
    change = editing.Change(
        arguments["action"], arguments["value"], arguments["reason"], date.fromisoformat(arguments["day"])
    )
    wanted = BulkDraft((), change, arguments.get("retention", ""))
    often = max(SAVED_EVERY, len(ids) // 20)
    for position, petition_id in enumerate(ids[done:], done + 1):
        outcomes.append(_one(session, actor, petition_id, wanted, (job_id, position)))
        if position % often == 0:
            with writing(session):
                session.execute(update(Job).where(Job.id == job_id).values(result={"rows": outcomes}))
    number = sum(row[2] for row in outcomes)
    return {"message": f"办理 {number} 件，未办 {len(outcomes) - number} 件", "rows": outcomes}


def _one(
    session: Session, actor: Actor, petition_id: int, wanted: BulkDraft, progress: tuple[int, int]
) -> list[Any]:
    """One matter: its id, number, whether it was done, and what was done or why not."""
    outcome: list[Any] = [petition_id, "", False, "没有找到"]
    try:
        with writing(session):
            seen = scope.see(session, actor, petition_id, lock=True)
            outcome[1] = seen.petition.number
            outcome[3] = _do(session, actor, seen, wanted)
            _count(session, *progress)
        outcome[2] = True
    except Refused as refused:
        outcome[3] = str(refused)
    except Missing:
        pass
    if not outcome[2]:
        with writing(session):
            _count(session, *progress)
            if wanted.change.action in STEPS and outcome[1]:
                act = f"petition.step.{wanted.change.action}"
                record(session, actor, Act(act, "petition", petition_id, outcome[3], result="refused"))
    return outcome


def _do(session: Session, actor: Actor, seen: scope.Seen, wanted: BulkDraft) -> str:
    """What was done to one matter, in words; inside ``writing()``.

    Raises:
        Refused: it may not, by the same rules as alone.
    """
    change = wanted.change
    if change.action not in STEPS:
        return editing.apply(session, actor, seen.petition, change)
    values = {Need.REASON.value: change.reason, "retention": wanted.retention}
    draft = StepDraft(STEPS[change.action], seen.petition.version, values)
    done = stepping.take_within(session, actor, seen, draft, change.day)
    title = ACTIONS[change.action]
    return f"已办理“{title}”，现为“{seen.petition.standing.title}”" if done else f"“{title}”已送审批"


def _count(session: Session, job_id: int, position: int) -> None:
    values = {"done": position, "lease_until": clock.now() + LEASE, "message": "正在办理"}
    session.execute(update(Job).where(Job.id == job_id).values(values))
