"""A month of the demo district's briefing (演示要情): issues, silence, a gap, a correction, instructions; all fictional."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from xinfang_daily_briefing.daily import DESK_KIND
from xinfang_daily_briefing.demo.crew import Crew, crew_of
from xinfang_daily_briefing.demo.reports import Reports
from xinfang_daily_briefing.issues import drafting
from xinfang_daily_briefing.issues import services as issuing
from xinfang_daily_briefing.issues.editing import LineDraft, save_line
from xinfang_daily_briefing.issues.models import Edition, Issue
from xinfang_daily_briefing.readers import services as reading
from xinfang_daily_briefing.rules.contents import lines
from xinfang_daily_briefing.rules.words import Audience, Column
from xinfang_daily_briefing.tasks import services as instructing
from xinfang_daily_briefing.tasks.models import Task
from xinfang_daily_briefing.tasks.services import Instruction
from xinfang_site.plugin_api.dates import at, instant, now, work_calendar
from xinfang_site.plugin_api.hooks import OfficeRef

DAYS = 22
SILENT, MISSING, CORRECTED, LATE = 9, 6, 4, 11
"""Which day back from today was silent, missing, corrected; and on which a warning was left over night."""


def fill(session: Session, desk: OfficeRef, day: date) -> Sequence[str]:
    """Make the month; nothing where the office does not issue or lacks the people."""
    crew = crew_of(session, desk, day) if desk.kind == DESK_KIND else None
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


class _Story:
    """Tells the month day by day (逐日写入)."""

    def __init__(self, session: Session, desk: OfficeRef, crew: Crew, today: date) -> None:
        self._session, self._desk, self._crew, self._today = session, desk, crew, today
        self._reports = Reports(session, crew)
        self._until = now()
        self.issues = 0

    @property
    def items(self) -> int:
        """How many items were reported."""
        return self._reports.count

    def tell(self, day: date, back: int) -> None:
        """A day that is over: the issue in the morning, then what was reported."""
        if back != MISSING:
            self._issue(day, back)
        if back != SILENT + 1:
            for hour in (9, 11, 15)[: 2 + back % 2]:
                late = back == LATE and hour == 15
                self._reports.report(
                    instant(day, time(hour, 10 + back)), late=late, column="warning" if late else ""
                )
        if self._reports.waiting > 3:
            self._reports.finish(instant(day, time(16, 20)))
        if back == 2:
            self._reports.urgent(instant(day, time(14, 5)))

    def today(self) -> None:
        """Today: the draft is being edited, something has just come in."""
        moment = min(self._until - timedelta(hours=1), instant(self._today, time(8, 40)))
        if not work_calendar(self._session).is_working(self._today):
            return
        with at(moment):
            drafting.make(self._session, self._crew.editor, self._desk.id, self._today)
            self.issues += 1
        self._reports.report(moment + timedelta(minutes=20), column="warning", verified=False)

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
                save_line(self._session, self._crew.editor, line.id, draft, self._version(made))

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
