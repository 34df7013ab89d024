"""Kinds of matters and the six paths (三类事项、六条途径); source: 《信访工作条例》第二十九至三十一条."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from xinfang_site.domain.statutes import LITIGATION_LAW, RECONSIDERATION_LAW, Article, article
from xinfang_site.domain.titles import Title


class Kind(StrEnum):
    """The kind of a matter (事项类别), which decides how it is handled."""

    SUGGESTION = "suggestion"
    ACCUSATION = "accusation"
    APPEAL = "appeal"

    @property
    def title(self) -> Title:
        """The kind's Chinese name (类别名称)."""
        return Title(_KINDS[self][0])

    @property
    def basis(self) -> Article:
        """The article on this kind (依据)."""
        return _KINDS[self][1]


class Path(StrEnum):
    """A path of article 31 (办理途径); only the sixth is handled as a petition."""

    LITIGATION = "31_1"
    ARBITRATION = "31_2"
    PARTY_APPEAL = "31_3"
    ADMINISTRATIVE = "31_4"
    DUTY_TO_ACT = "31_5"
    PETITION = "31_6"

    @property
    def title(self) -> Title:
        """What the choice says (途径名称)."""
        return Title(_PATHS[self].title)

    @property
    def basis(self) -> Article:
        """The item of article 31 (依据)."""
        return article(31, None, list(Path).index(self) + 1)

    @property
    def guidance(self) -> "Guidance":
        """What to tell the petitioner (告知内容)."""
        return _PATHS[self]


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a path means to the petitioner (途径说明).

    Attributes:
        title: name of the path.
        where: who handles it.
        act: what the organ does.
        limit: time limit that the petitioner should know, with its provision; empty where special laws differ.
    """

    title: str
    where: str
    act: str
    limit: str = ""


_KINDS = {
    Kind.SUGGESTION: ("建议意见", article(29, 1)),
    Kind.ACCUSATION: ("检举控告", article(30, 1)),
    Kind.APPEAL: ("申诉求决", article(31)),
}

_PATHS = {
    Path.LITIGATION: Guidance(
        "诉讼、法律监督等政法程序",
        "有关人民法院、人民检察院、公安机关",
        "按照法律法规规定的程序处理",
    ),
    Path.ARBITRATION: Guidance("仲裁", "有关仲裁机构", "导入仲裁程序"),
    Path.PARTY_APPEAL: Guidance(
        "党员申诉、申请复审等",
        "有关党组织、机关",
        "导入申诉、复审程序",
    ),
    Path.ADMINISTRATIVE: Guidance(
        "行政复议、裁决、确认、许可、处罚等行政程序",
        "有权的行政机关、行政复议机构",
        "导入行政程序",
        f"申请行政复议，自知道行政行为之日起60日内（{Article(RECONSIDERATION_LAW, 20).cite()}）",
    ),
    Path.DUTY_TO_ACT: Guidance(
        "申请查处违法行为、履行保护职责",
        "负有该项职责的机关、单位",
        "依法履行或者答复",
        f"两个月内不履行的，可以依法提起行政诉讼（{Article(LITIGATION_LAW, 47).cite()}）",
    ),
    Path.PETITION: Guidance(
        "信访程序",
        "有权处理的机关、单位",
        "听取陈述，调查核实，出具信访处理意见书；重大、复杂、疑难的可以听证",
    ),
}


def route_until(path: Path, started_on: date) -> date | None:
    """The last day that general law sets on a path (法定途径期限), to propose for D14.

    Two months for 履行职责 (行政诉讼法第四十七条), ending on the same day of the month or on the
    month's last (民法典第二百零二条). None where the special law of the route has to be looked up.
    """
    if path is not Path.DUTY_TO_ACT:
        return None
    after_next = started_on.month + 2
    first_after = date(started_on.year + after_next // 12, after_next % 12 + 1, 1)
    last = first_after - timedelta(days=1)
    return last.replace(day=min(started_on.day, last.day))
