"""Taking a ledger in (要情台账导入): whole issues, signed and frozen as they were; inside the core's transaction."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_daily_briefing import settings
from xinfang_daily_briefing.issues import services as issuing
from xinfang_daily_briefing.issues.models import Edition, Issue
from xinfang_daily_briefing.items.models import Item, Verification
from xinfang_daily_briefing.ledger.reading import IssueRows, ItemRow, issues_of
from xinfang_daily_briefing.ledger.results import Results
from xinfang_daily_briefing.rules import contents, days, freezing, privacy
from xinfang_daily_briefing.rules.issuing import gaps
from xinfang_daily_briefing.rules.times import CHINA, night_check
from xinfang_daily_briefing.rules.words import Audience, Column, IssueState, Result, Stage
from xinfang_site.plugin_api.data import Refused
from xinfang_site.plugin_api.dates import now, work_calendar
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.ledgers import RowResult
from xinfang_site.plugin_api.people import office, offices_around, petition_office_above

MOST_LISTED = 40


def take(session: Session, actor: Actor, rows: Sequence[RowResult], batch: str) -> Sequence[RowResult]:
    """Save the issues of a ledger; every row comes back with what became of it.

    Raises:
        Refused: the office does not issue.
    """
    desk = petition_office_above(session, actor.office_id or 0, now().astimezone(CHINA).date())
    if desk is None or desk.id != actor.office_id:
        raise Refused("只有信访部门编印要情，请选择信访部门导入")
    issues, lost = issues_of([(place, row.values) for place, row in enumerate(rows) if row.accepted])
    results = Results(list(rows))
    for place in lost:
        results.skip(place, "没有日期，也没有与期号对应的日期")
    taker = _Taker(session, actor, desk.id, batch, results)
    for each in issues:
        taker.take(each)
    taker.look_at_the_whole(issues)
    return results.rows


class _Taker:
    """Writes the issues of one ledger (写入台账)."""

    def __init__(self, session: Session, actor: Actor, desk_id: int, batch: str, results: Results) -> None:
        self._session, self._actor, self._desk_id = session, actor, desk_id
        self._batch, self._results = batch, results
        self._desk = office(session, desk_id)
        self._settings = settings.of(session, desk_id)
        around = offices_around(session, desk_id, now().astimezone(CHINA).date())
        self._units = {name: each.id for each in around for name in (each.name, each.short_name)}
        self._threads: dict[str, Item] = {}
        self._positions: dict[int, int] = {}
        rows = session.execute(
            select(Issue.day, Issue.year, Issue.number).where(Issue.office_id == desk_id)
        ).all()
        self._days = {row.day for row in rows}
        self._numbers = {(row.year, row.number) for row in rows if row.number is not None}

    def take(self, rows: IssueRows) -> None:
        """Save one issue, unless its day has one."""
        if rows.day in self._days:
            for place in rows.rows:
                self._results.skip(place, f"{rows.day.isoformat()} 已有要情")
            return
        number = self._number(rows)
        moment = rows.signed_at or datetime.combine(rows.day, time(9), CHINA)
        issue = Issue(
            office_id=self._desk_id,
            day=rows.day,
            year=rows.day.year,
            number=number,
            total=rows.total,
            state=IssueState.SIGNED,
            silent=rows.silent,
            edition=1,
            editor_name=rows.editor,
            reviewer_name=rows.reviewer,
            made_at=moment,
            seen_until=moment,
            signed_at=moment,
            batch=self._batch,
        )
        self._session.add(issue)
        self._session.flush()
        self._days.add(rows.day)
        lines = [self._line(self._item(each)) for each in rows.items]
        self._freeze(issue, rows, lines)

    def _number(self, rows: IssueRows) -> int | None:
        key = (rows.day.year, rows.number)
        if rows.number is None:
            self._results.warn(rows.rows[0], "期号", f"{rows.day.isoformat()} 没有期号")
            return None
        if key in self._numbers:
            self._results.warn(
                rows.rows[0], "期号", f"{rows.day.year} 年第 {rows.number} 期重复，期号没有导入"
            )
            return None
        self._numbers.add(key)
        return rows.number

    def _item(self, row: ItemRow) -> Item:
        self._warn(row)
        first = self._threads.get(row.thread) if row.thread else None
        stage = row.stage if first is not None else Stage.FIRST
        unit_id = self._units.get(row.unit)
        item = Item(
            office_id=self._units.get(row.reporter, self._desk_id),
            office_name=row.reporter or self._desk.short_name,
            desk_id=self._desk_id,
            stage=stage,
            report_name=stage.title,
            column=row.column or Column.NEWS,
            urgency=row.urgency,
            source=row.source,
            title=privacy.without_numbers(row.title),
            known_at=row.known_at,
            place=privacy.without_numbers(row.place),
            content=privacy.without_numbers(row.content),
            people=row.people,
            demand=privacy.without_numbers(row.demand),
            measures=privacy.without_numbers(row.measures),
            next_step=privacy.without_numbers(row.next_step),
            unit_id=unit_id,
            unit_name=row.unit,
            audience=Audience.EVERYONE,
            carry=False,
            author_name=self._actor.name,
            created_at=now(),
            sent_at=row.reported_at,
            settled_at=self._settled(row),
            batch=self._batch,
        )
        self._session.add(item)
        self._session.flush()
        self._join(item, first, row.thread)
        self._verify(item, row)
        return item

    def _join(self, item: Item, first: Item | None, thread: str) -> None:
        head = first or item
        item.thread_id = head.id
        self._positions[head.id] = item.position = self._positions.get(head.id, 0) + 1
        if thread:
            self._threads.setdefault(thread, item)

    def _verify(self, item: Item, row: ItemRow) -> None:
        if row.verified_at is None and row.result is None:
            return
        self._session.add(
            Verification(
                office_id=item.office_id,
                item_id=item.id,
                result=row.result or Result.TRUE,
                note="台账导入",
                at=row.verified_at or row.reported_at,
                name=row.verifier or "台账",
            )
        )

    def _settled(self, row: ItemRow) -> datetime | None:
        return row.verified_at if row.result is None or row.result.settles else None

    def _warn(self, row: ItemRow) -> None:
        if row.column is None:
            self._results.warn(row.row, "栏目", "没有写明栏目，按“工作快讯”导入")
        texts = {"内容": row.content, "标题": row.title, "措施": row.measures, "诉求": row.demand}
        for found in privacy.personal_data(texts):
            self._results.warn(row.row, found.field, f"{found.words}，号码已遮盖")
        if row.column is not Column.WARNING:
            return
        if not row.known_given:
            self._results.warn(row.row, "得知时间", "没有得知时间，按报送时间或者出刊日8时计")
        check = night_check(Column.WARNING, row.known_at, self._settled(row), now())
        if check is not None and check.overnight:
            self._results.warn(row.row, "核查时间", "过夜：没有在得知当日24时前核实")

    def _line(self, item: Item) -> dict[str, Any]:
        return {
            "column": item.column,
            "matter": f"t{item.thread_id}" if item.thread_id == item.id else f"t{item.thread_id}-{item.id}",
            "item": item.id,
            "thread": item.thread_id,
            "task": None,
            "lead": item.title,
            "body": item.paragraph,
            "mark": "" if item.stage == Stage.FIRST else item.report_name,
            "check": "",
            "unit": item.unit_name or item.office_name,
            "audience": item.audience,
            "named": [],
            "url": "",
        }

    def _freeze(self, issue: Issue, rows: IssueRows, lines: list[dict[str, Any]]) -> None:
        content = {
            "masthead": self._settings.masthead,
            "organ": self._settings.organ or self._desk.name,
            "notice": self._settings.notice,
            "day": issue.day.isoformat(),
            "year": issue.year,
            "number": issue.number,
            "total": issue.total,
            "edition": 1,
            "reason": "",
            "silent": issue.silent,
            "sections": contents.sections(lines),
            "figures": [],
            "figures_from": issue.day.isoformat(),
            "figures_to": issue.day.isoformat(),
            "agenda": [],
            "foot": {"report": "", "send": "", "issue": "", "copies": 0},
            "people": {"editor": rows.editor, "reviewer": rows.reviewer, "signer": rows.signer},
            "signed_at": "",
        }
        edition = Edition(
            office_id=self._desk_id,
            issue_id=issue.id,
            number=1,
            content=content,
            digest=freezing.digest(content),
            editor_name=rows.editor,
            reviewer_name=rows.reviewer,
            signer_name=rows.signer,
            signed_at=issue.signed_at,
        )
        self._session.add(edition)
        self._session.flush()
        issuing.print_lines(self._session, issue, edition, content)

    def look_at_the_whole(self, issues: list[IssueRows]) -> None:
        """Missing days and numbers between the first and the last issue, noted at the issue after the gap."""
        taken = [each for each in issues if self._results.rows[each.rows[0]].accepted]
        if not taken:
            return
        calendar = work_calendar(self._session)
        after = {each.day: each.rows[0] for each in taken}
        for day in days.missing_days(calendar, self._days, taken[0].day, taken[-1].day):
            place = after[min(each for each in after if each > day)]
            self._results.warn(place, "日期", f"缺刊：{day.isoformat()} 是工作日，没有要情，也没有零报告")
        for year in sorted({each.day.year for each in taken}):
            own = [each for each in taken if each.day.year == year and each.number is not None]
            self._gaps(year, own)

    def _gaps(self, year: int, own: list[IssueRows]) -> None:
        numbers_of = [number for y, number in self._numbers if y == year and number is not None]
        for gap in gaps(numbers_of)[:MOST_LISTED]:
            following = [each for each in own if (each.number or 0) > gap]
            if following:
                place = min(following, key=lambda each: each.number or 0).rows[0]
                self._results.warn(place, "期号", f"{year} 年缺第 {gap} 期")
