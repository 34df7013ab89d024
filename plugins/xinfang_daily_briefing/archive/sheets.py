"""The list of the archive as a workbook (要情清单): every cell is text, so that no formula ever runs."""

import io
from collections.abc import Sequence

from sqlalchemy.orm import Session

from xinfang_daily_briefing.archive.queries import Found, Wanted
from xinfang_daily_briefing.rules.words import Audience, Column
from xinfang_site.plugin_api.data import Act, record, writing
from xinfang_site.plugin_api.dates import china, now
from xinfang_site.plugin_api.hooks import Actor

A4 = 9
"""Excel's number for the paper."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADINGS = ("日期", "期号", "栏目", "标题", "内容", "单位", "阅读范围")
_WIDTHS = (12, 16, 10, 36, 90, 18, 20)
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


def lines(session: Session, actor: Actor, found: Sequence[Found], wanted: Wanted) -> bytes:
    """The lines found, with a head that names the reader, the moment and the conditions; audited as an export."""
    said = _conditions(wanted)
    rows = [_row(each) for each in found]
    with writing(session):
        act = Act("daily_briefing.export", "daily_briefing_issue", "", reason=f"{said}，{len(rows)} 条")
        record(session, actor, act)
    return _book(f"要情清单　{said}　导出人：{actor.name}　{china(now()):%Y-%m-%d %H:%M}", rows)


def _conditions(wanted: Wanted) -> str:
    parts = (
        ("词语", wanted.words),
        ("栏目", str(Column(wanted.column).title) if wanted.column else ""),
        ("单位", wanted.unit),
        ("期号", str(wanted.issue or "")),
        ("从", wanted.first.isoformat() if wanted.first else ""),
        ("到", wanted.last.isoformat() if wanted.last else ""),
        ("事项", str(wanted.thread or "")),
    )
    return "，".join(f"{label}：{text}" for label, text in parts if text) or "全部"


def _row(each: Found) -> tuple[str, ...]:
    line = each.line
    return (
        line.day.isoformat(),
        each.issue.name,
        Column(line.column).title,
        line.lead,
        line.body,
        line.unit_name,
        Audience(line.audience).title,
    )


def _book(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E6EBF1", "border": 1, "num_format": "@"})
        plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        page = book.add_worksheet("要情清单")
        page.write_string(0, 0, title)
        for column, heading in enumerate(_HEADINGS):
            page.write_string(1, column, heading, bold)
            page.set_column(column, column, _WIDTHS[column])
        for number, row in enumerate(rows, 2):
            for column, text in enumerate(row):
                page.write_string(number, column, text, plain)
        page.freeze_panes(2, 0)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(1)
    return buffer.getvalue()
