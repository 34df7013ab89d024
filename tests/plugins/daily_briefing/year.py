"""A fictional year on paper: 251 issues, 735 items, zero reports, missing days, warnings left over night."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from xinfang_site.domain.limits.calendars import WorkCalendar

YEAR = 2025
ISSUES, ITEMS = 251, 735
HEADINGS = (
    "期号", "日期", "栏目", "标题", "内容", "涉及人数", "报送单位", "责任单位",
    "得知时间", "报送时间", "核查时间", "核查结果", "编辑", "审核", "签发", "备注",
)  # fmt: skip
_COLUMNS = ("重点关注", "信息预警", "工作快讯")


@dataclass
class Paper:
    """What the year holds, counted while it is written."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    silent: int = 0
    missing: list[date] = field(default_factory=list)
    late: int = 0


def paper(calendar: WorkCalendar) -> Paper:
    """The year: three working days are missing, two warnings were left over night."""
    found, missing, late = Paper(), (40, 130, 200), (100, 400)
    days = list(_working(calendar))
    issued = [each for place, each in enumerate(days) if place not in missing][:ISSUES]
    found.missing = [days[place] for place in missing if days[place] < issued[-1]]
    silent = set(range(7, ISSUES, 25))
    writing = ISSUES - len(silent)
    item = 0
    for number, day in enumerate(issued, 1):
        if number - 1 in silent:
            found.silent += 1
            found.rows.append(
                (
                    f"〔{YEAR}〕第{number}期",
                    day,
                    None,
                    "零报告",
                    *[None] * 8,
                    "编辑甲",
                    "审核甲",
                    "签发甲",
                    None,
                )
            )
            continue
        place = number - sum(each < number for each in silent)
        share = ITEMS * place // writing - ITEMS * (place - 1) // writing
        for _ in range(share):
            found.rows.append(_item(found, number, day, item, late))
            item += 1
    return found


def _working(calendar: WorkCalendar) -> Iterator[date]:
    day = date(YEAR, 1, 2)
    for _ in range(420):
        if calendar.is_working(day):
            yield day
        day += timedelta(days=1)


def _item(found: Paper, number: int, day: date, item: int, late: tuple[int, ...]) -> tuple[Any, ...]:
    column = "信息预警" if item in late else _COLUMNS[item % 3]
    found.columns[column] = found.columns.get(column, 0) + 1
    known = datetime.combine(day - timedelta(days=1), time(9 + item % 8, item % 60))
    verified = None
    if column == "信息预警":
        overnight = item in late
        found.late += overnight
        verified = datetime.combine(
            known.date() + timedelta(days=overnight), time(1 if overnight else 21, 30)
        )
    return (
        f"〔{YEAR}〕第{number}期", day, column, f"第{item}件某小区物业服务问题",
        f"第{item}件：业主反映物业服务问题，街道已介入。", 3 + item % 40, "沙丘街道", "某某物业科",
        known, known + timedelta(minutes=20), verified, "属实" if verified else None,
        "编辑甲", "审核甲", "签发甲", None,
    )  # fmt: skip


def workbook(rows: list[tuple[Any, ...]], path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = f"{YEAR}年每日要情"
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def two_sheets(found: Paper, path: Path) -> Path:
    """The same year as a sheet of issues and a sheet of items, joined by the number only."""
    book = Workbook()
    issues = book.active
    issues.title = "期次"
    issues.append(("期号", "出刊日期", "是否零报告", "编辑", "审核", "签发"))
    items = book.create_sheet("条目")
    kept = [
        place for place, name in enumerate(HEADINGS) if name not in {"日期", "编辑", "审核", "签发", "备注"}
    ]
    items.append(tuple(HEADINGS[place] for place in kept))
    seen = set()
    for row in found.rows:
        if row[0] not in seen:
            seen.add(row[0])
            issues.append((row[0], row[1], "是" if row[2] is None else "否", *row[12:15]))
        if row[2] is not None:
            items.append(tuple(row[place] for place in kept))
    book.save(path)
    return path
