"""Doing a bulk action (批量办理过程): one matter after another through the single services, a result for each.

Each matter is one transaction together with the job's count, so that a job taken up again repeats nothing.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.jobs.holding import Hold
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.people import Client, actor_of
from xinfang_site.missing import Missing
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.stepping import services as stepping
from xinfang_site.petitions.visibility import scope
from xinfang_site.register.bulk.actions import ACTIONS, STEPS, BulkDraft

SAVES = 200
"""How often a job's results are saved, at most: after each matter of a short one."""
BROKEN_OFF = "中断前已处理，结果见办理过程"
RIGHT = "petition.bulk"


def run(session: Session, job: Job) -> dict[str, Any]:
    """Do the matters that are not done yet; called by the worker for long ones.

    Raises:
        Refused: the person may not any more; what was done until then stays, with its results.
        Lost: another worker has the job.
    """
    actor_of(session, job, RIGHT, "其余的没有办理" if job.done else "任务没有执行")
    hold, arguments, done = Hold.of(job), job.arguments, job.done
    client = Client(job.account_id, job.office_id)
    outcomes = list(job.result.get("rows", []))
    # a job taken up again: what was done just before the break is not done twice
    ids = arguments["ids"]
    outcomes += [[each, "", True, BROKEN_OFF] for each in ids[len(outcomes) : done]]
    change = editing.Change(
        arguments["action"], arguments["value"], arguments["reason"], date.fromisoformat(arguments["day"])
    )
    undoes, had = arguments.get("undoes", 0), arguments.get("before", {})
    wanted = BulkDraft((), change, arguments.get("retention", ""), undoes, had)
    owned, before = dict(job.result), dict(job.result.get("before", {}))

    def save() -> None:
        with writing(session):
            hold.keep(session, result={**owned, "rows": outcomes, "before": before})

    often = max(1, len(ids) // SAVES)
    for position, petition_id in enumerate(ids[done:], done + 1):
        try:
            outcomes.append(_one(session, petition_id, wanted, (hold, client, position), before))
        except Refused:
            save()
            raise
        if position % often == 0:
            save()
    number = sum(row[2] for row in outcomes)
    message = f"办理 {number} 件，未办 {len(outcomes) - number} 件"
    return {"message": message, "rows": outcomes, "before": before}


def _one(
    session: Session,
    petition_id: int,
    wanted: BulkDraft,
    progress: tuple[Hold, Client, int],
    before: dict[str, int | None],
) -> list[Any]:
    """One matter: its id, number, whether it was done, and what was done or why not.

    What stood there goes into ``before``. Raises as :func:`run`.
    """
    outcome: list[Any] = [petition_id, "", False, "没有找到"]
    hold, client, position = progress
    actor = actor_of(session, client, RIGHT, "其余的没有办理")
    try:
        with writing(session):
            _count(session, hold, position)
            seen = scope.see(session, actor, petition_id, lock=True)
            outcome[1] = seen.petition.number
            was = editing.held(seen.petition, wanted.change.action)
            outcome[3] = _do(session, actor, seen, wanted)
            changed = editing.held(seen.petition, wanted.change.action) != was
        outcome[2] = True
        if changed:
            before[str(petition_id)] = was
    except Refused as refused:
        outcome[3] = str(refused)
    except Missing:
        pass
    if not outcome[2]:
        with writing(session):
            _count(session, hold, position)
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
    if wanted.undoes:
        back = replace(change, value=wanted.before[str(seen.petition.id)])
        return editing.put_back(session, actor, seen.petition, back, made=change.value)
    if change.action not in STEPS:
        return editing.apply(session, actor, seen.petition, change)
    values = {Need.REASON.value: change.reason, "retention": wanted.retention}
    draft = stepping.StepDraft(STEPS[change.action], seen.petition.version, values)
    done = stepping.take_within(session, actor, seen, draft, change.day)
    title = ACTIONS[change.action]
    return f"已办理“{title}”，现为“{seen.petition.standing.title}”" if done else f"“{title}”已送审批"


def _count(session: Session, hold: Hold, position: int) -> None:
    hold.keep(session, done=position, message="正在办理")
