"""Guards of the end of a matter (撤回、办结、评价、回访、归档)."""

from xinfang_site.domain.concluding import closing, following
from xinfang_site.domain.concluding.closing import Conclusion, Evaluation, Satisfaction
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.statutes import article
from xinfang_site.petitions.attachments.kinds import has_paper
from xinfang_site.petitions.guards.situation import Situation

_DECIDED = (StepCode.ISSUE, StepCode.REPLY, StepCode.MEDIATE, StepCode.ANSWER_SIMPLE, StepCode.ROUTE_RESULT)


def withdrawable(now: Situation) -> None:
    """Reports and urgent matters are not withdrawn (不适用撤回)."""
    closing.check_withdrawal(now.kind, "签名", urgent=now.petition.urgent)


def withdrawing(now: Situation) -> None:
    """A withdrawal is signed by the petitioner (撤回申请)."""
    closing.check_withdrawal(now.kind, now.text(Need.PROOF), urgent=now.petition.urgent)


def withdrawing_review(now: Situation) -> None:
    """A request for 复查 is taken back in writing (撤回复查申请)."""
    closing.check_request_withdrawal(now.text(Need.PROOF), article(35))


def withdrawing_final(now: Situation) -> None:
    """A request for 复核 is taken back in writing (撤回复核申请)."""
    closing.check_request_withdrawal(now.text(Need.PROOF), article(36, 1))


def route_result(now: Situation) -> None:
    """The result of a statutory route names its paper (法定途径结果)."""
    closing.check_route_result(now.text(Need.PROOF))


def concluding(now: Situation) -> None:
    """An assigned matter is concluded with its report, its opinion and the proof of service (审核认定办结)."""
    identifier = now.petition.id
    answered = now.taken(*_DECIDED)
    by_opinion = answered is not None and answered.code == StepCode.ISSUE.value
    papers = Conclusion(
        report=has_paper(now.session, identifier, "conclusion_report"),
        opinion=answered is not None or has_paper(now.session, identifier, "opinion"),
        service=not by_opinion
        or now.taken(StepCode.SERVE) is not None
        or has_paper(now.session, identifier, "service_proof"),
    )
    closing.check_conclusion(papers, assigned=now.assigned)


def evaluating(now: Situation) -> None:
    """Satisfaction is the petitioner's; others enter it with the mark 代评 and its proof (评价)."""
    unit = now.petition.unit_id or now.petition.office_id
    closing.check_evaluation(
        Evaluation(
            by_petitioner=False,
            by_handling_unit=now.actor.office_id == unit,
            on_behalf=bool(now.values.get("on_behalf")),
            proof=now.text(Need.PROOF),
        )
    )
    for name in (Need.OUTCOME.value, "unit_outcome"):
        if now.text(name) not in set(Satisfaction):
            raise Refused("请选择满意、基本满意或者不满意", closing.EVALUATION, name)


def following_up(now: Situation) -> None:
    """A follow-up has a result (回访)."""
    following.check_follow_up(now.text(Need.OUTCOME))


def archivable(now: Situation) -> None:
    """Nothing is archived while a limit runs (归档)."""
    closing.check_all_stopped(now.clocks)
