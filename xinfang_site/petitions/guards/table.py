"""The guards of each step (办理条件表); read it beside the statute's transition table."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.petitions.erased import check_not_erased
from xinfang_site.petitions.guards import anytime, closing, dispatch, handling, opinions, reviews
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.visibility import scope

OTHER_MATTERS = ("other_matter", "original")
"""Values that are ids of other matters."""

Guard = Callable[[Situation], None]

BEFORE: Mapping[Step, tuple[Guard, ...]] = MappingProxyType(
    {
        Step.SEND_TO_DISCIPLINE: (dispatch.reports_only,),
        Step.FILE: (dispatch.not_urgent,),
        Step.OBJECT: (dispatch.objecting_in_time,),
        Step.AGREE_TO_OBJECTION: (dispatch.first_return,),
        Step.ACCEPT_SIMPLE: (handling.simple_fits,),
        Step.CONVERT: (handling.converting,),
        Step.EXTEND: (handling.extendable,),
        Step.OPEN_HEARING: (handling.no_hearing,),
        Step.CLOSE_HEARING: (handling.in_hearing,),
        Step.MEDIATE: (handling.no_hearing,),
        Step.REPLY: (handling.no_hearing, handling.replying),
        Step.ANSWER_SIMPLE: (handling.no_hearing, handling.simple_only),
        Step.DRAFT: (handling.no_hearing, handling.deciding),
        Step.CHECK: (opinions.checking,),
        Step.ISSUE: (opinions.signing,),
        Step.LAPSE: (reviews.lapsing,),
        Step.REQUEST_REVIEW: (reviews.reviewable,),
        Step.EXTEND_REVIEW: (handling.review_extendable,),
        Step.LAPSE_REVIEW: (reviews.lapsing_review,),
        Step.REQUEST_FINAL: (reviews.final_possible,),
        Step.WITHDRAW_FINAL: (handling.no_hearing,),
        Step.ISSUE_FINAL: (handling.no_hearing,),
        Step.ORDER_REDO: (reviews.revoked,),
        Step.ARCHIVE: (closing.archivable,),
        Step.RECORD_SUPERVISION_FEEDBACK: (anytime.supervised,),
        Step.RECORD_ADVICE_FEEDBACK: (anytime.advised,),
        Step.WITHDRAW: (closing.withdrawable,),
    }
)
"""What does not depend on the form: a step refused by it is not offered."""

WITH_VALUES: Mapping[Step, tuple[Guard, ...]] = MappingProxyType(
    {
        Step.SCREEN: (dispatch.screening,),
        Step.FORWARD: (dispatch.receiving, handling.simple_asked),
        Step.ASSIGN: (dispatch.receiving, dispatch.assigning, handling.simple_asked),
        Step.REPORT: (dispatch.reporting,),
        Step.REPORT_ON: (dispatch.reporting,),
        Step.SEND_TO_JUDICIAL: (dispatch.receiving,),
        Step.SEND_TO_DISCIPLINE: (dispatch.to_discipline,),
        Step.REFUSE: (dispatch.refusing,),
        Step.UNIT_REFUSE: (dispatch.refusing,),
        Step.REFUSE_REPEATED: (dispatch.refusing_repeated,),
        Step.GUIDE: (dispatch.guiding,),
        Step.OBJECT: (dispatch.objecting,),
        Step.AGREE_TO_OBJECTION: (dispatch.returning,),
        Step.DECIDE_JOINTLY: (dispatch.receiving, dispatch.deciding_jointly),
        Step.ACCEPT: (handling.accepting,),
        Step.ACCEPT_SIMPLE: (handling.accepting_simply,),
        Step.ROUTE: (handling.routing,),
        Step.ROUTE_RESULT: (closing.route_result,),
        Step.EXTEND: (handling.extending,),
        Step.OPEN_HEARING: (handling.hearing_day,),
        Step.CLOSE_HEARING: (handling.hearing_day,),
        Step.MEDIATE: (handling.mediating, handling.agreement_filed),
        Step.DRAFT: (opinions.drafting,),
        Step.SERVE: (opinions.serving,),
        Step.CORRECT: (opinions.correcting,),
        Step.REQUEST_REVIEW: (reviews.requesting,),
        Step.EXTEND_REVIEW: (handling.extending_review,),
        Step.WITHDRAW_REVIEW: (closing.withdrawing_review,),
        Step.WITHDRAW_FINAL: (closing.withdrawing_final,),
        Step.ISSUE_REVIEW: (reviews.reviewing,),
        Step.SERVE_REVIEW: (opinions.serving_review,),
        Step.REQUEST_FINAL: (reviews.requesting_final,),
        Step.ISSUE_FINAL: (reviews.reviewing_finally,),
        Step.SERVE_FINAL: (opinions.serving_final,),
        Step.CONCLUDE: (closing.concluding,),
        Step.EVALUATE: (closing.evaluating,),
        Step.FOLLOW_UP: (closing.following_up,),
        Step.SUPERVISE: (anytime.supervising,),
        Step.ADVISE: (anytime.advising,),
        Step.REASSIGN: (anytime.reassigning,),
        Step.RECLASSIFY: (anytime.reclassifying,),
        Step.CHANGE_RECEIPT_DATE: (dispatch.correcting_receipt,),
        Step.LINK: (anytime.linking,),
        Step.MERGE: (anytime.merging,),
        Step.WITHDRAW: (closing.withdrawing,),
        Step.CANCEL: (anytime.voiding,),
    }
)
"""What depends on what was filled in."""


def check_offered(step: Step, now: Situation) -> None:
    """Refuse a step that the matter itself does not allow now.

    Raises:
        Refused: with the article, or because its content was deleted.
    """
    check_not_erased(now.petition)
    for guard in BEFORE.get(step, ()):
        guard(now)


def check(step: Step, now: Situation) -> None:
    """Refuse a step that the matter or the form does not allow.

    Raises:
        Refused: with the article and the field.
        Missing: the form names another matter that the office does not see.
    """
    check_offered(step, now)
    for name in OTHER_MATTERS:
        if now.values.get(name):
            scope.get(now.session, now.actor, int(now.values[name]))
    for guard in WITH_VALUES.get(step, ()):
        guard(now)


def refused(step: Step, now: Situation) -> bool:
    """Whether the matter itself does not allow the step now."""
    try:
        check_offered(step, now)
    except Refused:
        return True
    return False
