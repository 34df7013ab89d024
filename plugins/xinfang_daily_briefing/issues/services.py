"""Editing and issuing (编审签发): lines are edited, then reviewed, then signed and frozen. One transaction each."""

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from xinfang_daily_briefing import scope, settings
from xinfang_daily_briefing.issues.contents import Signing, agenda_of, content_of
from xinfang_daily_briefing.issues.drafting import task_mark
from xinfang_daily_briefing.issues.models import Edition, Issue, Printed
from xinfang_daily_briefing.permissions import CHAIN
from xinfang_daily_briefing.rules import contents, freezing, issuing
from xinfang_daily_briefing.rules.issuing import Hands
from xinfang_daily_briefing.rules.words import IssueState, TaskState
from xinfang_daily_briefing.tasks.models import Task
from xinfang_site.plugin_api.data import Act, Refused, check_version, next_number, record, writing
from xinfang_site.plugin_api.dates import now
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.people import people_of


def submit(session: Session, actor: Actor, issue_id: int, version: int, *, silent: bool) -> str:
    """The editor hands the issue to the reviewer; returns a warning or nothing.

    Raises:
        Refused: an empty issue that is not a zero report, or a zero report with content.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        issue = locked(session, actor, issue_id, version)
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
        issue = locked(session, actor, issue_id, version)
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
        issue = locked(session, actor, issue_id, version)
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
        issue = locked(session, actor, issue_id, version)
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
        issue = locked(session, actor, issue_id, version)
        if issue.state_word is not IssueState.SIGNED:
            raise Refused("只有已签发的要情才能更正")
        issue.state = issuing.move(issue.state_word, IssueState.DRAFT)
        issue.reason = reason
        _note(session, actor, issue, "correct", reason)


def void(session: Session, actor: Actor, issue_id: int, version: int, reason: str) -> None:
    """Void a signed issue (作废): it keeps its number and is no longer shown to readers; its items are reported again."""
    with writing(session):
        issue = locked(session, actor, issue_id, version)
        issue.state = issuing.move(issue.state_word, IssueState.VOID)
        issue.reason = reason
        session.execute(update(Printed).where(Printed.issue_id == issue.id).values(current=False))
        _note(session, actor, issue, "void", reason)


def locked(session: Session, actor: Actor, issue_id: int, version: int) -> Issue:
    """An issue that the actor may see, in the version seen, locked until the end of the transaction."""
    issue = scope.issue(session, actor, issue_id, lock=True)
    check_version(issue, version)
    return issue


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
    """Mark the closed instructions of this issue as reported, so that later issues leave them out."""
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
