"""Drafting (自动拟稿): the day's draft from items, carried matters, instructions and the other modules; safe twice."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.issues.models import Issue, Line
from xinfang_daily_briefing.items import news
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.rules import days, prose, tasks
from xinfang_daily_briefing.rules.times import china_day, end_of
from xinfang_daily_briefing.rules.words import Audience, Column, IssueState, Stage, TaskState
from xinfang_daily_briefing.tasks.models import Task
from xinfang_site.plugin_api.asking import briefing_items
from xinfang_site.plugin_api.data import Act, Refused, check_version, record, writing
from xinfang_site.plugin_api.dates import now, work_calendar
from xinfang_site.plugin_api.hooks import Actor, BriefingItem

CARRY_DAYS = 30
"""A matter without news for longer is not carried by itself any more; a 续报 brings it back."""
CARRIED = "结转"
_COLUMNS = {str(each.title): each for each in Column}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A line as it is proposed (拟编条目)."""

    matter: str
    column: Column
    lead: str
    body: str
    mark: str = ""
    url: str = ""
    unit_name: str = ""
    audience: str = Audience.EVERYONE
    named: list[int] = field(default_factory=list)
    item_id: int | None = None
    task_id: int | None = None
    included: bool = True


def make(session: Session, actor: Actor, office_id: int, day: date) -> int | None:
    """Make the draft of a day; None if there is one already.

    Raises:
        Refused: no issue is due on that day.
    """
    if not days.is_due(work_calendar(session), day):
        raise Refused(f"{day.isoformat()} 不是工作日，不出刊", field="day")
    told = from_modules(session, office_id, day)
    try:
        with writing(session):
            if issue_of(session, office_id, day) is not None:
                return None
            moment = now()
            issue = Issue(office_id=office_id, day=day, year=day.year, made_at=moment, seen_until=moment)
            session.add(issue)
            session.flush()
            place(session, issue, [*gather(session, office_id, day), *told])
            record(session, actor, Act("daily_briefing.issue.draft", "daily_briefing_issue", issue.id))
            return issue.id
    except IntegrityError:  # another worker was faster
        return None


def issue_of(session: Session, office_id: int, day: date) -> int | None:
    """The id of an office's issue of a day, or None."""
    return session.scalar(select(Issue.id).where(Issue.office_id == office_id, Issue.day == day))


def renew(session: Session, actor: Actor, issue_id: int, version: int) -> int:
    """Take into a draft what came since; lines that stand keep the editor's words. How many are new.

    Raises:
        Refused: the issue is not being edited.
        StaleEditError: someone else changed it in the meantime.
    """
    found = scope.issue(session, actor, issue_id)
    told = from_modules(session, found.office_id, found.day)
    with writing(session):
        issue = scope.issue(session, actor, issue_id, lock=True)
        if issue.state != IssueState.DRAFT:
            raise Refused(f"本期要情现为“{issue.state_word.title}”，不能再编入")
        check_version(issue, version)
        issue.seen_until = now()
        added = place(session, issue, [*gather(session, issue.office_id, issue.day), *told])
        record(session, actor, Act("daily_briefing.issue.renew", "daily_briefing_issue", issue.id))
        return added


def place(session: Session, issue: Issue, proposed: Iterable[Proposed]) -> int:
    """Put proposed lines into an issue; a newer item of a matter takes the place of the older. How many are new."""
    present = {each.matter: each for each in issue.lines}
    position = max((each.position for each in issue.lines), default=0)
    added = 0
    for each in proposed:
        line = present.get(each.matter)
        if line is not None and line.item_id == each.item_id and not _moved_on(line, each):
            continue
        if line is None:
            position += 1
            line = Line(office_id=issue.office_id, matter=each.matter, position=position)
            issue.lines.append(line)
            present[each.matter] = line
        for name in (
            "column",
            "lead",
            "body",
            "mark",
            "url",
            "unit_name",
            "audience",
            "named",
            "item_id",
            "task_id",
        ):
            setattr(line, name, getattr(each, name))
        line.included = each.included
        added += 1
    session.flush()
    return added


def _moved_on(line: Line, proposed: Proposed) -> bool:
    """Whether an instruction came further since its line was written."""
    return proposed.task_id is not None and line.mark != proposed.mark


def gather(session: Session, office_id: int, day: date) -> list[Proposed]:
    """Lines for the issue of a day: new items, open matters carried on, instructions."""
    return [*_items(session, office_id, day), *_tasks(session, office_id, day)]


def _items(session: Session, office_id: int, day: date) -> list[Proposed]:
    """The newest standing report of each matter by the end of the day: new ones whole, known ones as carried on."""
    until = end_of(day)  # an issue that was missed and is made up tells of nothing that came after its day
    since = min(now(), until) - timedelta(days=CARRY_DAYS)
    replaced = select(Item.corrects_id).where(Item.corrects_id.is_not(None), Item.sent_at.is_not(None))
    rows = session.scalars(
        select(Item)
        .where(
            Item.desk_id == office_id,
            Item.sent_at >= since,
            Item.sent_at < until,
            Item.batch == "",
            Item.id.not_in(replaced),
        )
        .order_by(Item.thread_id, Item.position)
    )
    newest = {each.thread_id: each for each in rows}
    printed = _printed(session, [each.id for each in newest.values()], day)
    named = scope.named_of(session, [each.id for each in newest.values()])
    first_days = _first_days(session, list(newest))
    gone_on = news.untold(session, newest)
    found = []
    for thread_id, row in newest.items():
        new = row.id not in printed
        if new:
            found.append(_line(row, named.get(row.id, [])))
        elif _goes_on(row):
            told = gone_on.get(thread_id or 0, ())
            steps = [(china_day(each.at), each.words) for each in told if each.at < until]
            line = _line(row, named.get(row.id, []))
            found.append(_carried(line, row, first_days[thread_id or row.id], day, steps))
    order = list(Column)
    return sorted(found, key=lambda each: (order.index(each.column), each.mark.startswith(CARRIED)))


def _goes_on(row: Item) -> bool:
    """Whether a matter is mentioned again: until its final report, a warning until it is settled."""
    if not row.carry or row.stage == Stage.FINAL:
        return False
    return row.column != Column.WARNING or row.settled_at is None


def _carried(
    line: Proposed, row: Item, first: date, day: date, steps: Sequence[tuple[date, str]]
) -> Proposed:
    """The same matter in a sentence or two, with its age and the steps its petitions took since."""
    body = prose.carried(first, china_day(row.known_at), row.next_step, steps)
    return replace(line, body=body, mark=f"{CARRIED}第{days.age(first, day)}天")


def _line(row: Item, named: list[int]) -> Proposed:
    mark = "" if row.stage == Stage.FIRST and row.corrects_id is None else row.report_name
    return Proposed(
        matter=f"t{row.thread_id}",
        column=row.column_word,
        lead=row.title,
        body=row.paragraph,
        mark=mark,
        unit_name=row.unit_name or row.office_name,
        audience=row.audience,
        named=named,
        item_id=row.id,
    )


def _printed(session: Session, item_ids: list[int], day: date) -> set[int]:
    """Items that stand in an issue of an earlier day, signed or on its way; a void one does not count."""
    rows = session.scalars(
        select(Line.item_id)
        .join(Issue, Issue.id == Line.issue_id)
        .where(
            Line.item_id.in_(item_ids),
            Line.included.is_(True),
            Issue.day < day,
            Issue.state != IssueState.VOID,
        )
    )
    return {each for each in rows if each is not None}


def _first_days(session: Session, thread_ids: Sequence[int | None]) -> dict[int, date]:
    rows = session.execute(select(Item.id, Item.known_at).where(Item.id.in_(thread_ids)))
    return {row.id: china_day(row.known_at) for row in rows}


def _tasks(session: Session, office_id: int, day: date) -> list[Proposed]:
    """Instructions that come back (批示办理情况)."""
    rows = session.scalars(
        select(Task)
        .where(
            Task.office_id == office_id,
            (Task.state != TaskState.CLOSED) | Task.told_closed.is_(False) | (Task.closed_on > day),
        )
        .order_by(Task.due_on, Task.id)
    )
    return [
        task_line(each, day)
        for each in rows
        if tasks.comes_back(each.state_on(day), given_on=each.given_on, told_closed=each.told_closed, day=day)
    ]


def task_mark(state: TaskState) -> str:
    """The progress of an instruction, as its line shows it."""
    return f"批示{state.title}"


def task_line(row: Task, day: date) -> Proposed:
    """An instruction as a line: its text, the unit, the day, the result by the end of ``day``."""
    standing = tasks.Timeliness(row.due_on, row.closed_on, day)
    parts = [
        f"{row.given_on.month}月{row.given_on.day}日，{row.leader_name}批示：{row.text.rstrip('。')}。",
        f"由{row.unit_name}于{row.due_on.month}月{row.due_on.day}日前办理，{standing.words}。",
    ]
    if replies := row.replies_by(day):
        last = replies[-1]
        parts.append(f"{last.unit_name}回复：{last.text.rstrip('。')}。")
    return Proposed(
        matter=f"k{row.id}",
        column=Column(row.column),
        lead=f"批示办理：{row.lead}"[:120],
        body="".join(parts),
        mark=task_mark(row.state_on(day)),
        unit_name=row.unit_name,
        audience=row.audience,
        named=row.named,
        task_id=row.id,
    )


def from_modules(session: Session, office_id: int, day: date) -> list[Proposed]:
    """Items that other modules offer for the days since the last issue (其他模块素材).

    A module that fails is left out by the core. Mere figures are proposed, but left to the editor: the
    issue has figures of its own.
    """
    first = work_calendar(session).previous_working_day(day - timedelta(days=1))
    told = [
        found
        for back in range((day - first).days)
        for found in briefing_items(session, office_id, first + timedelta(days=back))
    ]
    return [_told(module, item) for module, item in told]


def _told(module: str, item: BriefingItem) -> Proposed:
    figures = "，".join(f"{label} {number}" for label, number in item.figures)
    body = f"{item.text.rstrip('。')}。" + (f"（{figures}）" if figures else "")
    key = hashlib.sha256(f"{module}\n{item.url}\n{item.text}".encode()).hexdigest()[:24]
    lead, _, rest = item.text.partition("：")
    return Proposed(
        matter=f"m{key}",
        column=_COLUMNS.get(item.column, Column.NEWS),
        lead=lead if rest and len(lead) <= 30 else item.text.rstrip("。")[:30],
        body=rest.rstrip("。") + "。" if rest and len(lead) <= 30 else body,
        url=item.url,
        included=item.matter_id is not None or not item.figures,
    )
