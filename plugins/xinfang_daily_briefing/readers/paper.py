"""The briefing on official paper (要情成文): red masthead, columns, figures, foot; the same for page and document."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from xinfang_site.plugin_api.papers import (
    Blank,
    Heading,
    Imprint,
    Masthead,
    Paper,
    Paragraph,
    official_day,
)

_NUMERALS = "一二三四五六七八九十"


def paper_of(content: Mapping[str, Any]) -> Paper:
    """A version, or the part of it that a reader may see, as a paper."""
    day = date.fromisoformat(content["day"])
    number = f"〔{content['year']}〕第{content['number']}期" if content["number"] else "（拟稿）"
    total = f"（总第{content['total']}期）" if content["total"] else ""
    return Paper(
        name=f"{content['masthead']} {number}",
        head=Masthead(
            name=content["masthead"],
            issue=f"{number}{total}",
            organ=content["organ"],
            day=official_day(day),
            notice=content["notice"],
            urgency="更正版" if content["edition"] > 1 else "",
        ),
        blocks=tuple(_blocks(content)),
        imprint=_imprint(content),
    )


def _blocks(content: Mapping[str, Any]) -> Iterator[Blank | Heading | Paragraph]:
    yield Blank()
    if content["reason"]:
        yield Paragraph(content["reason"], lead="更正说明：")
    for number, section in enumerate(content["sections"]):
        yield Heading(1, f"{_NUMERALS[number]}、{section['title']}")
        if not section["lines"]:
            yield Paragraph("无。")
        for place, line in enumerate(section["lines"], 1):
            yield Paragraph(_text(line), lead=f"{place}. {line['lead']}{_mark(line)}。")
    if content["figures"]:
        yield Heading(1, f"{_NUMERALS[len(content['sections'])]}、信访数据")
        yield Paragraph(figures_text(content))
    if content["agenda"]:
        yield Heading(1, f"{_NUMERALS[len(content['sections']) + 1]}、今日提示")
        for place, each in enumerate(content["agenda"], 1):
            yield Paragraph(f"{each['text'].rstrip('。')}。", lead=f"{place}. ")


def _mark(line: Mapping[str, Any]) -> str:
    return f"（{line['mark']}）" if line["mark"] else ""


def _text(line: Mapping[str, Any]) -> str:
    return f"{line['body']}【{line['check']}】" if line["check"] else str(line["body"])


def figures_text(content: Mapping[str, Any]) -> str:
    """The figures in one sentence, with the days they count (数据行文)."""
    first, last = date.fromisoformat(content["figures_from"]), date.fromisoformat(content["figures_to"])
    days = f"{last.month}月{last.day}日"
    if first != last:
        days = f"{first.month}月{first.day}日至{days}"
    counted = [f"{each['label']}{each['number']}件" for each in content["figures"]]
    return f"{days}，{'，'.join(counted)}。"


def _imprint(content: Mapping[str, Any]) -> Imprint:
    foot, people = content["foot"], content["people"]
    words = (("报", foot["report"]), ("送", foot["send"]), ("发", foot["issue"]))
    staff = (("编辑", people["editor"]), ("审核", people["reviewer"]), ("签发", people["signer"]))
    return Imprint(
        lines=tuple(f"{word}：{text.rstrip('。')}。" for word, text in words if text),
        day=f"共印{foot['copies']}份" if foot["copies"] else "",
        staff="　".join(f"{word}：{name}" for word, name in staff if name),
    )
