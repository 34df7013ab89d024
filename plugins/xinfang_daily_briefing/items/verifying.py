"""After the report (核查、报送、回执): warnings are verified, organs told, receipts kept. One transaction each."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.items.models import Item, Receipt, Told, Verification
from xinfang_daily_briefing.rules import privacy, times
from xinfang_daily_briefing.rules.times import NightCheck
from xinfang_daily_briefing.rules.words import Column, Result
from xinfang_site.domain.receiving.urgent import Recipient, recipients_of
from xinfang_site.plugin_api.data import Act, Missing, Refused, record, writing
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor

BOARD_DAYS = 30
"""Warnings settled longer ago leave the board; what is open never leaves it."""


@dataclass(frozen=True, slots=True)
class VerificationDraft:
    """A verification as it is entered (核查结果)."""

    result: Result
    note: str


@dataclass(frozen=True, slots=True)
class ToldDraft:
    """An organ that was told (报送、通报): when and how."""

    recipient: Recipient
    at: datetime
    way: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A warning on the board (核查台账): the item, how it stands, what was said last."""

    item: Item
    check: NightCheck
    last: Verification | None


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One organ of article 25 (报送对象): when it was told, or how long it has not been."""

    recipient: Recipient
    told: Told | None
    minutes: int


def verify(session: Session, actor: Actor, item_id: int, draft: VerificationDraft) -> None:
    """Note a verification of a warning; 暂不能核实 settles nothing, and the night goes on.

    Raises:
        Refused: no warning, not sent, or settled already.
    """
    with writing(session):
        row = scope.item(session, actor, item_id, today(), lock=True)
        if row.column != Column.WARNING:
            raise Refused("只有“信息预警”需要核查")
        if not row.sent:
            raise Refused("还没有报送，不能核查")
        if row.settled_at is not None:
            raise Refused("这条预警已经核实；情况有变的，请续报")
        moment = now()
        session.add(
            Verification(
                office_id=row.office_id,
                item_id=row.id,
                result=draft.result,
                note=privacy.without_numbers(draft.note),
                at=moment,
                account_id=actor.account_id,
                name=actor.name,
            )
        )
        if draft.result.settles:
            row.settled_at = moment
        record(
            session,
            actor,
            Act("daily_briefing.item.verify", "daily_briefing_item", row.id, reason=draft.result.title),
        )


def tell(session: Session, actor: Actor, item_id: int, draft: ToldDraft) -> None:
    """Note that an organ was told of an urgent item; each once, never changed.

    Raises:
        Refused: not sent at once, told already, or the time is before its knowledge or to come.
    """
    with writing(session):
        row = scope.item(session, actor, item_id, today(), lock=True)
        if not row.sent or not row.urgency_word.at_once:
            raise Refused("只有已报送的急事急报、要事直报需要登记报送情况")
        if any(each.recipient == draft.recipient for each in row.reports):
            raise Refused(f"已经登记过报送{draft.recipient.title}的时间", field="recipient")
        times.check_reported(row.known_at, draft.at)
        if draft.at > now():
            raise Refused("报送时间不能晚于现在", field="at")
        session.add(
            Told(
                office_id=row.office_id,
                item_id=row.id,
                recipient=draft.recipient,
                at=draft.at,
                way=draft.way,
                account_id=actor.account_id,
                name=actor.name,
                noted_at=now(),
            )
        )
        record(
            session,
            actor,
            Act("daily_briefing.item.tell", "daily_briefing_item", row.id, reason=draft.recipient.title),
        )


def open_receipt(session: Session, actor: Actor, item_id: int) -> None:
    """Note that a leader opened what was sent to him at once; the first time counts."""
    _stamp(session, actor, item_id, confirm=False)


def confirm_receipt(session: Session, actor: Actor, item_id: int) -> None:
    """A leader confirms that he took note (签收).

    Raises:
        Missing: it was not sent to him.
    """
    if not _stamp(session, actor, item_id, confirm=True):
        raise Missing


def _stamp(session: Session, actor: Actor, item_id: int, *, confirm: bool) -> bool:
    mine = select(Receipt).where(Receipt.item_id == item_id, Receipt.account_id == actor.account_id)
    receipt = session.scalar(mine)
    if receipt is None:
        return False
    if (receipt.confirmed_at if confirm else receipt.opened_at) is not None:
        return True
    with writing(session):
        receipt = session.scalars(mine.with_for_update()).one()
        receipt.opened_at = receipt.opened_at or now()
        if confirm:
            receipt.confirmed_at = receipt.confirmed_at or now()
        word = "confirm" if confirm else "open"
        record(session, actor, Act(f"daily_briefing.item.{word}", "daily_briefing_item", item_id))
    return True


def told_rows(row: Item, moment: datetime) -> list[ToldRow]:
    """The organs of article 25 for an item, each with its time or the minutes that run (第二十五条)."""
    told = {Recipient(each.recipient): each for each in row.reports}
    rows = []
    for each in recipients_of(petition_office=True):
        done = told.get(each)
        rows.append(ToldRow(each, done, times.minutes_between(row.known_at, done.at if done else moment)))
    return rows


def check_of(row: Item, moment: datetime) -> NightCheck | None:
    """Whether a warning was verified before midnight; None if no verification is needed."""
    return times.night_check(row.column_word, row.known_at, row.settled_at, moment)


def board(session: Session, actor: Actor) -> list[BoardRow]:
    """Warnings that wait, the most urgent first; then those settled lately."""
    moment = now()
    desk = scope.desk_of(session, actor, today())
    warnings = select(Item).where(
        Item.column == Column.WARNING,
        Item.sent_at.is_not(None),
        Item.batch == "",
        scope.seen_items(actor, desk.id),
        Item.id.not_in(
            select(Item.corrects_id).where(Item.corrects_id.is_not(None), Item.sent_at.is_not(None))
        ),
    )
    rows = list(session.scalars(warnings.where(Item.settled_at.is_(None)).order_by(Item.known_at, Item.id)))
    since = moment - timedelta(days=BOARD_DAYS)
    rows += session.scalars(
        warnings.where(Item.settled_at >= since).order_by(Item.settled_at.desc()).limit(50)
    )
    return [
        BoardRow(each, check, each.verifications[-1] if each.verifications else None)
        for each in rows
        if (check := check_of(each, moment))
    ]


def waiting(session: Session, desk_id: int) -> int:
    """How many warnings of a desk wait for their verification."""
    return session.scalar(WAITING, {"desk": desk_id}) or 0


WAITING = select(func.count()).where(
    Item.desk_id == bindparam("desk"),
    Item.column == Column.WARNING,
    Item.sent_at.is_not(None),
    Item.settled_at.is_(None),
    Item.batch == "",
)
"""Made once: every home page of a desk asks."""
