"""A month of the demo district's briefing (演示要情): issues, silence, a gap, a correction, instructions; all fictional."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import resources

from sqlalchemy.orm import Session

from xinfang_daily_briefing.daily import DESK_KIND
from xinfang_daily_briefing.issues import drafting
from xinfang_daily_briefing.issues import services as issuing
from xinfang_daily_briefing.issues.models import Edition, Issue
from xinfang_daily_briefing.issues.services import LineDraft
from xinfang_daily_briefing.items import services as reporting
from xinfang_daily_briefing.items import verifying
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.items.services import Before, ItemDraft
from xinfang_daily_briefing.items.verifying import ToldDraft, VerificationDraft
from xinfang_daily_briefing.permissions import DESK
from xinfang_daily_briefing.readers import services as reading
from xinfang_daily_briefing.rules.contents import lines
from xinfang_daily_briefing.rules.words import Audience, Column, Result, Source, Stage, Urgency
from xinfang_daily_briefing.tasks import services as instructing
from xinfang_daily_briefing.tasks.models import Task
from xinfang_daily_briefing.tasks.services import Instruction
from xinfang_site.domain.receiving.urgent import Recipient
from xinfang_site.plugin_api.dates import at, instant, now, work_calendar
from xinfang_site.plugin_api.hooks import Actor, OfficeRef, PersonRef
from xinfang_site.plugin_api.people import Role, offices_around, people_of, petition_office_above

DAYS = 22
SILENT, MISSING, CORRECTED, LATE = 9, 6, 4, 11
"""Which day back from today was silent, missing, corrected; and on which a warning was left over night."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who acts in the demo (演示人员): the desk, leaders, and someone of each unit."""

    duty: Actor
    editor: Actor
    reviewer: Actor
    signer: Actor
    leaders: tuple[Actor, ...]
    units: dict[str, Actor]


def fill(session: Session, desk: OfficeRef, day: date) -> Sequence[str]:
    """Make the month; nothing where the office does not issue or lacks the people."""
    crew = _crew(session, desk, day) if desk.kind == DESK_KIND else None
    if crew is None:
        return []
    story = _Story(session, desk, crew, day)
    calendar = work_calendar(session)
    first = day
    for _ in range(DAYS):
        first = calendar.previous_working_day(first - timedelta(days=1))
    working = [
        each
        for each in (first + timedelta(days=n) for n in range((day - first).days))
        if calendar.is_working(each)
    ]
    for back, each in zip(range(len(working), 0, -1), working, strict=True):
        story.tell(each, back)
    story.today()
    return [f"要情 {story.issues} 期、信息 {story.items} 条"]


def _crew(session: Session, desk: OfficeRef, day: date) -> Crew | None:
    around = {
        each.id: each
        for each in offices_around(session, desk.id, day)
        if petition_office_above(session, each.id, day) == desk  # leaders of the city read another issue
    }
    people = people_of(session, around, {*DESK, Role.LEADER, Role.UNIT_HANDLER})
    by_role: dict[Role, list[PersonRef]] = {}
    for each in people:
        for role in each.roles:
            if role in {Role.LEADER, Role.UNIT_HANDLER} or each.office_id == desk.id:
                by_role.setdefault(role, []).append(each)
    if not by_role.keys() >= DESK or Role.LEADER not in by_role:
        return None

    def actor(person: PersonRef) -> Actor:
        path = around[person.office_id].path
        return Actor(person.id, "demo", person.name, person.office_id, path, "local", person.roles)

    units = {around[each.office_id].short_name: actor(each) for each in by_role.get(Role.UNIT_HANDLER, [])}
    duty = actor(by_role[Role.DUTY_OFFICER][0])
    return Crew(
        duty=duty,
        editor=actor(by_role[Role.BRIEFING_EDITOR][0]),
        reviewer=actor(by_role[Role.BRIEFING_REVIEWER][0]),
        signer=actor(by_role[Role.BRIEFING_SIGNER][0]),
        leaders=tuple(actor(each) for each in by_role[Role.LEADER]),
        units=units,
    )


class _Story:
    """Tells the month day by day (逐日写入)."""

    def __init__(self, session: Session, desk: OfficeRef, crew: Crew, today: date) -> None:
        self._session, self._desk, self._crew, self._today = session, desk, crew, today
        text = resources.files("xinfang_daily_briefing").joinpath("data/demo_items.csv").read_text("utf-8")
        self._rows = list(csv.DictReader(text.splitlines()))
        self._turn = 0
        self._until = now()
        self._open: list[tuple[int, Actor]] = []
        self.issues = self.items = 0

    def tell(self, day: date, back: int) -> None:
        """A day that is over: the issue in the morning, then what was reported."""
        if back != MISSING:
            self._issue(day, back)
        if back != SILENT + 1:
            for hour in (9, 11, 15)[: 2 + back % 2]:
                late = back == LATE and hour == 15
                self._report(instant(day, time(hour, 10 + back)), late=late, column="warning" if late else "")
        if len(self._open) > 3:
            self._finish(instant(day, time(16, 20)))
        if back == 2:
            self._urgent(instant(day, time(14, 5)))

    def today(self) -> None:
        """Today: the draft is being edited, something has just come in."""
        moment = min(self._until - timedelta(hours=1), instant(self._today, time(8, 40)))
        if not work_calendar(self._session).is_working(self._today):
            return
        with at(moment):
            drafting.make(self._session, self._crew.editor, self._desk.id, self._today)
            self.issues += 1
        self._report(moment + timedelta(minutes=20), column="warning", verified=False)

    def _issue(self, day: date, back: int) -> None:
        with at(instant(day, time(7, 5))):
            made = drafting.make(self._session, self._crew.editor, self._desk.id, day)
        if made is None:
            return
        self.issues += 1
        if back == SILENT:
            self._leave_out(made, instant(day, time(7, 40)))
        edition = self._sign(made, instant(day, time(8)))
        for number, leader in enumerate(self._crew.leaders):
            with at(instant(day, time(8, 50 + number % 9))):
                reading.note_opened(self._session, leader, self._edition(edition))
                if number % 2 == 0:
                    reading.confirm(self._session, leader, edition)
        if back == CORRECTED:
            with at(instant(day, time(10))):
                issuing.begin_correction(
                    self._session, self._crew.editor, made, self._version(made), "首条人数有误，予以更正"
                )
            self._sign(made, instant(day, time(10, 20)))
        if back in (3, 8):
            self._instruct(edition, instant(day, time(9, 30)), back)

    def _leave_out(self, made: int, moment: datetime) -> None:
        """Nothing is worth telling that day."""
        for line in list(self._session.get_one(Issue, made).lines):
            draft = LineDraft(
                Column(line.column), line.lead, line.body, Audience(line.audience), 1, included=False
            )
            with at(moment):
                issuing.save_line(self._session, self._crew.editor, line.id, draft, self._version(made))

    def _sign(self, made: int, begin: datetime) -> int:
        issue = self._session.get_one(Issue, made)
        silent = not any(each.included for each in issue.lines)
        with at(begin + timedelta(minutes=10)):
            issuing.submit(self._session, self._crew.editor, made, self._version(made), silent=silent)
        with at(begin + timedelta(minutes=22)):
            issuing.review(self._session, self._crew.reviewer, made, self._version(made))
        with at(begin + timedelta(minutes=35)):
            return issuing.sign(self._session, self._crew.signer, made, self._version(made)).id

    def _version(self, made: int) -> int:
        self._session.rollback()
        return self._session.get_one(Issue, made).version

    def _edition(self, edition_id: int) -> Edition:
        return self._session.get_one(Edition, edition_id)

    def _next(self, column: str = "") -> dict[str, str]:
        while True:
            row = self._rows[self._turn % len(self._rows)]
            self._turn += 1
            if not column or row["column"] == column:
                return row

    def _report(
        self, moment: datetime, *, late: bool = False, column: str = "", verified: bool = True
    ) -> None:
        row = self._next(column)
        actor = self._crew.units.get(row["unit"], self._crew.duty)
        item_id = self._send(actor, _draft(row, actor, moment), moment)
        if row["column"] == Column.WARNING and verified:
            hours = 20 if late else 4
            with at(moment + timedelta(hours=hours)):
                found = VerificationDraft(
                    Result.TRUE if self._turn % 3 else Result.PARTLY, "已与当事单位和现场核对"
                )
                verifying.verify(self._session, self._crew.duty, item_id, found)
        if row["column"] == Column.FOCUS:
            self._open.append((item_id, actor))

    def _send(self, actor: Actor, draft: ItemDraft, moment: datetime, before: Before | None = None) -> int:
        with at(moment):
            item_id = reporting.start(self._session, actor, draft, before)
        with at(moment + timedelta(minutes=6)):
            self._session.rollback()
            version = self._session.get_one(Item, item_id).version
            reporting.send(self._session, actor, item_id, version)
        self.items += 1
        return item_id

    def _finish(self, moment: datetime) -> None:
        item_id, actor = self._open.pop(0)
        self._session.rollback()
        first = self._session.get_one(Item, item_id)
        draft = ItemDraft(
            column=Column.FOCUS,
            urgency=Urgency.ORDINARY,
            source=Source.UNIT,
            title=first.title,
            known_at=moment,
            content="相关问题已经解决，当事群众表示认可",
            measures="责任单位已书面答复并落实到位",
            unit_id=first.unit_id,
            stage=Stage.FINAL,
        )
        self._send(actor, draft, moment, Before(item_id))

    def _urgent(self, moment: datetime) -> None:
        draft = ItemDraft(
            column=Column.FOCUS,
            urgency=Urgency.URGENT,
            source=Source.PHONE,
            title="某小区地下车库积水",
            known_at=moment,
            content="暴雨致某小区地下车库积水约半米，三十余户业主车辆受损，业主聚集要求物业到场",
            place="虎溪街道某小区",
            people=35,
            demand="尽快排水、明确赔偿办法",
            measures="街道和应急队伍已到场抽排，安抚业主",
            next_step="当晚完成抽排，次日组织物业与业主代表协商",
        )
        item_id = self._send(self._crew.duty, draft, moment)
        for minutes, recipient in zip((8, 10, 11, 15, 16), Recipient, strict=True):
            with at(moment + timedelta(minutes=minutes)):
                told = ToldDraft(recipient, now(), "电话并书面")
                verifying.tell(self._session, self._crew.duty, item_id, told)

    def _instruct(self, edition_id: int, moment: datetime, back: int) -> None:
        edition = self._edition(edition_id)
        line = next(lines(edition.content), None)
        leader = self._crew.leaders[-1]
        unit = next((each for each in self._crew.units.values()), None)
        if line is None or unit is None or unit.office_id is None:
            return
        with at(moment):
            draft = Instruction(
                "请抓紧核实办理，明确责任人和时限，结果报我。",
                unit.office_id,
                moment.date() + timedelta(days=10),
                f"demo-{back}",
            )
            task_id = instructing.instruct(self._session, leader, edition, line["matter"], draft)
        if back == 8:
            with at(moment + timedelta(days=3)):
                self._session.rollback()
                version = self._session.get_one(Task, task_id).version
                instructing.reply(
                    self._session, unit, task_id, "已组织专班办理，问题基本解决，正在回访。", version
                )


def _draft(row: dict[str, str], actor: Actor, moment: datetime) -> ItemDraft:
    return ItemDraft(
        column=Column(row["column"]),
        urgency=Urgency(row["urgency"]),
        source=Source.UNIT,
        title=row["title"],
        known_at=moment - timedelta(minutes=25),
        content=row["content"],
        place=row["place"],
        people=int(row["people"]) if row["people"] else None,
        demand=row["demand"],
        measures=row["measures"],
        next_step=row["next_step"],
        unit_id=actor.office_id,
    )
