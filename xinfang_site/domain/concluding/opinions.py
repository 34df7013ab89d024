"""The opinion (信访处理意见书) and its service (送达): elements, correction, proof."""

import re
from dataclasses import dataclass
from datetime import date

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.statutes import article
from xinfang_site.domain.titles import Titled

ELEMENTS = article(32, 1)
REVIEW_RIGHT = article(35)


class Outcome(Titled):
    """What an opinion decides (处理意见); source: 第三十二条第一款."""

    SUPPORTED = "supported", "支持"
    PARTLY = "partly", "部分支持"
    EXPLAINED = "explained", "解释说明"
    NOT_SUPPORTED = "not_supported", "不支持"


@dataclass(frozen=True, slots=True)
class Opinion:
    """The elements of an opinion (意见书要素).

    Attributes:
        acceptance: when and how the matter came and was accepted.
        request: what the petitioner asks for.
        facts: facts and reasons found.
        outcome: what is decided.
        decision: the decision in words.
        legal_basis: laws and provisions it rests on.
        review_organ: the organ that reviews it, by name.
        review_address: where that organ is.
        remedy: the closing text on 复查.
    """

    acceptance: str
    request: str
    facts: str
    outcome: Outcome | None
    decision: str
    legal_basis: str
    review_organ: str
    review_address: str
    remedy: str


_REQUIRED = (
    ("acceptance", "受理情况"),
    ("request", "投诉请求"),
    ("facts", "事实和理由"),
    ("decision", "处理意见"),
    ("legal_basis", "法律法规依据"),
    ("review_organ", "复查机关名称"),
    ("review_address", "复查机关地址"),
    ("remedy", "复查权利告知"),
)


def missing_elements(opinion: Opinion) -> tuple[str, ...]:
    """Elements that an opinion lacks (缺少的要素), by their Chinese names."""
    missing = [title for name, title in _REQUIRED if not str(getattr(opinion, name)).strip()]
    if opinion.outcome is None:
        missing.append("支持、解释说明或者不支持的结论")
    return tuple(missing)


def check_opinion(opinion: Opinion) -> None:
    """Refuse an opinion without all elements (意见书要素).

    The remedy must name 复查; an opinion is not open to 行政复议 or 诉讼, so it may not promise them.

    Raises:
        Refused: an element is missing or the remedy is wrong.
    """
    missing = missing_elements(opinion)
    if missing:
        raise Refused(f"意见书缺少：{'、'.join(missing)}", ELEMENTS, "text")
    if "复查" not in opinion.remedy:
        raise Refused("意见书应当告知可自收到之日起30日内请求复查", REVIEW_RIGHT, "remedy")
    if re.search("行政复议|行政诉讼|提起诉讼|向人民法院", opinion.remedy):
        raise Refused("对信访处理意见不服应当请求复查，不得告知复议或者诉讼", REVIEW_RIGHT, "remedy")


def remedy_text(organ: str, address: str) -> str:
    """The closing text on 复查 (复查权利告知)."""
    return f"如不服本意见，可自收到本意见书之日起30日内向{organ}（地址：{address}）请求复查。"


class ServiceWay(Titled):
    """How a document is served (送达方式)."""

    IN_PERSON = "in_person", "当面"
    POST = "post", "邮寄"
    OTHER = "other", "其他"


@dataclass(frozen=True, slots=True)
class Service:
    """Service of a document (送达).

    Attributes:
        way: how it was served.
        served_on: day the petitioner received or refused it.
        refused: the petitioner refused to take it (拒收).
        proof: proof in words: receipt number, witness, file.
    """

    way: ServiceWay
    served_on: date
    proof: str
    refused: bool = False


def check_service(service: Service, issued_on: date, today: date) -> None:
    """Refuse service without proof or out of time (送达凭证); the review window starts from it.

    Raises:
        Refused: the proof is missing, or the day is before issue or in the future.
    """
    if not issued_on <= service.served_on <= today:
        raise Refused(f"送达日期应当在{issued_on}至{today}之间", REVIEW_RIGHT, "served_on")
    if not service.proof.strip():
        raise Refused("登记送达应当附送达凭证", REVIEW_RIGHT, "proof")


def check_edit(*, served: bool) -> None:
    """Refuse to edit a served document (已送达文书不得修改); a new version with 更正 is the way.

    Raises:
        Refused: it was served.
    """
    if served:
        raise Refused("文书已经送达，不能修改；应当制作更正后的新文本并重新送达", ELEMENTS, "text")


def check_redo(outcome: Outcome, revoked: Outcome, new_grounds: str) -> None:
    """Refuse the same result again after 撤销 (撤销后重新办理); local rule, kept as policy.

    Raises:
        Refused: the outcome is the revoked one and no new facts or grounds are given.
    """
    if outcome is revoked and not new_grounds.strip():
        raise Refused("撤销后重新办理，没有新的事实和理由不得作出相同的处理意见", article(35), "outcome")
