"""From a ledger's row to a matter (台账行转信访件): what has a place goes there, the rest is kept in the remarks."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.states import State
from xinfang_site.imports.drafting.dating import Received
from xinfang_site.imports.drafting.slips import Gaps, Slip
from xinfang_site.imports.drafting.texts import content_of, number_of, summary_of
from xinfang_site.imports.drafting.words import Words
from xinfang_site.imports.orders import Order
from xinfang_site.ledgers.kinds import Note
from xinfang_site.ledgers.petition_kind import LedgerRow
from xinfang_site.petitions.drafts import PetitionDraft, PetitionerDraft
from xinfang_site.petitions.registering import services as registering

NAME_MAX, PLACE_MAX, MOST_PEOPLE = 60, 200, 100_000
CLOSED_WORDS = {
    "已办结": State.CONCLUDED,
    "不予受理": State.NOT_ACCEPTED,
    "不再受理": State.NO_LONGER_ACCEPTED,
    "存": State.FILED,
    "已撤回": State.WITHDRAWN,
    "作废": State.VOID,
}
OPEN_WORDS = frozenset({"办理中", "已登记", "已转送", "已交办", "已受理"})


@dataclass(frozen=True, slots=True)
class Taken:
    """A row as the matter it becomes (拟登记件).

    Attributes:
        draft: what a registration form would hand over.
        state: how it begins; open matters begin as registered, with the dispatch clock.
        received_known: whether the ledger gave the day of receipt.
        unit_id: the responsible unit.
        closed_on: day it was closed.
        answer: the reply.
        details: what the first step of the timeline keeps of the source.
        notes: warnings.
        common: what is said once for the whole file, with the number of rows in front.
    """

    draft: PetitionDraft
    state: State
    received_known: bool
    unit_id: int | None
    closed_on: date | None
    answer: str
    details: dict[str, Any]
    notes: tuple[Note, ...]
    common: tuple[str, ...] = ()


class Drafter:
    """Turns rows into matters (台账转登记).

    Args:
        words: the office's words.
        order: the clerk's choices.
        today: the day of the import.
    """

    def __init__(self, words: Words, order: Order, today: date) -> None:
        self._words, self._order, self._today = words, order, today
        self._channel_id = words.ids["channel"][order.default_channel]
        self._channels, self._closings = Gaps("信访形式"), Gaps("办结日期")

    def take(self, row: LedgerRow, received: Received) -> Taken:
        """The matter that a row becomes."""
        slip = Slip(notes=list(received.notes))
        if row.remarks:
            slip.remarks.append(row.remarks)
        if received.original:
            slip.keep("收到日期", received.original)
        state, closed_on = self._standing(row, received.day, slip)
        begun = self._draft(row, received.day, slip)
        unit_id = self._unit(row, slip)
        self._rest(row, received.day, slip)
        draft = begun(remarks="\n".join(slip.remarks))
        self._check(draft, slip)
        details = {"serial": row.serial, "received_at": row.received_at and row.received_at.isoformat(" ")}
        return Taken(
            draft=draft,
            state=state,
            received_known=received.known,
            unit_id=unit_id,
            closed_on=closed_on,
            answer=row.reply or "",
            details={name: value for name, value in details.items() if value},
            notes=tuple(slip.notes),
            common=tuple(slip.common),
        )

    def _draft(self, row: LedgerRow, day: date, slip: Slip) -> partial[PetitionDraft]:
        """The matter but for its remarks, to which further columns add."""
        words = self._words
        channel_id = self._channel(row, slip)
        purpose_id = words.id_of("purpose", row.purpose)
        category_id = words.id_of("category", row.category)
        if purpose_id is None:
            slip.keep("信访目的", row.purpose)
        if category_id is None:
            slip.keep("内容分类", row.category)
        place_id = words.id_of("place", row.place)
        if row.place_from:
            slip.common.append(f"件按工作表或分节的名称“{row.place_from[:30]}”登记问题属地")
        people = self._people(row, slip)
        visit = channel_id == words.visit_id
        petitioners = _petitioners(row, slip)
        return partial(
            PetitionDraft,
            channel_id=channel_id,
            received_on=day,
            summary=summary_of(row, slip),
            content=content_of(row),
            petitioners=petitioners,
            anonymous=not petitioners[0].name,
            visit=visit,
            petitioned_on=_not_after(day, "信访日期", row.petitioned_on, slip),
            first_on=_not_after(day, "初次信访日期", row.first_on, slip),
            people=people,
            visitors=people if visit else None,
            purpose_id=purpose_id,
            category_id=category_id,
            external_number=number_of(row, slip),
            place_id=place_id,
            place="" if place_id else slip.cut("问题属地", row.place or "", PLACE_MAX),
            accusation=self._accuses(row),
        )

    def _channel(self, row: LedgerRow, slip: Slip) -> int:
        """The row's channel; one that the title or a name implies is said once for the file."""
        default = self._order.default_channel
        if not row.channel:
            self._channels.gap(slip, f"没有填写，按“{default}”登记", f"件没有写明信访形式，按“{default}”登记")
        elif row.channel_from:
            slip.common.append(f"件没有写明信访形式，按“{row.channel_from[:30]}”登记为{row.channel}")
        else:
            self._channels.filled()
        channel_id = self._words.id_of("channel", row.channel)
        if channel_id is not None:
            return channel_id
        slip.keep("信访形式", row.channel)
        if row.channel:
            slip.warn("信访形式", f"没有这种信访形式，按“{default}”登记")
        return self._channel_id

    def _accuses(self, row: LedgerRow) -> bool:
        purpose_id = self._words.id_of("purpose", row.purpose)
        return purpose_id is not None and purpose_id == self._words.accusation_id

    @staticmethod
    def _people(row: LedgerRow, slip: Slip) -> int:
        if row.people <= MOST_PEOPLE:
            return max(1, row.people, len(row.names))
        slip.warn("人数", f"{row.people}人不合情理，按{max(1, len(row.names))}人登记")
        slip.keep("人数", row.people)
        return max(1, len(row.names))

    def _unit(self, row: LedgerRow, slip: Slip) -> int | None:
        unit_id = self._words.id_of("unit", row.unit)
        if unit_id is None:
            slip.keep("承办单位", row.unit)
            return None
        if self._accuses(row):
            slip.keep("承办单位", row.unit)
            slip.warn("承办单位", "检举控告件不按台账自动分送，承办单位记入备注（第三十条第三款）")
            return None
        if row.unit_from:
            slip.common.append(f"件按工作表或分节的名称“{row.unit_from[:30]}”登记承办单位")
        return unit_id

    def _standing(self, row: LedgerRow, received: date, slip: Slip) -> tuple[State, date | None]:
        """The state, and the day it was closed on: the ledger's word, a day of conclusion or a reply."""
        concluded = row.concluded_on
        if concluded is not None and concluded > self._today:
            slip.warn("办结日期", f"{concluded}在今天之后，记入备注")
            slip.keep("办结日期", concluded)
            concluded = None
        state = CLOSED_WORDS.get(row.state or "")
        if state is None:
            slip.keep("状态", row.state)
            replied = bool(row.reply) and row.state not in OPEN_WORDS
            if concluded is None and not replied and not self._order.all_closed:
                return State.REGISTERED, None
            state = State.CONCLUDED
            if row.state in OPEN_WORDS and concluded is not None:
                slip.warn("状态", f"状态写的是“{row.state}”，但有办结日期，按已办结登记")
        if concluded is None:
            words = f"已了结但没有办结日期，按收到日期{received}记"
            self._closings.gap(slip, words, "件已了结而没有写办结日期，按收到日期记")
            return state, received
        self._closings.filled()
        if concluded < received:
            slip.warn("办结日期", f"办结日期{concluded}早于收到日期{received}")
        return state, concluded

    def _rest(self, row: LedgerRow, day: date, slip: Slip) -> None:
        """Columns that the register has no place for."""
        if row.registered_on is not None and row.registered_on != day:
            slip.keep("登记日期", row.registered_on)
        slip.keep("转交办日期", row.dispatched_on)
        slip.keep("办理期限", row.due_on)
        slip.keep("满意度", row.satisfaction)
        slip.keep("经办人", row.handler)
        slip.keep("领导批示", row.instruction)

    def _check(self, draft: PetitionDraft, slip: Slip) -> None:
        """What the statute asks of a registration is a warning for what happened long ago."""
        try:
            registering.check(draft, self._today)
        except Refused as refused:
            slip.warn("", f"{refused}")


def _not_after(day: date, title: str, told: date | None, slip: Slip) -> date | None:
    """A day of the petitioner's own, which cannot come after the one of receipt."""
    if told is None or told <= day:
        return told
    slip.warn(title, f"{title}{told}晚于收到日期{day}，记入备注")
    slip.keep(title, told)
    return None


def _petitioners(row: LedgerRow, slip: Slip) -> tuple[PetitionerDraft, ...]:
    names = [slip.cut("姓名", name, NAME_MAX) for name in row.names]
    if not names and not row.anonymous:
        slip.warn("姓名", "没有姓名，按匿名登记")
    main = PetitionerDraft(
        name=names[0] if names else "",
        phones=row.phones,
        id_number=row.id_number or "",
        address=row.address or "",
    )
    agents = (PetitionerDraft(slip.cut("代理人", name, NAME_MAX), "agent") for name in row.agents)
    return (main, *(PetitionerDraft(name, "companion") for name in names[1:]), *agents)
