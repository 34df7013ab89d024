"""The teaching sheet on paper (以案释法案例)."""

from xinfang_legal_study.lessons.models import TeachingSheet
from xinfang_site.plugin_api.dates import china
from xinfang_site.plugin_api.papers import Heading, Paper, Paragraph, Signature, Subtitle, Title, official_day


def sheet_paper(sheet: TeachingSheet, organ: str) -> Paper:
    """The published sheet."""
    parts = (
        ("一、基本情况", sheet.facts),
        ("二、办理过程和结果", sheet.handling),
        ("三、法律要点与启示", sheet.lesson),
    )
    body: list[Heading | Paragraph] = []
    for title, text in parts:
        if text:
            body.append(Heading(1, title))
            body += [Paragraph(line) for line in text.split("\n") if line.strip()]
    laws = (Paragraph(sheet.laws, lead="涉及法条："),) if sheet.laws else ()
    day = official_day(china(sheet.decided_at or sheet.made_at).date())
    return Paper(
        name=sheet.title,
        blocks=(
            Title((sheet.title,)),
            Subtitle("以案释法案例"),
            *laws,
            *body,
            Signature((organ,), day, sealed=False),
        ),
    )
