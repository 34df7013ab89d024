"""The plan on paper (学习计划表): the usual table, across the page."""

from collections.abc import Sequence

from xinfang_legal_study.years.models import PlanRow
from xinfang_legal_study.years.queries import YearView
from xinfang_site.plugin_api.papers import (
    Align,
    Column,
    Paper,
    Paragraph,
    Subtitle,
    Table,
    Title,
)

_COLUMNS = (
    Column("序号", 1.0, Align.CENTER),
    Column("时间安排", 1.9, Align.CENTER),
    Column("学习形式", 3.0, Align.CENTER),
    Column("学习内容", 5.2),
    Column("法律法规条款", 4.6),
    Column("主讲（领学）人", 2.2, Align.CENTER),
    Column("参加范围", 2.7, Align.CENTER),
    Column("学时", 1.1, Align.CENTER),
    Column("备注", 1.2),
)


def plan_paper(view: YearView, rows: Sequence[PlanRow], organ: str) -> Paper:
    """The year's plan as the office posts it."""
    lines = tuple(
        (
            str(place),
            row.span.title,
            row.kind_title,
            row.topic,
            row.laws,
            row.speaker,
            row.audience_title,
            f"{row.hours.normalize():f}" if row.hours else "",
            row.note,
        )
        for place, row in enumerate(rows, start=1)
    )
    people = "　".join(
        part
        for part in (
            f"组长：{view.leader}" if view.leader else "",
            f"学习秘书：{view.secretary}" if view.secretary else "",
        )
        if part
    )
    return Paper(
        name=view.title,
        blocks=(
            Title((view.title,)),
            *((Subtitle(people),) if people else ()),
            Table(_COLUMNS, lines, size=10.5),
            Paragraph(
                "注：各季度至少举办 1 次学习；时间、内容如有调整，以学习管理员通知为准。", indent=False
            ),
            Paragraph(organ, indent=False, align=Align.RIGHT),
        ),
        across=True,
    )
