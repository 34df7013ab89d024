"""The public notice (公示): a month's list in official form, the same on the page and as a Word document."""

from datetime import date

from xinfang_joint_reception.domain.patterns import WEEKDAYS
from xinfang_joint_reception.rota.publishing.services import lines_of
from xinfang_joint_reception.rota.session_models import Edition
from xinfang_site.plugin_api.dates import china
from xinfang_site.plugin_api.papers import (
    Align,
    Column,
    Paper,
    Paragraph,
    Signature,
    Table,
    Title,
    official_day,
)

PEOPLE = {"leaders": "接访领导及职务", "units": "接访单位", "lawyers": "值班律师", "other": "接待人员"}
CLOSING = (
    "多人提出共同信访事项的，应当推选代表，代表人数不得超过5人（《信访工作条例》第二十条）。",
    "安排如有变动，以最新一版公示为准。",
)


def paper(edition: Edition, office_name: str) -> Paper:
    """A published version as an official paper."""
    lines = lines_of(edition)
    month = f"{edition.first.year}年{edition.first.month}月"
    title = f"{month}{edition.kind.title}安排公示"
    topics = any(each.topic for each in lines)
    columns = [
        Column("日期", 1.4, Align.CENTER),
        Column("时间", 1.8, Align.CENTER),
        Column(PEOPLE[edition.kind.form], 2.8),
        Column("地点", 2.2),
        *([Column("专题", 1.7)] if topics else []),
    ]
    rows = []
    for each in lines:
        cells = [
            _day_words(each.day),
            each.hours,
            "\n".join(each.people) or "另行公布",
            each.place or "另行公布",
        ]
        rows.append((*cells, *((each.topic,) if topics else ())))
    return Paper(
        name=title,
        blocks=(
            Title((f"{month}{edition.kind.title}", "安排公示") if len(title) > 20 else (title,)),
            Paragraph(f"根据《信访工作条例》第十八条规定，现将{month}{edition.kind.title}安排公示如下："),
            Table(tuple(columns), tuple(rows)),
            *(Paragraph(each) for each in CLOSING),
            Signature((office_name,), official_day(china(edition.at).date())),
        ),
    )


def _day_words(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.month}月{day.day}日\n（周{WEEKDAYS[day.weekday()]}）"
