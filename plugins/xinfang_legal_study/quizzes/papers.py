"""The certificate on paper (学法证明)."""

from xinfang_legal_study.quizzes.models import Certificate
from xinfang_site.plugin_api.dates import china
from xinfang_site.plugin_api.papers import (
    Align,
    Blank,
    Display,
    Paper,
    Paragraph,
    Signature,
    official_day,
)


def certificate_paper(found: Certificate, organ: str) -> Paper:
    """The certificate as it is printed; a void one says so in large letters."""
    void = (Display("（已作废）", 26, red=True),) if found.voided_at is not None else ()
    return Paper(
        name=found.serial,
        blocks=(
            Blank(2),
            Display("学法考试合格证明", 36),
            Paragraph(found.serial, indent=False, align=Align.CENTER),
            *void,
            Blank(2),
            Paragraph(
                f"{found.name}同志参加{organ}{found.year}年度“{found.title}”，成绩 {found.score} 分，考试合格。"
            ),
            Paragraph("特此证明。"),
            Blank(2),
            Signature((organ,), official_day(china(found.issued_at).date())),
            Blank(2),
            Paragraph(
                f"查验码：{found.check_code}。在“学法—查验证明”页面输入编号和查验码可以核对真伪。",
                indent=False,
            ),
        ),
        numbered=False,
    )
