"""Figures of the briefing (要情统计): items by column, month, unit and urgency, verified in time, tasks closed in time."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_daily_briefing.issues import queries as issue_queries
from xinfang_daily_briefing.issues.models import Issue
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.rules import days
from xinfang_daily_briefing.rules.times import CHINA, NightCheck, china_day, midnight_after
from xinfang_daily_briefing.rules.words import Column, IssueState, Urgency
from xinfang_daily_briefing.tasks.models import Task
from xinfang_site.plugin_api.dates import now, today, work_calendar
from xinfang_site.plugin_api.statistics import Chart, Row, Table, count, rate

MOST_UNITS = 20
TIMELY = "当日核实率＝得知当日24时前核实的预警÷应当核实的预警（未到24时的不计）"
CLOSED = "按期办结率＝按期办结的批示÷到期的批示（已办结的和已逾期的）"


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are counted (统计期间), both included."""

    first: date
    last: date

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """Its beginning and its end in China."""
        begin = datetime.combine(self.first, time(), CHINA)
        return begin, datetime.combine(self.last + timedelta(days=1), time(), CHINA)


def tables(session: Session, desk_id: int, span: Span) -> list[Table]:
    """Every table of a period."""
    rows = _items(session, desk_id, span)
    return [
        _columns(rows, span),
        _months(rows),
        _units(rows),
        _urgency(rows),
        _issues(session, desk_id, span),
        _tasks(session, desk_id, span),
    ]


def _items(session: Session, desk_id: int, span: Span) -> Sequence[Any]:
    """Sent items of a period by the day they became known; what was corrected counts once."""
    first, end = span.instants
    replaced = select(Item.corrects_id).where(Item.corrects_id.is_not(None), Item.sent_at.is_not(None))
    return session.execute(
        select(Item.column, Item.urgency, Item.office_name, Item.known_at, Item.settled_at).where(
            Item.desk_id == desk_id,
            Item.sent_at.is_not(None),
            Item.known_at >= first,
            Item.known_at < end,
            Item.id.not_in(replaced),
        )
    ).all()


def _nights(rows: Sequence[Any]) -> tuple[int, int]:
    """Warnings verified before midnight, of those whose midnight has come (当日核实数, 应核实数)."""
    moment = now()
    checks = [
        NightCheck(midnight_after(each.known_at), each.settled_at, moment)
        for each in rows
        if each.column == Column.WARNING
    ]
    owed = [each for each in checks if each.due_at <= moment or not each.open]
    return sum(not each.overnight for each in owed), len(owed)


def _columns(rows: Sequence[Any], span: Span) -> Table:
    lines = []
    for column in Column:
        own = [each for each in rows if each.column == column]
        url = url_for(
            "daily_briefing.archive",
            column=column.value,
            since=span.first.isoformat(),
            until=span.last.isoformat(),
        )
        timely, owed = _nights(own)
        lines.append(
            Row(column.title, (count(len(own), url), count(owed - timely), rate(timely, owed, TIMELY)))
        )
    timely, owed = _nights(rows)
    whole = (count(len(rows)), count(owed - timely), rate(timely, owed, TIMELY))
    lines.append(Row("合计", whole, total=True))
    columns = ("信息", "过夜", "当日核实率")
    note = "只有“信息预警”需要核查；过夜的包括至今未核实的。"
    return Table(
        "columns",
        "各栏目信息",
        "栏目",
        columns,
        tuple(lines),
        unit="条",
        notes=(note,),
        chart=Chart("bar", (0,)),
    )


def _months(rows: Sequence[Any]) -> Table:
    def month(each: Any) -> str:
        return f"{china_day(each.known_at):%Y-%m}"

    found = {
        key: Counter(each.column for each in rows if month(each) == key)
        for key in {month(each) for each in rows}
    }
    lines = [Row(key, tuple(count(found[key][column.value]) for column in Column)) for key in sorted(found)]
    titles = tuple(str(each.title) for each in Column)
    return Table(
        "months", "各月信息", "月份", titles, tuple(lines), unit="条", chart=Chart("stacked", (0, 1, 2))
    )


def _units(rows: Sequence[Any]) -> Table:
    counted = Counter(each.office_name for each in rows)
    lines = []
    for name, number in counted.most_common(MOST_UNITS):
        own = [each for each in rows if each.office_name == name]
        timely, owed = _nights(own)
        lines.append(Row(name, (count(number), count(owed - timely))))
    note = f"按报送单位，列前 {MOST_UNITS} 个。"
    return Table(
        "units",
        "各单位报送",
        "单位",
        ("信息", "过夜"),
        tuple(lines),
        unit="条",
        notes=(note,),
        chart=Chart("bar", (0,)),
    )


def _urgency(rows: Sequence[Any]) -> Table:
    counted = Counter(each.urgency for each in rows)
    lines = tuple(Row(each.title, (count(counted[each.value]),)) for each in Urgency)
    return Table("urgency", "报送方式", "方式", ("信息",), lines, unit="条", chart=Chart("bar", (0,)))


def _issues(session: Session, desk_id: int, span: Span) -> Table:
    """Issued, silent, missing: signed silence is not a missing issue."""
    rows = session.scalars(
        select(Issue).where(
            Issue.office_id == desk_id,
            Issue.day >= span.first,
            Issue.day <= span.last,
            Issue.edition > 0,
            Issue.state != IssueState.VOID,
        )
    ).all()
    begun = issue_queries.begins_on(session, desk_id)
    until = min(today(), span.last + timedelta(days=1))
    calendar = work_calendar(session)
    first = max(begun, span.first) if begun else until
    missing = days.missing_days(calendar, {each.day for each in rows}, first, until)
    silent = sum(each.silent for each in rows)
    corrected = sum(each.edition > 1 for each in rows)
    lines = (
        Row("有内容", (count(len(rows) - silent),)),
        Row("零报告", (count(silent),)),
        Row("缺刊", (count(len(missing), url_for("daily_briefing.issues")),)),
        Row("更正过的", (count(corrected),)),
    )
    return Table("issues", "出刊情况", "情况", ("期",), lines, unit="期、天")


def _tasks(session: Session, desk_id: int, span: Span) -> Table:
    rows = session.scalars(
        select(Task).where(Task.office_id == desk_id, Task.given_on >= span.first, Task.given_on <= span.last)
    ).all()
    day = today()
    lines = [_task_row(name, own, day) for name, own in _by(rows, lambda each: each.unit_name)]
    if lines:
        lines.append(_task_row("合计", rows, day, total=True))
    columns = ("批示", "按期办结", "逾期办结", "逾期未办结", "按期办结率")
    return Table("tasks", "批示办理", "责任单位", columns, tuple(lines), unit="件")


def _by(rows: Sequence[Task], key: Callable[[Task], str]) -> list[tuple[str, list[Task]]]:
    names = sorted({key(each) for each in rows})
    return [(name, [each for each in rows if key(each) == name]) for name in names]


def _task_row(label: str, rows: Sequence[Task], day: date, *, total: bool = False) -> Row:
    timely = sum(each.closed_on is not None and each.closed_on <= each.due_on for each in rows)
    late = sum(each.closed_on is not None and each.closed_on > each.due_on for each in rows)
    overdue = sum(each.closed_on is None and each.due_on < day for each in rows)
    share = rate(timely, timely + late + overdue, CLOSED)
    return Row(label, (count(len(rows)), count(timely), count(late), count(overdue), share), total=total)
