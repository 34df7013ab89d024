"""Grounds of refusal (不予受理情形): a dated, coded list, each with its article."""

from dataclasses import dataclass
from datetime import date

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.statutes import REGULATIONS_2005, Article, Statute, article, old_article, statute_on


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which a matter is not accepted (不予受理情形).

    Attributes:
        code: short code, stored and printed.
        title: the ground in words.
        basis: its article.
        needs: what the notice must name.
    """

    code: str
    title: str
    basis: Article
    needs: str

    @property
    def statute(self) -> Statute:
        """The statute that knows this ground (适用法规)."""
        return self.basis.statute


@dataclass(frozen=True, slots=True)
class Redirection:
    """Not a ground of refusal (不属于不予受理): what to do instead, with its article."""

    code: str
    title: str
    instead: str
    basis: Article


IN_PROGRESS = Ground(
    "19-3",
    "同一事项已经受理或者正在办理，在规定期限内又向上级机关、单位提出",
    article(19, 3),
    "正在办理的机关、单位和办理期限",
)

GROUNDS = (
    IN_PROGRESS,
    Ground(
        "2005-16",
        "同一事项已经受理或者正在办理，在规定期限内再向上级机关提出",
        old_article(16),
        "正在办理的机关和办理期限",
    ),
    Ground(
        "2005-21-1",
        "已经或者依法应当通过诉讼、仲裁、行政复议等法定途径解决",
        old_article(21, 1, 1),
        "应当适用的程序和有关机关",
    ),
)
"""All grounds (不予受理情形); the text in force names one only."""

REDIRECTIONS = (
    Redirection(
        "not_competent", "不属于本机关、单位职权", "告知信访人向有权处理的机关、单位提出", article(23, 1)
    ),
    Redirection("court_visit", "走访反映涉诉问题", "释法明理，引导向有关政法部门反映", article(22, 2)),
    Redirection("court_letter", "来信反映涉法涉诉问题", "转送同级政法部门", article(22, 2)),
    Redirection("statutory_route", "属于第三十一条第一项至第五项", "导入法定途径并告知", article(31)),
    Redirection("after_final", "复核后以同一事实和理由再次提出", "不再受理", article(36, 3)),
)
"""What clerks used to refuse and the text in force treats otherwise (不得以不予受理代替)."""


def grounds_on(received_on: date) -> tuple[Ground, ...]:
    """The grounds for a matter received on a day (可选不予受理情形)."""
    statute = statute_on(received_on)
    return tuple(ground for ground in GROUNDS if ground.statute is statute)


def check_refusal(code: str, text: str, received_on: date) -> Ground:
    """The ground of a refusal (不予受理依据).

    Args:
        code: code of the ground.
        text: what the notice tells the petitioner: where to go, or who handles it until when.
        received_on: day of receipt, which decides the statute.

    Raises:
        Refused: the code is no ground in that statute, or the text is empty.
    """
    for other in REDIRECTIONS:
        if code == other.code and statute_on(received_on) is not REGULATIONS_2005:
            raise Refused(f"“{other.title}”不是不予受理的情形，应当{other.instead}", other.basis, "ground")
    for ground in grounds_on(received_on):
        if ground.code == code:
            if not text.strip():
                raise Refused(f"不予受理告知书应当写明{ground.needs}", ground.basis, "text")
            return ground
    basis = IN_PROGRESS.basis if statute_on(received_on) is not REGULATIONS_2005 else old_article(21, 1, 1)
    raise Refused("不予受理应当选择法定情形和依据", basis, "ground")
