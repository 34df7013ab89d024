"""Figures of a year as a workbook (学法情况表): by person, by section; texts are never formulas."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from xinfang_legal_study.records.yearly import GroupProgress, PersonProgress, units_of
from xinfang_legal_study.years.queries import YearView
from xinfang_site.plugin_api.people import OfficeRef

A4 = 9
"""Excel's number for the paper."""

_PEOPLE = (
    *("科室", "姓名", "应到", "实到", "补学", "到课率", "学习学时", "外出培训学时", "合计学时"),
    *("首次成绩", "最好成绩", "通过考试", "进度"),
)
_UNITS = ("科室", "人数", "落后人数", "应到", "实到", "补学", "到课率", "合计学时", "通过考试", "进度")


def progress_book(head: str, view: YearView, people: Sequence[PersonProgress]) -> bytes:
    """The workbook; its first row says what, who and when."""
    asked = f"要求：每人 {view.target.hours} 小时、{view.target.sessions} 次"
    with _book() as (stream, book):
        _sheet(book, "按人员", f"{head}　{asked}", _PEOPLE, [_person(each) for each in people])
        _sheet(book, "按科室", f"{head}　{asked}", _UNITS, [_unit(each) for each in units_of(people)])
    return stream.getvalue()


def offices_book(head: str, rows: Sequence[GroupProgress[OfficeRef]]) -> bytes:
    """The workbook of the offices below: totals only."""
    columns = ("单位", "人数", "落后人数", "应到", "实到", "补学", "到课率", "合计学时", "通过考试", "进度")
    lines = [
        (
            *(each.group.name, each.people, each.behind),
            *(each.tally.expected, each.tally.present, each.tally.made_up),
            *(each.tally.rate.text, each.hours, each.passed, each.light.text),
        )
        for each in rows
    ]
    with _book() as (stream, book):
        _sheet(book, "按单位", head, columns, lines)
    return stream.getvalue()


@contextmanager
def _book() -> Iterator[tuple[io.BytesIO, Any]]:
    """A workbook whose texts are never formulas; its bytes are in the stream when it is closed."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book: Any = Workbook(stream, options)
    yield stream, book
    book.close()


def _person(each: PersonProgress) -> tuple[object, ...]:
    return (
        *(each.unit, each.name, each.tally.expected, each.tally.present, each.tally.made_up),
        *(each.tally.rate.text, each.hours, each.credited, each.all_hours),
        *(each.scores.first, each.scores.best, each.scores.passed, each.light.text),
    )


def _unit(each: GroupProgress[str]) -> tuple[object, ...]:
    return (
        *(each.group, each.people, each.behind, each.tally.expected, each.tally.present, each.tally.made_up),
        *(each.tally.rate.text, each.hours, each.passed, each.light.text),
    )


def _sheet(
    book: Any, title: str, head: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1})
    plain = book.add_format({"border": 1})
    sheet.write_string(0, 0, head)
    for column, name in enumerate(columns):
        sheet.write_string(1, column, name, bold)
    for line, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            if value is None:
                sheet.write_string(line, column, "", plain)
            elif isinstance(value, str):
                sheet.write_string(line, column, value, plain)
            else:
                sheet.write_number(line, column, float(str(value)), plain)
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, len(columns) - 1, 11)
    sheet.freeze_panes(2, 2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
