"""A year of issues and items on paper is taken in: counts, late warnings, missing days, silence, numbers."""

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from tests.people import Cast
from tests.plugins.daily_briefing import year
from tests.plugins.daily_briefing.desk import drafted, signed
from xinfang_daily_briefing.archive import figures
from xinfang_daily_briefing.issues import queries
from xinfang_daily_briefing.issues.models import Issue
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.ledger.reading import issues_of, number_of
from xinfang_daily_briefing.rules import freezing
from xinfang_daily_briefing.rules.times import CHINA
from xinfang_site.calendars.queries import work_calendar
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.ledgers import reader
from xinfang_site.module_imports import afterwards, services
from xinfang_site.module_imports.taking import Source
from xinfang_site.plugin_registry import plugins


def ledger() -> Any:
    return next(each for each in plugins().installed["daily_briefing"].ledgers if each.name == "briefings")


def taken(path: Path) -> tuple[Any, str]:
    source = Source(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    summary, _, code = services.run(db.session(), Cast().actor("editor"), ledger(), source)
    db.session.rollback()
    return summary, code


def desk_id() -> int:
    return Cast().office("JXF").id


def counted(span: figures.Span, key: str) -> dict[str, list[str]]:
    with current_app.test_request_context():
        found = figures.tables(db.session(), desk_id(), span)
    table = next(each for each in found if each.key == key)
    return {row.label: [each.text for each in row.figures] for row in table.rows}


YEAR = figures.Span(date(year.YEAR - 1, 12, 31), date(year.YEAR + 1, 1, 31))


@pytest.mark.untraced
@pytest.mark.parametrize("layout", ["one sheet", "two sheets"])
def test_a_year_of_251_issues_and_735_items_is_counted_as_on_paper(
    site: Flask, tmp_path: Path, layout: str
) -> None:
    paper = year.paper(work_calendar(db.session()))
    path = tmp_path / "要情2025.xlsx"
    if layout == "one sheet":
        year.workbook(paper.rows, path)
    else:
        year.two_sheets(paper, path)
    summary, _ = taken(path)
    assert summary.skipped == 0
    assert db.session.scalar(select(func.count()).select_from(Issue)) == year.ISSUES
    assert db.session.scalar(select(func.count()).select_from(Item)) == year.ITEMS
    columns = counted(YEAR, "columns")
    assert {name: int(values[0]) for name, values in columns.items() if name != "合计"} == paper.columns
    assert (int(columns["信息预警"][1]), paper.late) == (2, 2)
    issued = counted(YEAR, "issues")
    assert issued["零报告"] == [str(paper.silent)]
    assert issued["有内容"] == [str(year.ISSUES - paper.silent)]
    last = max(row[1] for row in paper.rows)
    assert queries.missing(db.session(), desk_id(), last) == paper.missing


def test_missing_days_numbers_and_late_warnings_are_said_row_by_row(site: Flask, tmp_path: Path) -> None:
    night = datetime(2026, 11, 18, 9)  # noqa: DTZ001 - as a cell gives it
    late = datetime(2026, 11, 19, 1)  # noqa: DTZ001 - as above
    nothing = [None] * 4
    rows = [
        ("第1期", date(2026, 11, 18), "重点关注", "某事", "内容", *nothing, *[None] * 7),
        (
            "第3期",
            date(2026, 11, 20),
            "信息预警",
            "某预警",
            "内容",
            None,
            None,
            None,
            night,
            night,
            late,
            "属实",
            *nothing,
        ),
    ]
    path = year.workbook(rows, tmp_path / "a.xlsx")
    results = taken_rows(path)
    said = [each.message for each in results[-1].warnings]
    assert any("2026-11-19 是工作日，没有要情" in each for each in said)
    assert any("缺第 2 期" in each for each in said)
    assert any(each.startswith("过夜") for each in said)


def taken_rows(path: Path) -> list[Any]:
    """What became of every row."""
    kind = ledger()
    words = kind.vocabulary(db.session(), None)
    rows = list(reader.read(path, kind.kind, words))
    with writing(db.session()):
        return list(kind.take(db.session(), Cast().actor("editor"), rows, "TRIAL"))


def test_the_next_issue_goes_on_from_the_imported_numbers(site: Flask, tmp_path: Path) -> None:
    rows = [
        (f"第{n}期", date(2026, 11, 22 + n), "工作快讯", f"第{n}件事", "内容", *[None] * 11) for n in (1, 2)
    ]
    taken(year.workbook(rows, tmp_path / "a.xlsx"))
    assert signed(drafted(), silent=True).issue.number == 3


def test_an_imported_issue_is_frozen_like_any_other(site: Flask, tmp_path: Path) -> None:
    rows = [("第1期", date(2026, 11, 23), "重点关注", "某事", "某事的内容", *[None] * 11)]
    taken(year.workbook(rows, tmp_path / "a.xlsx"))
    found = db.session.scalars(select(Issue)).one().editions[0]
    assert freezing.is_untouched(found.content, found.digest)


def test_a_day_that_has_an_issue_is_skipped_and_a_doubled_number_is_said(site: Flask, tmp_path: Path) -> None:
    signed(drafted(), silent=True)
    rows = [
        ("第1期", date(2026, 11, 25), "重点关注", "同一天的", "内容", *[None] * 11),
        ("第1期", date(2026, 11, 24), "重点关注", "前一天的", "内容", *[None] * 11),
    ]
    summary, _ = taken(year.workbook(rows, tmp_path / "a.xlsx"))
    assert (summary.imported, summary.skipped) == (1, 1)
    assert summary.warnings >= 1
    numbers = db.session.scalars(select(Issue.number).order_by(Issue.day)).all()
    assert numbers == [None, 1]


def test_numbers_of_persons_in_a_ledger_are_masked(site: Flask, tmp_path: Path) -> None:
    rows = [("第1期", date(2026, 11, 23), "重点关注", "某事", "来访人电话19900001234", *[None] * 11)]
    summary, _ = taken(year.workbook(rows, tmp_path / "a.xlsx"))
    assert "19900001234" not in db.session.scalars(select(Item.content)).one()
    assert summary.warnings >= 1


def test_a_batch_is_taken_back_until_somebody_has_read_it(site: Flask, tmp_path: Path) -> None:
    from tests.page import fetch
    from tests.people import sign_in

    rows = [("第1期", date(2026, 11, 23), "重点关注", "某事", "内容", *[None] * 11)]
    path = year.workbook(rows, tmp_path / "a.xlsx")
    _, code = taken(path)
    batch_id = _batch_id(code)
    assert afterwards.take_back(db.session(), Cast().actor("editor"), ledger(), batch_id, "试导入") == 1
    assert db.session.scalars(select(Issue)).all() == []
    rows.append(("第2期", date(2026, 11, 24), "重点关注", "另一事", "内容", *[None] * 11))
    _, code = taken(year.workbook(rows, tmp_path / "b.xlsx"))
    client = site.test_client()
    sign_in(client, "mayor")
    fetch(client, "/briefing/today")
    with pytest.raises(Refused, match="已经阅览"):
        afterwards.take_back(db.session(), Cast().actor("editor"), ledger(), _batch_id(code), "撤回")


def _batch_id(code: str) -> int:
    from xinfang_site.imports.models import ImportBatch

    db.session.rollback()
    return db.session.scalars(select(ImportBatch.id).where(ImportBatch.code == code)).one()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("〔2026〕第12期", 12),
        ("2026-012", 12),
        ("第3期（总第1680期）", 3),
        ("总第1680期", 1680),
        (7, 7),
        ("", None),
        (None, None),
    ],
)
def test_a_number_is_read_from_its_habits(text: object, number: int | None) -> None:
    assert number_of(text) == number


def test_a_follow_up_joins_its_thread_and_a_day_of_hours_counts_in_china() -> None:
    day = date(2026, 11, 23)
    rows = [
        (0, {"number": "1", "day": day, "title": "某事", "known_at": datetime(2026, 11, 22, 23, 50)}),  # noqa: DTZ001 - as a cell gives it
        (1, {"number": "2", "day": date(2026, 11, 24), "content": "今日无情况"}),
        (2, {"number": "9", "title": "没有日期的"}),
    ]
    issues, lost = issues_of(rows)
    assert lost == [2]
    assert [each.silent for each in issues] == [False, True]
    assert issues[0].items[0].known_at == datetime(2026, 11, 22, 23, 50, tzinfo=CHINA)
