"""The audit as a workbook (导出审计日志): no formulas, capped, and itself audited in the same transaction."""

import io
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from xinfang_site import clock, workbooks
from xinfang_site.actor import Actor
from xinfang_site.audit.actions import action_title, object_title, result_title
from xinfang_site.audit.change_words import change_lines
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.queries import EventsWanted, Place, page
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.offices import queries as offices

A4 = 9
"""Excel's number for the paper."""

MAX_ROWS = 50_000
_CHUNK = 5_000
MOMENT = 1
"""The column of the time: a date to Excel, to be sorted and filtered as one."""
HEADINGS = (
    "序号",
    "时间",
    "用户名",
    "机构",
    "地址",
    "操作",
    "对象种类",
    "对象编号",
    "结果",
    "事由",
    "变更",
    "摘要",
)
_WIDTHS = (10, 20, 14, 18, 15, 18, 12, 14, 8, 30, 40, 20)
_LONG = {HEADINGS.index("事由"), HEADINGS.index("变更")}


def export(session: Session, actor: Actor, wanted: EventsWanted, filter_text: str) -> bytes:
    """The records wanted, newest first, at most ``MAX_ROWS``; the file says who made it, when and of what."""
    buffer = io.BytesIO()
    called = offices.names(session)
    count = 0
    with workbooks.text_only(buffer) as book:
        text = book.add_format({"num_format": "@", "valign": "top"})
        long = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left", "valign": "top"})
        bold = book.add_format({"num_format": "@", "bold": True, "bg_color": "#E6EBF1", "border": 1})
        sheet = book.add_worksheet("审计日志")
        made = (
            f"导出人：{actor.name}（{actor.username}）　导出时间：{clock.china(clock.now()):%Y-%m-%d %H:%M}"
        )
        sheet.write_string(0, 0, f"条件：{filter_text or '全部'}　{made}", text)
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(1, column, heading, bold)
            sheet.set_column(column, column, _WIDTHS[column])
        for event in _events(session, wanted):
            count += 1
            for column, value in enumerate(cells(event, called)):
                if column == MOMENT:
                    sheet.write_datetime(count + 1, column, _local(event), moment)
                else:
                    sheet.write_string(count + 1, column, value, long if column in _LONG else text)
        sheet.freeze_panes(2, 0)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
    with writing(session):
        changes = {"rows": [0, count], "filter": ["", filter_text]}
        record(session, actor, Act("audit.export", "audit", changes=changes))
    return buffer.getvalue()


def cells(event: AuditEvent, called: dict[int, str]) -> tuple[str, ...]:
    """One record as the words of a row."""
    return (
        str(event.id),
        f"{_local(event):%Y-%m-%d %H:%M:%S}",
        event.username,
        called.get(event.office_id or 0, ""),
        event.address,
        action_title(event.action),
        object_title(event.object_type),
        event.object_id,
        result_title(event.result),
        event.reason,
        "；".join(change_lines(event.changes, event.action))[:30_000],
        event.digest[:16],
    )


def _local(event: AuditEvent) -> datetime:
    """The moment in China's local time without a zone, since Excel knows no zones."""
    return clock.china(event.at).replace(tzinfo=None, microsecond=0)


def _events(session: Session, wanted: EventsWanted) -> Iterator[AuditEvent]:
    before, left = 0, MAX_ROWS
    while left > 0:
        found = page(session, wanted, Place(before=before), min(_CHUNK, left))
        yield from found.events
        if not found.older:
            return
        left -= len(found.events)
        before = found.events[-1].id
        session.expunge_all()
