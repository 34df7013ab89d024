"""Reading (阅览): the newest signed issue for a reader, what changed since, and receipts that say what they prove."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, contains_eager

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.issues.models import Edition, Issue, issue_name
from xinfang_daily_briefing.items.models import Item, Receipt
from xinfang_daily_briefing.readers.models import Reading
from xinfang_daily_briefing.rules import contents, deltas
from xinfang_daily_briefing.rules.audiences import Reader
from xinfang_daily_briefing.rules.deltas import Change
from xinfang_daily_briefing.rules.words import IssueState, Urgency
from xinfang_daily_briefing.tasks.models import Task
from xinfang_site.plugin_api.data import Act, Missing, record, writing
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.people import PersonRef, Role, office, offices_around, people_of

UNREAD_DAYS = 14
WHAT_A_RECEIPT_PROVES = (
    "“打开”只证明该账号在这一时刻打开过这一版本的页面；“已阅”证明该账号在这一时刻点过“已阅”。"
    "两者都不证明逐条读过，也不表示同意。更正后的版本另行计阅。"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A signed version as a reader sees it (所阅版本).

    Attributes:
        content: the part that is for him.
        changes: what changed since the version he read before, by matter; empty when he read none.
        compared: name of the issue compared with.
        reading: his receipt, if he opened it before.
        own: he belongs to the office that makes it, so that its figures open that office's lists.
    """

    issue_id: int
    edition_id: int
    edition: int
    name: str
    day: date
    signed_at: datetime
    reason: str
    content: Mapping[str, Any]
    changes: Mapping[str, Change]
    compared: str
    opened_at: datetime | None
    confirmed_at: datetime | None
    own: bool


def newest(session: Session, desk_id: int) -> Edition | None:
    """The newest signed version of a desk with its issue; None when nothing was ever signed."""
    return session.scalar(_NEWEST, {"desk": desk_id})


_NEWEST_EDITION = (
    select(Edition)
    .join(Edition.issue)
    .where(Edition.number == Issue.edition, Issue.office_id == bindparam("desk"))
    # not "above 0": an index that begins with the edition would find all issues, to sort them by their days
    .where(Issue.edition != 0, Issue.state != IssueState.VOID)
    .order_by(Issue.day.desc())
    .limit(1)
)
_NEWEST = _NEWEST_EDITION.options(contains_eager(Edition.issue))
_OPENED = (
    select(Reading.id)
    .where(Reading.edition_id == Edition.id, Reading.account_id == bindparam("account"))
    .exists()
)
_UNREAD = _NEWEST_EDITION.with_only_columns(Issue.year, Issue.number, Issue.day, _OPENED.label("opened"))
_URGENT_ITEMS = (
    select(Item, Receipt)
    .join(Receipt, Receipt.item_id == Item.id)
    .where(Receipt.account_id == bindparam("account"), Receipt.confirmed_at.is_(None))
    .order_by(Receipt.id.desc())
    .limit(10)
)
_URGENT = _URGENT_ITEMS.with_only_columns(Item.id, Item.urgency, Item.title)
"""Built once: the page of the morning and home pages ask for them."""


def edition_for(session: Session, actor: Actor, edition_id: int) -> Edition:
    """A signed version of the reader's desk; a voided issue only for those who make it.

    Raises:
        Missing: there is none, or another desk's.
    """
    desk = scope.desk_of(session, actor, today())
    found = session.scalar(select(Edition).where(Edition.id == edition_id, Edition.office_id == desk.id))
    if found is None or (found.issue.state == IssueState.VOID and not scope.is_desk(actor, desk.id)):
        raise Missing
    return found


def show(session: Session, actor: Actor, edition: Edition, receipt: Reading | None) -> Shown:
    """A version as the reader sees it, compared with what he read before it; with his receipt, where he has one."""
    who = scope.reader(actor, edition.office_id)
    content = contents.for_reader(edition.content, who)
    before = _read_before(session, actor, edition)
    changes, compared = _changes(before, edition, content, who)
    return Shown(
        issue_id=edition.issue_id,
        edition_id=edition.id,
        edition=edition.number,
        name=edition.issue.name,
        day=edition.issue.day,
        signed_at=edition.signed_at,
        reason=edition.reason,
        content=content,
        changes=changes,
        compared=compared,
        opened_at=receipt.opened_at if receipt else None,
        confirmed_at=receipt.confirmed_at if receipt else None,
        own=actor.office_id == edition.office_id,
    )


def _read_before(session: Session, actor: Actor, edition: Edition) -> Edition | None:
    """The version that the reader opened last before this one came out."""
    asked = {"account": actor.account_id, "desk": edition.office_id, "edition": edition.id}
    return session.scalar(_READ_BEFORE, asked)


_READ_BEFORE = (
    select(Edition)
    .join(Reading, Reading.edition_id == Edition.id)
    .join(Edition.issue)
    .options(contains_eager(Edition.issue))
    .where(
        Reading.account_id == bindparam("account"),
        Edition.office_id == bindparam("desk"),
        Edition.id < bindparam("edition"),
    )
    .order_by(Edition.id.desc())
    .limit(1)
)


def _changes(
    before: Edition | None, edition: Edition, content: Mapping[str, Any], who: Reader
) -> tuple[Mapping[str, Change], str]:
    if before is None:
        return {}, ""
    old = contents.for_reader(before.content, who)
    same = before.issue_id == edition.issue_id
    changes = deltas.compare(contents.marks(old), contents.marks(content), same_issue=same)
    return changes, f"{before.issue.name}（{before.issue.day.month}月{before.issue.day.day}日）"


def receipt_of(session: Session, actor: Actor, edition_id: int) -> Reading | None:
    """The reader's receipt of a version; None before he opened it."""
    return session.scalar(_RECEIPT, {"edition": edition_id, "account": actor.account_id})


_RECEIPT = select(Reading).where(
    Reading.edition_id == bindparam("edition"), Reading.account_id == bindparam("account")
)


def note_opened(session: Session, actor: Actor, edition: Edition) -> Reading | None:
    """Note that a reader opened a version; the first time counts, every version anew. Returns his receipt."""
    edition_id, office_id = edition.id, edition.office_id
    found = receipt_of(session, actor, edition_id)
    return found or _note(session, actor, edition_id, office_id)


def _note(session: Session, actor: Actor, edition_id: int, office_id: int) -> Reading | None:
    try:
        with writing(session):
            found = receipt_of(session, actor, edition_id)
            if found is not None:
                return found
            unit = office(session, actor.office_id or office_id).short_name
            session.add(
                Reading(
                    office_id=office_id,
                    edition_id=edition_id,
                    account_id=actor.account_id,
                    name=actor.name,
                    unit_name=unit,
                    opened_at=now(),
                )
            )
            record(session, actor, Act("daily_briefing.open", "daily_briefing_edition", edition_id))
    except IntegrityError:  # two windows at once: one receipt is enough
        session.rollback()
    return receipt_of(session, actor, edition_id)


def confirm(session: Session, actor: Actor, edition_id: int) -> None:
    """Record that a reader has read a version (已阅)."""
    note_opened(session, actor, edition_for(session, actor, edition_id))
    with writing(session):
        receipt = session.scalars(
            select(Reading)
            .where(Reading.edition_id == edition_id, Reading.account_id == actor.account_id)
            .with_for_update()
        ).one()
        if receipt.confirmed_at is None:
            receipt.confirmed_at = now()
            record(session, actor, Act("daily_briefing.confirm", "daily_briefing_edition", edition_id))


def readings(session: Session, edition_id: int) -> Sequence[Reading]:
    """Who opened a version, in order of time (阅读回执)."""
    return session.scalars(
        select(Reading).where(Reading.edition_id == edition_id).order_by(Reading.opened_at, Reading.id)
    ).all()


def not_yet(session: Session, edition: Edition, seen: set[int]) -> list[PersonRef]:
    """Leaders of the district who have not opened a version (未读领导)."""
    ids = [each.id for each in offices_around(session, edition.office_id, today())]
    return [each for each in people_of(session, ids, {Role.LEADER}) if each.id not in seen]


def note_taken(session: Session, actor: Actor, edition: Edition) -> None:
    """Note that a reader took a version as a document (导出)."""
    edition_id = edition.id
    with writing(session):
        record(session, actor, Act("daily_briefing.docx", "daily_briefing_edition", edition_id))


def unread(session: Session, actor: Actor, desk_id: int, day: date) -> list[tuple[int, str]]:
    """Other issues of the last days whose newest version the reader has not opened (未读): id of the version, name."""
    since = day - timedelta(days=UNREAD_DAYS)
    asked = {"account": actor.account_id, "desk": desk_id, "since": since, "day": day}
    rows = session.execute(_LATELY_UNREAD, asked)
    return [(row[0], f"第{row[2]}期（{row[3].month}月{row[3].day}日）") for row in rows]


def unread_newest(session: Session, actor: Actor, desk_id: int) -> str | None:
    """Name of the newest issue if the reader has not opened its newest version; None when he has."""
    row = session.execute(_UNREAD, {"desk": desk_id, "account": actor.account_id}).one_or_none()
    return None if row is None or row.opened else issue_name(row.year, row.number, row.day)


_LATELY_UNREAD = (
    select(Edition.id, Issue.year, Issue.number, Issue.day)
    .join(Issue, (Issue.id == Edition.issue_id) & (Edition.number == Issue.edition))
    .where(
        Issue.office_id == bindparam("desk"),
        Issue.edition != 0,
        Issue.day >= bindparam("since"),
        Issue.day != bindparam("day"),
        Issue.state != IssueState.VOID,
        ~_OPENED,
    )
    .order_by(Issue.day.desc())
    .limit(10)
)


def urgent_for(session: Session, actor: Actor) -> list[tuple[Item, Receipt]]:
    """What was sent to this person at once and is not confirmed yet, the newest first (待签收)."""
    rows = session.execute(_URGENT_ITEMS, {"account": actor.account_id})
    return [(row[0], row[1]) for row in rows]


def urgent_titles(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The same as ids and titles, which is all that a home page shows."""
    rows = session.execute(_URGENT, {"account": actor.account_id})
    return [(row.id, f"{Urgency(row.urgency).title}：{row.title}") for row in rows]


def instructions_of(session: Session, issue_id: int) -> Mapping[str, Sequence[Task]]:
    """Instructions on the lines of an issue, by the line's heading (批示)."""
    found: dict[str, list[Task]] = {}
    for each in session.scalars(_INSTRUCTIONS, {"issue": issue_id}):
        found.setdefault(each.lead, []).append(each)
    return found


_INSTRUCTIONS = select(Task).where(Task.issue_id == bindparam("issue")).order_by(Task.id)
