"""Statutes and articles (法规与条文): which is in force on a day, and how it is cited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


@dataclass(frozen=True, slots=True)
class Statute:
    """One statute (法规) with its days of force.

    Attributes:
        code: short ASCII code, stored with clocks and steps.
        title: title without book marks.
        valid_from: first day in force, or None when it does not matter here.
        valid_to: last day in force, or None while it is in force.
    """

    code: str
    title: str
    valid_from: date | None = None
    valid_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether the statute is in force (现行有效) on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Article:
    """A place in a statute (条、款、项), counted from 1; the whole statute where ``article`` is None."""

    statute: Statute
    article: int | None = None
    paragraph: int | None = None
    item: int | None = None

    def cite(self) -> str:
        """The citation (引文), such as ``《信访工作条例》第二十三条第三款``."""
        parts = [f"《{self.statute.title}》"]
        if self.article is not None:
            parts.append(f"第{chinese_number(self.article)}条")
        if self.paragraph is not None:
            parts.append(f"第{chinese_number(self.paragraph)}款")
        if self.item is not None:
            parts.append(f"第{chinese_number(self.item)}项")
        return "".join(parts)

    def __str__(self) -> str:
        """The citation."""
        return self.cite()


def chinese_number(number: int) -> str:
    """A number in Chinese numerals (中文数字), from 1 to 9999.

    Raises:
        ValueError: the number is outside 1..9999.
    """
    if not 1 <= number <= 9999:
        raise ValueError(f"条款序号应为1至9999：{number}")
    written, skipped = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            skipped = bool(written)
            continue
        if skipped:
            written += "零"
            skipped = False
        written += _DIGITS[digit] + _UNITS[place]
    return written.removeprefix("一") if written.startswith("一十") else written


REGULATIONS_2005 = Statute("xftl2005", "信访条例", date(2005, 5, 1), date(2022, 4, 30))
REGULATIONS_2022 = Statute("xfgztl2022", "信访工作条例", date(2022, 5, 1))
SIMPLE_PROCEDURE = Statute("jybl2016", "信访事项简易办理办法（试行）")
CIVIL_CODE = Statute("mfd2020", "中华人民共和国民法典", date(2021, 1, 1))
LITIGATION_LAW = Statute("xzssf", "中华人民共和国行政诉讼法")
RECONSIDERATION_LAW = Statute("xzfyf2023", "中华人民共和国行政复议法", date(2024, 1, 1))


def article(number: int, paragraph: int | None = None, item: int | None = None) -> Article:
    """An article of the statute in force now (《信访工作条例》条文)."""
    return Article(REGULATIONS_2022, number, paragraph, item)


def old_article(number: int, paragraph: int | None = None, item: int | None = None) -> Article:
    """An article of the statute of 2005 (《信访条例》条文)."""
    return Article(REGULATIONS_2005, number, paragraph, item)


def statute_on(received_on: date) -> Statute:
    """The statute that governs a matter received on a day (适用法规).

    2005 《信访条例》 before 2022-05-01, 《信访工作条例》 from that day (its article 50). Matters older
    than 2005-05-01 are treated by the text of 2005, the oldest that the site holds.
    """
    return REGULATIONS_2022 if REGULATIONS_2022.in_force(received_on) else REGULATIONS_2005


SENTENCES: Mapping[Article, str] = MappingProxyType(
    {
        article(19, 3): (
            "信访事项已经受理或者正在办理的，信访人在规定期限内向受理、办理机关、单位的上级机关、单位又提出"
            "同一信访事项的，上级机关、单位不予受理。"
        ),
        article(20, 3): "多人采用走访形式提出共同的信访事项的，应当推选代表，代表人数不得超过5人。",
        article(22, 1): (
            "各级党委和政府信访部门收到信访事项，应当予以登记，并区分情况，在15日内分别按照下列方式处理"
        ),
        article(23, 3): (
            "应当自收到之日起15日内书面告知信访人接收情况以及处理途径和程序；不属于本机关、单位或者本系统"
            "职权范围的，有关机关、单位应当自收到之日起5个工作日内提出异议，并详细说明理由，经转送、交办的"
            "信访部门或者上级机关、单位核实同意后，交还相关材料。"
        ),
        article(25, 2): (
            "地方各级党委和政府信访部门接到重大、紧急信访事项和信访信息，应当向上一级信访部门报告，"
            "同时报告国家信访局。"
        ),
        article(28, 3): "各级机关、单位工作人员与信访事项或者信访人有直接利害关系的，应当回避。",
        article(30, 3): "不得将信访人的检举、揭发材料以及有关情况透露或者转给被检举、揭发的人员或者单位。",
        article(34): (
            "对本条例第三十一条第六项规定的信访事项应当自受理之日起60日内办结；情况复杂的，经本机关、单位"
            "负责人批准，可以适当延长办理期限，但延长期限不得超过30日，并告知信访人延期理由。"
        ),
        article(36, 2): "听证所需时间不计算在前款规定的期限内。",
        article(36, 3): (
            "信访人对复核意见不服，仍然以同一事实和理由提出投诉请求的，各级党委和政府信访部门和其他机关、"
            "单位不再受理。"
        ),
    }
)
"""The statute's exact sentences that refusals print (法条原文); nothing longer is quoted here."""


def sentence(place: Article) -> str | None:
    """The exact sentence printed in refusals (法条原文), or None where only the number is cited."""
    return SENTENCES.get(place)
