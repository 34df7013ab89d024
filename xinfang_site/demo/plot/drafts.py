"""Registrations of the demo matters (演示登记): every channel, collective visits, accusations, repeats."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code
from xinfang_site.demo.district import tables
from xinfang_site.demo.district.people import STREETS
from xinfang_site.demo.words import Words
from xinfang_site.offices.models import Office
from xinfang_site.petitions.drafts import AccusedDraft, PetitionDraft, PetitionerDraft

_CHANNELS = ("100", "200", "300", "100", "400", "200", "300", "500", "600", "900", "300", "100")
_ACCUSATION, _VISIT, _LETTER = "04", "200", "100"
_OPENINGS = ("", "尊敬的领导：\n", "区信访办：\n", "本人反映如下问题。\n")


@dataclass(frozen=True, slots=True)
class Codes:
    """Ids of code values by table and code (代码)."""

    ids: dict[tuple[str, str], int]

    @classmethod
    def load(cls, session: Session) -> "Codes":
        """All of them."""
        rows = session.execute(select(Code.table_name, Code.code, Code.id))
        return cls({(row.table_name, row.code): row.id for row in rows})

    def id(self, table: str, code: str) -> int:
        """The id of one value."""
        return self.ids[table, code]


@dataclass(frozen=True, slots=True)
class Order:
    """Which registration is wanted (登记要求).

    Attributes:
        position: its place among all matters; channel, crowd and the like follow from it.
        topic: what it is about.
        unit: the unit in charge.
        kind: ``accusation``, ``litigation``, ``urgent`` or empty.
        received_on: day of receipt.
    """

    position: int
    topic: tables.Topic
    unit: Office
    kind: str
    received_on: date


class Drafter:
    """Writes registrations (编写登记), first ones and repeats."""

    def __init__(self, words: Words, codes: Codes) -> None:
        self.words = words
        self.codes = codes
        self._places = [row for row in tables.places() if row.parent]
        self._streets = {row.code: row.title for row in tables.places() if not row.parent}

    def draft(self, order: Order) -> PetitionDraft:
        """A registration as a clerk would fill it in."""
        place = self._place(order)
        slots = self.words.slots(self.words.estate())
        channel = _VISIT if order.kind == "urgent" else _CHANNELS[order.position % len(_CHANNELS)]
        purpose = _ACCUSATION if order.kind == "accusation" else order.topic.purpose
        anonymous = channel in {"100", "300"} and order.position % 13 == 5
        people = self._people(order, channel)
        crowd = self._crowd(order, channel)
        return PetitionDraft(
            channel_id=self.codes.id("channel", channel),
            received_on=order.received_on,
            summary=self.words.fill(order.topic.summary, slots),
            content=self._content(order, slots),
            petitioners=(PetitionerDraft(""),) if anonymous else people,
            anonymous=anonymous,
            visit=channel == _VISIT,
            people=max(crowd, len(people)),
            visitors=max(crowd, len(people)) if channel == _VISIT else None,
            purpose_id=self.codes.id("purpose", purpose),
            category_id=self.codes.id("category", order.topic.category),
            source_id=self.codes.id("source", self.words.random.choice("0000456723")),
            external_number=self._external(order),
            petitioned_on=order.received_on - timedelta(days=2) if channel == _LETTER else order.received_on,
            postmarked_on=order.received_on - timedelta(days=1) if channel == _LETTER else None,
            addressed_to="区信访办" if channel == _LETTER else "",
            place_id=self.codes.id("place", place.code),
            place=f"{self._streets[place.parent]}{slots['place']}",
            joint_letter=channel == _LETTER and crowd >= 5,
            urgent=order.kind == "urgent",
            litigation=order.kind == "litigation",
            public=order.position % 11 == 3 and purpose == "01",
            accusation=purpose == _ACCUSATION,
            accused=self._accused(order, purpose),
            remarks="窗口已告知信访人查询方式。" if order.position % 7 == 0 else "",
        )

    def repeated(self, position: int, received_on: date, first: PetitionDraft) -> PetitionDraft:
        """A registration of the same matter by the same main petitioner; registering links the two."""
        channel = _CHANNELS[(position + 1) % len(_CHANNELS)]
        return PetitionDraft(
            channel_id=self.codes.id("channel", channel),
            received_on=received_on,
            summary=f"再次反映：{first.summary}",
            content=f"此前反映的问题至今没有解决。\n{first.content}",
            petitioners=tuple(each for each in first.petitioners if each.role == "main"),
            visit=channel == _VISIT,
            visitors=1 if channel == _VISIT else None,
            purpose_id=first.purpose_id,
            category_id=first.category_id,
            source_id=first.source_id,
            first_on=first.received_on,
            place_id=first.place_id,
            place=first.place,
        )

    def _place(self, order: Order) -> tables.PlaceRow:
        inside = [each for each in self._places if self._streets[each.parent] == order.unit.short_name]
        return self.words.random.choice(inside or self._places)

    def _content(self, order: Order, slots: dict[str, str]) -> str:
        opening = _OPENINGS[order.position % len(_OPENINGS)]
        facts = self.words.fill(order.topic.facts, slots)
        return f"{opening}{facts}\n诉求：{order.topic.demand}。"

    def _people(self, order: Order, channel: str) -> tuple[PetitionerDraft, ...]:
        shown = channel == _VISIT or order.position % 4 == 0
        main = PetitionerDraft(
            self.words.name(),
            "main",
            (self.words.phone(),) if order.position % 9 else (self.words.phone(), self.words.phone()),
            self.words.id_number() if shown else "",
            f"{self.words.random.choice(STREETS)}{self.words.estate()}{self.words.random.randint(1, 30)}号",
        )
        if self._crowd(order, channel) > 5:
            others = self.words.random.randint(1, 4)
            return (main, *(self._representative() for _ in range(others)))
        if order.position % 17 == 6:
            agent = PetitionerDraft(
                self.words.name(), "agent", (self.words.phone(),), authorisation="子女，授权委托书"
            )
            return (main, agent)
        return (main,)

    def _representative(self) -> PetitionerDraft:
        return PetitionerDraft(self.words.name(), "representative", (self.words.phone(),))

    def _crowd(self, order: Order, channel: str) -> int:
        """How many people: at some positions a collective visit or a joint letter."""
        if channel == _VISIT and order.position % 3 == 1:
            return 6 + order.position % 23
        if channel == _LETTER and order.position % 5 == 2:
            return 5 + order.position % 40
        return 1 + order.position % 3 // 2

    def _external(self, order: Order) -> str:
        return f"渝信转{order.received_on.year}{order.position:05d}" if order.position % 6 == 1 else ""

    def _accused(self, order: Order, purpose: str) -> tuple[AccusedDraft, ...]:
        if purpose != _ACCUSATION:
            return ()
        if order.kind == "accusation":
            return (AccusedDraft(order.unit.id, self.words.name(), "工作人员"),)
        return (AccusedDraft(None, self.words.name(), "负责人"),)
