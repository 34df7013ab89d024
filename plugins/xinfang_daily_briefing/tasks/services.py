"""Instructions (批示): given on a line, answered by the unit, closed by the desk. One transaction each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.issues.models import Edition
from xinfang_daily_briefing.rules import contents, privacy, tasks
from xinfang_daily_briefing.rules.words import TaskState
from xinfang_daily_briefing.tasks.models import Reply, Task
from xinfang_site.plugin_api.data import Act, Missing, Refused, check_version, record, writing
from xinfang_site.plugin_api.dates import now, today, work_calendar
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.people import Role, office, offices_around


@dataclass(frozen=True, slots=True)
class Instruction:
    """An instruction as a leader gives it (批示)."""

    text: str
    unit_id: int
    due_on: date
    submission: str


def instruct(session: Session, actor: Actor, edition: Edition, matter: str, draft: Instruction) -> int:
    """Give an instruction on a line of a signed version; the form sent twice makes one task.

    Raises:
        Missing: the line is not there or not for this reader.
        Refused: the day has passed, the unit is not of this district, the text holds personal data.
    """
    content = contents.for_reader(edition.content, scope.reader(actor, edition.office_id))
    line = contents.line_of(content, matter)
    if line is None:
        raise Missing
    day = today()
    _check(session, edition.office_id, draft, day)
    issue_id, office_id = edition.issue_id, edition.office_id
    with writing(session):
        made = session.scalar(select(Task.id).where(Task.submission == draft.submission))
        if made is not None:
            return made
        task = Task(
            office_id=office_id,
            issue_id=issue_id,
            item_id=line["item"],
            lead=line["lead"].removeprefix("批示办理："),
            column=line["column"],
            audience=line["audience"],
            named=line["named"],
            text=draft.text,
            leader_id=actor.account_id,
            leader_name=actor.name,
            given_at=now(),
            given_on=day,
            unit_id=draft.unit_id,
            unit_name=office(session, draft.unit_id).short_name,
            due_on=draft.due_on,
            submission=draft.submission,
        )
        session.add(task)
        session.flush()
        record(session, actor, Act("daily_briefing.task.give", "daily_briefing_task", task.id))
        return task.id


def _check(session: Session, office_id: int, draft: Instruction, day: date) -> None:
    """The day is to come, the unit is of the district, the text holds nobody's data."""
    tasks.check_due(draft.due_on, day)
    found = privacy.personal_data({"text": draft.text})
    if found:
        raise Refused(f"{found[0].words}，请删去", field="text")
    if draft.unit_id not in {each.id for each in offices_around(session, office_id, day)}:
        raise Refused("所选单位不在本区，请重新选择", field="unit_id")


def reply(session: Session, actor: Actor, task_id: int, text: str, version: int) -> None:
    """The unit's reply; added to those before.

    Raises:
        Refused: the task is closed, another unit's, or the text holds personal data.
        StaleEditError: someone else acted on it in the meantime.
    """
    found = privacy.personal_data({"text": text})
    if found:
        raise Refused(f"{found[0].words}，请删去", field="text")
    with writing(session):
        task = get(session, actor, task_id, lock=True)
        if actor.office_id != task.unit_id:
            raise Refused("只有责任单位才能回复")
        check_version(task, version)
        task.state = tasks.replied(task.state_word)
        unit = office(session, task.unit_id).short_name
        task.replies.append(
            Reply(
                office_id=task.office_id,
                text=text,
                at=now(),
                account_id=actor.account_id,
                name=actor.name,
                unit_name=unit,
            )
        )
        record(session, actor, Act("daily_briefing.task.reply", "daily_briefing_task", task.id))


def close(session: Session, actor: Actor, task_id: int, version: int) -> None:
    """The leader or the desk closes a task that was replied to (办结).

    Raises:
        Refused: nothing was replied yet, it is closed, or it is not theirs to close.
        StaleEditError: someone else acted on it in the meantime.
    """
    with writing(session):
        task = get(session, actor, task_id, lock=True)
        if actor.account_id != task.leader_id and not scope.is_desk(actor, task.office_id):
            raise Refused("由批示的领导或者要情编辑部办结")
        check_version(task, version)
        task.state = tasks.closed(task.state_word)
        task.closed_on, task.closed_by = today(), actor.name
        record(session, actor, Act("daily_briefing.task.close", "daily_briefing_task", task.id))


def get(session: Session, actor: Actor, task_id: int, *, lock: bool = False) -> Task:
    """A task that the actor may see.

    Raises:
        Missing: there is none, or it is not for him.
    """
    query = select(Task).where(Task.id == task_id, _seen(actor))
    found = session.scalar(query.with_for_update(of=Task) if lock else query)
    if found is None:
        raise Missing
    return found


def listed(session: Session, actor: Actor, *, done: bool) -> Sequence[Task]:
    """Tasks that the actor may see: the open ones by their day, or those closed last."""
    query = select(Task).where(_seen(actor))
    if done:
        query = query.where(Task.state == TaskState.CLOSED).order_by(Task.closed_on.desc(), Task.id.desc())
    else:
        query = query.where(Task.state != TaskState.CLOSED).order_by(Task.due_on, Task.id)
    return session.scalars(query.limit(200)).all()


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """An instruction that waits for a unit's reply (待回复批示)."""

    task_id: int
    lead: str
    due_on: date


def to_answer(session: Session, actor: Actor) -> list[ToAnswer]:
    """What the actor's unit has to reply to and the actor may see, by its day."""
    query = _TO_ANSWER if actor.roles - {Role.LEADER} else _LEADERS_TO_ANSWER
    rows = session.execute(query, {"account": actor.account_id, "office": actor.office_id})
    return [ToAnswer(*row) for row in rows]


_TO_ANSWER = (
    select(Task.id, Task.lead, Task.due_on)
    .where(Task.unit_id == bindparam("office"), Task.state == TaskState.OPEN)
    .order_by(Task.due_on, Task.id)
    .limit(200)
)
_LEADERS_TO_ANSWER = _TO_ANSWER.where(Task.leader_id == bindparam("account"))
"""What :func:`_seen` leaves of the unit's own: all of it, or a leader's own. Made once: every home page asks."""


def _seen(actor: Actor) -> ColumnElement[bool]:
    """The leader's own, those of his unit, all of his desk."""
    conditions: list[ColumnElement[bool]] = [Task.leader_id == actor.account_id]
    if actor.roles - {Role.LEADER}:
        conditions.append(Task.unit_id == actor.office_id)
    if actor.office_id is not None and scope.is_desk(actor, actor.office_id):
        conditions.append(Task.office_id == actor.office_id)
    return or_(*conditions)


def units(session: Session, office_id: int) -> list[tuple[int, str]]:
    """Units of the district that an instruction may go to."""
    return [(each.id, each.short_name) for each in offices_around(session, office_id, today())]


def usual_due(session: Session, working_days: int) -> date:
    """The day that a task gets unless the leader says otherwise."""
    return work_calendar(session).add_working_days(today(), working_days).day
