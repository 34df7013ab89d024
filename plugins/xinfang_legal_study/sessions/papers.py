"""The sign-in sheet on paper (签到表)."""

from xinfang_legal_study.rules.attendance import Presence
from xinfang_legal_study.sessions.models import StudySession
from xinfang_site.plugin_api.dates import china
from xinfang_site.plugin_api.papers import (
    Align,
    Column,
    Paper,
    Paragraph,
    Subtitle,
    Table,
    Title,
    official_day,
)

SPARE_LINES = 5
_COLUMNS = (
    Column("序号", 1.0, Align.CENTER),
    Column("姓名", 2.0, Align.CENTER),
    Column("科室", 2.6, Align.CENTER),
    Column("职务", 2.4, Align.CENTER),
    Column("　　签　　名　　", 3.6, Align.CENTER),
    Column("备注", 2.0, Align.CENTER),
)


def sheet_paper(study: StudySession, organ: str) -> Paper:
    """The sheet to be signed in the room: everybody on the roll, and some lines for others."""
    lines = [
        (
            str(place),
            each.member.name,
            each.member.unit,
            each.member.post,
            "",
            _remark(each.standing, each.extra),
        )
        for place, each in enumerate(study.roll, start=1)
    ]
    lines += [(str(len(lines) + place), "", "", "", "", "") for place in range(1, SPARE_LINES + 1)]
    return Paper(
        name=f"签到表-{study.day.isoformat()}",
        blocks=(
            Title((f"{organ}学习签到表",)),
            Subtitle(study.topic),
            Paragraph(f"{official_day(study.day)}{_hours(study)}", lead="时间：", indent=False),
            Paragraph(study.place or "　", lead="地点：", indent=False),
            Paragraph(study.kind_title, lead="形式：", indent=False),
            Paragraph(f"{study.host}　　记录人：{study.recorder}", lead="主持人：", indent=False),
            Table(_COLUMNS, tuple(lines), size=14),
            Paragraph(
                f"应到 {study.tally.expected} 人　实到＿＿人　请假＿＿人　缺席＿＿人",
                indent=False,
            ),
        ),
    )


def _remark(presence: Presence, extra: bool) -> str:
    if extra:
        return "列席"
    return presence.title if presence is Presence.LEAVE else ""


def _hours(study: StudySession) -> str:
    if study.starts_at is None:
        return ""
    start = china(study.starts_at).strftime("%H:%M")
    return f" {start}" + (f"—{china(study.ends_at).strftime('%H:%M')}" if study.ends_at else "")
