"""Reporting (报送信息): a draft is kept, then sent for good; what was sent is continued or corrected. One transaction each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.items import queries
from xinfang_daily_briefing.items.models import Item, ItemMatter, ItemReader, Receipt
from xinfang_daily_briefing.rules import chains, freezing, privacy, times
from xinfang_daily_briefing.rules.words import Audience, Column, Source, Stage, Urgency
from xinfang_site.plugin_api.data import Act, Refused, check_version, record, writing
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.matters import check_may_be_told, matter_numbered
from xinfang_site.plugin_api.people import Role, office, offices_around, people_of


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as it is entered (要情信息草稿).

    Attributes:
        matters: numbers of the petitions it is about.
        readers: leaders it is meant for, where the audience names them.
        masked: the numbers in it are to be masked; without it a text with personal data is refused.
        submission: token of the form, so that a double click makes one item.
    """

    column: Column
    urgency: Urgency
    source: Source
    title: str
    known_at: datetime
    content: str
    place: str = ""
    people: int | None = None
    demand: str = ""
    measures: str = ""
    next_step: str = ""
    unit_id: int | None = None
    audience: Audience = Audience.EVERYONE
    carry: bool = True
    matters: tuple[str, ...] = ()
    readers: tuple[int, ...] = ()
    masked: bool = False
    submission: str | None = None
    stage: Stage = Stage.FIRST

    @property
    def texts(self) -> dict[str, str]:
        """The free texts by field."""
        return {
            "title": self.title,
            "place": self.place,
            "content": self.content,
            "demand": self.demand,
            "measures": self.measures,
            "next_step": self.next_step,
        }


@dataclass(frozen=True, slots=True)
class Before:
    """What an item continues or corrects (接续或者更正的一报)."""

    item_id: int
    corrects: bool = False


class PersonalData(Exception):
    """Personal data in the texts (含个人信息): shown beside the fields; sending again with ``masked`` goes on."""

    def __init__(self, found: tuple[privacy.Warned, ...]) -> None:
        super().__init__("personal data in the texts")
        self.found = found


def start(session: Session, actor: Actor, draft: ItemDraft, before: Before | None = None) -> int:
    """Keep a new draft; returns its id. The same form sent twice makes one draft.

    Raises:
        PersonalData: the texts hold numbers or addresses and the clerk did not agree to mask them.
        Refused: the time known is to come, the thread is finished, a matter or reader is not known.
    """
    _check_texts(draft)
    day = today()
    with writing(session):
        if draft.submission is not None:
            made = session.scalar(
                select(Item.id).where(Item.submission == draft.submission, Item.author_id == actor.account_id)
            )
            if made is not None:
                return made
        desk = scope.desk_of(session, actor, day)
        mine = office(session, actor.office_id or 0)
        row = Item(
            office_id=mine.id,
            office_name=mine.short_name,
            desk_id=desk.id,
            stage=Stage.FIRST,
            author_id=actor.account_id,
            author_name=actor.name,
            created_at=now(),
            submission=draft.submission,
        )
        if before is not None:
            _attach(session, actor, row, before, draft.stage)
        _fill(session, actor, row, draft)
        session.add(row)
        session.flush()
        record(session, actor, Act("daily_briefing.item.draft", "daily_briefing_item", row.id))
        return row.id


def change(session: Session, actor: Actor, item_id: int, draft: ItemDraft, version: int) -> None:
    """Change a draft; never anything that was sent.

    Raises:
        PersonalData, Refused: as in :func:`start`, or it was sent (第四十六条).
        StaleEditError: someone else changed the draft in the meantime.
    """
    _check_texts(draft)
    with writing(session):
        row = _own(session, actor, item_id)
        chains.check_editable(sent=row.sent)
        check_version(row, version)
        if row.corrects_id is None and row.thread_id is not None:
            row.stage = draft.stage
        _fill(session, actor, row, draft)
        record(session, actor, Act("daily_briefing.item.edit", "daily_briefing_item", row.id))


def send(session: Session, actor: Actor, item_id: int, version: int) -> None:
    """Send an item (报送): from now on its text stands; what is urgent reaches the leaders at once.

    Raises:
        Refused: it was sent already, or does not continue its thread any more.
        StaleEditError: someone else changed the draft in the meantime.
    """
    with writing(session):
        row = _own(session, actor, item_id)
        chains.check_editable(sent=row.sent)
        check_version(row, version)
        moment = now()
        times.check_reported(row.known_at, moment)
        before = queries.thread_of(session, row.thread_id, lock=True)
        links = queries.links_of(before)
        if row.corrects_id is None:
            chains.check_next(links, Stage(row.stage))
            row.report_name = chains.report_name(Stage(row.stage), links)
        else:
            replaced = session.get_one(Item, row.corrects_id)
            row.stage, row.report_name = replaced.stage, f"{replaced.report_name}（更正）"
        row.thread_id = row.thread_id or row.id
        row.position = 1 + max((each.position or 0 for each in before), default=0)
        row.sent_at = moment
        row.digest = freezing.digest(
            {"title": row.title, "text": row.paragraph, "known": row.known_at.isoformat()}
        )
        if row.urgency_word.at_once:
            _send_at_once(session, row)
        record(
            session,
            actor,
            Act(
                "daily_briefing.item.send",
                "daily_briefing_item",
                row.id,
                changes={"digest": ["", row.digest]},
            ),
        )


def drop(session: Session, actor: Actor, item_id: int) -> None:
    """Throw a draft away; what was sent stays.

    Raises:
        Refused: it was sent.
    """
    with writing(session):
        row = _own(session, actor, item_id)
        chains.check_editable(sent=row.sent)
        session.delete(row)
        record(session, actor, Act("daily_briefing.item.drop", "daily_briefing_item", item_id))


def set_carry(session: Session, actor: Actor, item_id: int, *, carry: bool) -> None:
    """Say whether coming issues tell of a matter again (结转); the text is untouched."""
    with writing(session):
        row = scope.item(session, actor, item_id, today(), lock=True)
        row.carry = carry
        record(session, actor, Act("daily_briefing.item.carry", "daily_briefing_item", row.id))


def _check_texts(draft: ItemDraft) -> None:
    times.check_known(draft.known_at, now())
    found = privacy.personal_data(draft.texts)
    if found and not draft.masked:
        raise PersonalData(found)
    if draft.audience is Audience.NAMED and not draft.readers:
        raise Refused("请选择指定的领导", field="readers")
    if draft.urgency is Urgency.DIRECT and not draft.readers:
        raise Refused("要事直报应当选择报给哪位领导", field="readers")


def _attach(session: Session, actor: Actor, row: Item, before: Before, stage: Stage) -> None:
    """Make a draft the continuation or the correction of a sent item."""
    earlier = scope.item(session, actor, before.item_id, today(), lock=True)
    thread = queries.thread_of(session, earlier.thread_id)
    if before.corrects:
        correction = queries.any_correction_of(session, earlier.id)
        if actor.office_id not in (earlier.office_id, earlier.desk_id):
            raise Refused("只能更正本单位报送的信息")
        if correction is not None and not correction.sent:
            raise Refused(
                f"{correction.author_name}已起草这条信息的更正，尚未报送；请在该草稿上修改，或者先删除该草稿"
            )
        chains.check_correctable(sent=earlier.sent, corrected=correction is not None)
        row.corrects_id, row.stage = earlier.id, earlier.stage
    else:
        chains.check_correctable(sent=earlier.sent, corrected=False)
        chains.check_next(queries.links_of(thread), stage)
        row.stage = stage
    row.thread_id = earlier.thread_id
    row.desk_id = earlier.desk_id


def _fill(session: Session, actor: Actor, row: Item, draft: ItemDraft) -> None:
    row.column, row.urgency, row.source = draft.column, draft.urgency, draft.source
    row.known_at, row.people = draft.known_at, draft.people
    for name, text in draft.texts.items():
        setattr(row, name, privacy.without_numbers(text))
    row.unit_id = draft.unit_id
    row.unit_name = office(session, draft.unit_id).short_name if draft.unit_id else ""
    row.audience, row.carry = draft.audience, draft.carry and draft.column is not Column.NEWS
    known = dict(queries.leaders(session, row.office_id, today()))
    if set(draft.readers) - known.keys():
        raise Refused("所选领导不在可选范围内，请重新选择", field="readers")
    row.readers = [ItemReader(office_id=row.office_id, account_id=each) for each in draft.readers]
    row.matters = [_matter(session, actor, row, each) for each in dict.fromkeys(draft.matters)]


def _matter(session: Session, actor: Actor, row: Item, number: str) -> ItemMatter:
    found = matter_numbered(session, actor, number)
    if found is None:
        raise Refused(f"名册中没有编号为“{number}”的信访事项", field="matters")
    try:
        check_may_be_told(session, found.id)
    except Refused as refused:
        raise Refused(refused.message, refused.article, "matters") from None
    return ItemMatter(office_id=row.office_id, petition_id=found.id, number=found.number)


def _own(session: Session, actor: Actor, item_id: int) -> Item:
    return scope.item(session, actor, item_id, today(), lock=True)


def _send_at_once(session: Session, row: Item) -> None:
    """Make a receipt for every leader addressed: those named, else all leaders of the desk and above it."""
    day = today()
    around = people_of(
        session, [each.id for each in offices_around(session, row.desk_id, day)], {Role.LEADER}
    )
    named = {each.account_id for each in row.readers}
    above = {int(each) for each in office(session, row.desk_id).path.strip("/").split("/")}
    chosen = [each for each in around if (each.id in named if named else each.office_id in above)]
    row.receipts = [
        Receipt(office_id=row.desk_id, account_id=each.id, name=each.name, post=each.post, sent_at=now())
        for each in chosen
    ]
