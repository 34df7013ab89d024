"""Editing a draft's lines (编辑条目): words, column, place, audience; never a wider audience than was reported for."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_daily_briefing.issues.models import Issue, Line
from xinfang_daily_briefing.issues.services import locked
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.rules import privacy
from xinfang_daily_briefing.rules.words import Audience, Column, IssueState
from xinfang_daily_briefing.tasks.models import Task
from xinfang_site.plugin_api.changes import changed
from xinfang_site.plugin_api.data import Act, Missing, Refused, record, writing
from xinfang_site.plugin_api.dates import now
from xinfang_site.plugin_api.hooks import Actor


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line as the editor wants it (条目)."""

    column: Column
    lead: str
    body: str
    audience: Audience
    position: int
    included: bool = True


def save_line(session: Session, actor: Actor, line_id: int, draft: LineDraft, version: int) -> None:
    """Change a line of a draft: its words, column, place, audience, or leave it out.

    The audience may be made narrower than the item's, never wider.

    Raises:
        Missing: there is no such line.
        Refused: the issue is not being edited, the audience would grow, the text holds personal data.
        StaleEditError: someone else changed the issue in the meantime.
    """
    with writing(session):
        line = session.get(Line, line_id)
        if line is None:
            raise Missing
        issue = _editing(session, actor, line.issue_id, version)
        _check_audience(session, line, draft.audience)
        found = privacy.personal_data({"lead": draft.lead, "body": draft.body})
        if found:
            raise Refused(f"{found[0].words}，要情写事不写人，请删去", field=found[0].field)
        before = _words_of(line)
        line.column, line.lead, line.body = draft.column, draft.lead, draft.body
        line.audience, line.included = draft.audience, draft.included
        _move(issue, line, draft.position)
        issue.reason = issue.reason or ""
        _touch(issue, actor)
        changes = changed(before, _words_of(line))
        record(
            session,
            actor,
            Act("daily_briefing.issue.line", "daily_briefing_issue", issue.id, changes=changes),
        )


def _words_of(line: Line) -> dict[str, object]:
    return {name: getattr(line, name) for name in ("column", "lead", "body", "audience", "included")}


def _check_audience(session: Session, line: Line, wanted: Audience) -> None:
    origin = session.get(Item, line.item_id) if line.item_id else session.get(Task, line.task_id or 0)
    order = list(Audience)
    if origin is not None and order.index(wanted) < order.index(Audience(origin.audience)):
        raise Refused("阅读范围不能比报送时更宽", field="audience")
    if wanted is Audience.NAMED and not line.named:
        raise Refused("这一条没有指定领导，不能选“仅指定的领导”", field="audience")


def _move(issue: Issue, line: Line, position: int) -> None:
    """Put a line at a place of its column, counted from 1, and count the others anew."""
    others = [each for each in issue.lines if each is not line]
    beside = [each for each in others if each.column == line.column]
    beside.insert(max(0, position - 1), line)
    order = list(Column)
    everything = sorted(
        (each for each in others if each.column != line.column),
        key=lambda each: (order.index(Column(each.column)), each.position),
    )
    for number, each in enumerate([*everything, *beside], 1):
        each.position = number


def _editing(session: Session, actor: Actor, issue_id: int, version: int) -> Issue:
    issue = locked(session, actor, issue_id, version)
    if issue.state != IssueState.DRAFT:
        raise Refused(f"本期要情现为“{issue.state_word.title}”，不能修改")
    return issue


def _touch(issue: Issue, actor: Actor) -> None:
    """The issue's version grows with its lines, so that two editors cannot pass each other by."""
    issue.editor_id, issue.editor_name = actor.account_id, actor.name
    issue.seen_until = now()
