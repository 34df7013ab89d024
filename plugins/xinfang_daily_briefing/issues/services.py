"""Editing and issuing (编审签发): lines are edited, then reviewed, then signed and frozen. One transaction each."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from xinfang_daily_briefing import scope, settings
from xinfang_daily_briefing.issues.contents import Signing, agenda_of, content_of
from xinfang_daily_briefing.issues.drafting import task_mark
from xinfang_daily_briefing.issues.models import Edition, Issue, Line, Printed
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.permissions import CHAIN
from xinfang_daily_briefing.rules import contents, freezing, issuing, privacy
from xinfang_daily_briefing.rules.issuing import Hands
from xinfang_daily_briefing.rules.words import Audience, Column, IssueState, TaskState
from xinfang_daily_briefing.tasks.models import Task
from xinfang_site.plugin_api.changes import changed
from xinfang_site.plugin_api.data import Act, Missing, Refused, check_version, next_number, record, writing
from xinfang_site.plugin_api.dates import now
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.people import people_of


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


def submit(session: Session, actor: Actor, issue_id: int, version: int, *, silent: bool) -> str:
    """The editor hands the issue to the reviewer; returns a warning or nothing.

    Raises:
        Refused: an empty issue that is not a zero report, or a zero report with content.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        issue = _locked(session, actor, issue_id, version)
        issue.state = issuing.move(issue.state_word, IssueState.IN_REVIEW)
        issuing.check_silence(silent=silent, lines=sum(each.included for each in issue.lines))
        warning = issuing.check_hands(Hands(actor.account_id), _chain(session, issue))
        issue.silent = silent
        issue.editor_id, issue.editor_name = actor.account_id, actor.name
        issue.reviewer_id, issue.reviewer_name = None, ""
        _note(session, actor, issue, "submit")
        return warning


def review(session: Session, actor: Actor, issue_id: int, version: int) -> str:
    """The reviewer passes the issue on to the signer; returns a warning or nothing.

    Raises:
        Refused: not waiting for review, or the reviewer edited it in an office with enough people.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        issue = _locked(session, actor, issue_id, version)
        issue.state = issuing.move(issue.state_word, IssueState.REVIEWED)
        warning = issuing.check_hands(Hands(issue.editor_id, actor.account_id), _chain(session, issue))
        issue.reviewer_id, issue.reviewer_name = actor.account_id, actor.name
        _note(session, actor, issue, "review")
        return warning


def send_back(session: Session, actor: Actor, issue_id: int, version: int, reason: str) -> None:
    """Reviewer or signer gives the issue back to the editor, with the reason.

    Raises:
        Refused: the issue is neither with the reviewer nor with the signer.
        StaleEditError: someone else changed the issue in the meantime.
    """
    with writing(session):
        issue = _locked(session, actor, issue_id, version)
        if issue.state_word not in {IssueState.IN_REVIEW, IssueState.REVIEWED}:
            raise Refused(f"本期要情现为“{issue.state_word.title}”，不能退回")
        issue.state = IssueState.DRAFT
        _note(session, actor, issue, "back", reason)


def sign(session: Session, actor: Actor, issue_id: int, version: int) -> Edition:
    """Sign an issue (签发): its number, its text and its digest are fixed in one transaction.

    The first signing takes the next number of the year; a correction keeps the number.

    Raises:
        Refused: not reviewed, or the signer edited (or, with enough people, reviewed) it.
        StaleEditError: someone else signed or changed it in the meantime.
    """
    agenda = agenda_of(session, scope.issue(session, actor, issue_id))
    with writing(session):
        issue = _locked(session, actor, issue_id, version)
        issue.state = issuing.move(issue.state_word, IssueState.SIGNED)
        hands = Hands(issue.editor_id, issue.reviewer_id, actor.account_id)
        warning = issuing.check_hands(hands, _chain(session, issue))
        issuing.check_silence(silent=issue.silent, lines=sum(each.included for each in issue.lines))
        moment = now()
        if issue.number is None:
            _number(session, issue)
        issue.edition += 1
        issue.signed_at = issue.signed_at or moment
        edition = _freeze(session, issue, actor, Signing(actor.name, moment, agenda), warning)
        _tell_closed(session, issue)
        _note(session, actor, issue, "sign", issue.reason, {"digest": ["", edition.digest]})
        issue.reason = ""
        return edition


def begin_correction(session: Session, actor: Actor, issue_id: int, version: int, reason: str) -> None:
    """Open a signed issue for a correction (更正): readers keep the signed version until the next one.

    Raises:
        Refused: the issue is not signed.
        StaleEditError: someone else changed the issue in the meantime.
    """
    with writing(session):
        issue = _locked(session, actor, issue_id, version)
        if issue.state_word is not IssueState.SIGNED:
            raise Refused("只有已签发的要情才能更正")
        issue.state = issuing.move(issue.state_word, IssueState.DRAFT)
        issue.reason = reason
        _note(session, actor, issue, "correct", reason)


def void(session: Session, actor: Actor, issue_id: int, version: int, reason: str) -> None:
    """Void a signed issue (作废): it keeps its number, nobody reads it any more, its items are told anew."""
    with writing(session):
        issue = _locked(session, actor, issue_id, version)
        issue.state = issuing.move(issue.state_word, IssueState.VOID)
        issue.reason = reason
        session.execute(update(Printed).where(Printed.issue_id == issue.id).values(current=False))
        _note(session, actor, issue, "void", reason)


def _locked(session: Session, actor: Actor, issue_id: int, version: int) -> Issue:
    issue = scope.issue(session, actor, issue_id, lock=True)
    check_version(issue, version)
    return issue


def _editing(session: Session, actor: Actor, issue_id: int, version: int) -> Issue:
    issue = _locked(session, actor, issue_id, version)
    if issue.state != IssueState.DRAFT:
        raise Refused(f"本期要情现为“{issue.state_word.title}”，不能修改")
    return issue


def _touch(issue: Issue, actor: Actor) -> None:
    """The issue's version grows with its lines, so that two editors cannot pass each other by."""
    issue.editor_id, issue.editor_name = actor.account_id, actor.name
    issue.seen_until = now()


def _chain(session: Session, issue: Issue) -> int:
    return len(people_of(session, [issue.office_id], CHAIN))


def _number(session: Session, issue: Issue) -> None:
    # the series' row is locked until the commit: two signers of two days take turns. The number itself
    # follows what is there, so that imported issues count and a failed signing leaves no gap
    next_number(session, issue.office_id, settings.NAME, issue.year)
    numbers = session.scalars(
        select(Issue.number).where(
            Issue.office_id == issue.office_id, Issue.year == issue.year, Issue.number.is_not(None)
        )
    )
    issue.number = issuing.next_number(each for each in numbers if each is not None)
    highest = session.scalar(select(func.max(Issue.total)).where(Issue.office_id == issue.office_id))
    issue.total = (highest or settings.of(session, issue.office_id).total_before) + 1


def _freeze(session: Session, issue: Issue, actor: Actor, signing: Signing, warning: str) -> Edition:
    content = content_of(session, issue, signing)
    edition = Edition(
        office_id=issue.office_id,
        issue_id=issue.id,
        number=issue.edition,
        content=content,
        digest=freezing.digest(content),
        reason=issue.reason,
        warning=warning,
        editor_name=issue.editor_name,
        reviewer_name=issue.reviewer_name,
        signer_id=actor.account_id,
        signer_name=actor.name,
        signed_at=signing.at,
    )
    session.add(edition)
    session.flush()
    print_lines(session, issue, edition, content)
    return edition


def print_lines(session: Session, issue: Issue, edition: Edition, content: dict[str, Any]) -> None:
    """Write the lines of a version for search and threads; those of the version before are not current any more."""
    session.execute(update(Printed).where(Printed.issue_id == issue.id).values(current=False))
    for position, line in enumerate(contents.lines(content), 1):
        session.add(
            Printed(
                office_id=issue.office_id,
                edition_id=edition.id,
                issue_id=issue.id,
                day=issue.day,
                position=position,
                column=line["column"],
                matter=line["matter"],
                item_id=line["item"],
                thread_id=line["thread"],
                task_id=line["task"],
                lead=line["lead"],
                body=line["body"],
                unit_name=line["unit"],
                audience=line["audience"],
                named="".join(f",{each}" for each in line["named"]) + "," if line["named"] else "",
            )
        )
    session.flush()


def _tell_closed(session: Session, issue: Issue) -> None:
    """Instructions that this issue says are closed need not come back."""
    said = task_mark(TaskState.CLOSED)
    ids = [each.task_id for each in issue.lines if each.included and each.task_id and each.mark == said]
    session.execute(
        update(Task).where(Task.id.in_(ids), Task.state == TaskState.CLOSED).values(told_closed=True)
    )


def _note(
    session: Session,
    actor: Actor,
    issue: Issue,
    word: str,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> None:
    act = Act(f"daily_briefing.issue.{word}", "daily_briefing_issue", issue.id, reason, changes=changes or {})
    record(session, actor, act)
