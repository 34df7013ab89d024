"""Closing a matter (办结、撤回、评价、归档) and lateness."""

from dataclasses import dataclass

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clocks import Clock
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.domain.statutes import Article, article
from xinfang_site.domain.titles import Titled

EVALUATION = article(21, 2)


def check_withdrawal(kind: Kind | None, signature: str, *, urgent: bool) -> None:
    """Refuse a withdrawal (撤回).

    Raises:
        Refused: the matter is a report or urgent, or the petitioner did not sign.
    """
    if kind is Kind.ACCUSATION:
        raise Refused("检举控告事项不适用撤回", article(30, 1))
    if urgent:
        raise Refused("重大、紧急事项不适用撤回", article(25, 1))
    if not signature.strip():
        raise Refused("撤回应当有信访人签名的申请", field="proof")


def check_request_withdrawal(signature: str, basis: Article) -> None:
    """Refuse to take back a request for 复查 or 复核 that the petitioner did not take back in writing (撤回申请).

    Raises:
        Refused: nothing signed is named; ``basis`` is the article of the request.
    """
    if not signature.strip():
        raise Refused("撤回复查、复核申请应当有信访人签名的申请", basis, "proof")


def check_route_result(proof: str) -> None:
    """Refuse the result of a statutory route that nothing proves (法定途径结果).

    Raises:
        Refused: no paper of the competent organ is named.
    """
    if not proof.strip():
        raise Refused("登记法定途径的结果应当写明有关机关的文书", article(31), "proof")


class Satisfaction(Titled):
    """How satisfied the petitioner is (满意度)."""

    SATISFIED = "satisfied", "满意"
    MOSTLY = "mostly", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation as it is entered (评价录入).

    Attributes:
        by_petitioner: the petitioner enters it with name and query code.
        by_handling_unit: somebody of the unit that handled the matter enters it.
        on_behalf: it carries the mark 代评.
        proof: proof of the petitioner's words, for an evaluation on behalf.
    """

    by_petitioner: bool
    by_handling_unit: bool = False
    on_behalf: bool = False
    proof: str = ""


def check_evaluation(evaluation: Evaluation) -> None:
    """Refuse an evaluation by the unit itself (评价).

    Raises:
        Refused: somebody else than the petitioner enters it without the mark 代评 and proof.
    """
    if evaluation.by_petitioner:
        return
    if not evaluation.on_behalf:
        who = "责任单位不得评价自己办理的事项" if evaluation.by_handling_unit else "评价应当由信访人作出"
        raise Refused(f"{who}；代为录入的，应当标明代评", EVALUATION, "on_behalf")
    if not evaluation.proof.strip():
        raise Refused("代评应当附信访人评价的凭证", EVALUATION, "proof")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What stands behind a conclusion (办结材料): which papers of an assigned matter are there."""

    report: bool
    opinion: bool
    service: bool


def check_conclusion(papers: Conclusion, *, assigned: bool) -> None:
    """Refuse to confirm an assigned matter without its papers (审核认定办结).

    Raises:
        Refused: the report, the opinion or the proof of service is missing.
    """
    names = ((papers.report, "办结报告"), (papers.opinion, "信访处理意见书"), (papers.service, "送达回证"))
    missing = [name for there, name in names if not there]
    if assigned and missing:
        raise Refused(f"审核认定办结缺少：{'、'.join(missing)}", article(22, 1, 3), "attachment")


def check_all_stopped(clocks: tuple[Clock, ...]) -> None:
    """Refuse to archive while a limit runs (归档).

    Raises:
        Refused: a clock neither stopped nor was waived.
    """
    running = [clock.duty.title for clock in clocks if clock.running]
    if running:
        raise Refused(f"尚有未停止的期限：{'、'.join(running)}", article(22, 1))


def check_lateness(days_late: int, reason: str, unit_at_fault: str) -> None:
    """Ask the first late act for its reason and the unit at fault (超期原因).

    The act itself is never blocked: a refusal would only hide that it is late.

    Raises:
        Refused: it is late and the reason or the unit is missing.
    """
    if days_late > 0 and not (reason.strip() and unit_at_fault.strip()):
        missing = "late_unit" if reason.strip() else "late_reason"
        raise Refused(f"已超期{days_late}日，应当填写超期原因和责任单位", article(45, None, 1), missing)
