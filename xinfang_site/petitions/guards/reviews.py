"""Guards of 复查 and 复核: when they may be requested, from which organ, and who may decide them."""

from collections.abc import Iterator

from xinfang_site.domain.concluding import reviews
from xinfang_site.domain.concluding.reviews import Reviewable, ReviewOutcome
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.people import separation
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.domain.statutes import Article, article
from xinfang_site.offices.models import Office
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.procedure_models import FINAL, REVIEW

_HANDLED = frozenset(
    {
        StepCode.ACCEPT, StepCode.ACCEPT_SIMPLE, StepCode.EXTEND, StepCode.DRAFT, StepCode.CHECK,
        StepCode.ISSUE, StepCode.CORRECT, StepCode.REPLY, StepCode.MEDIATE, StepCode.ANSWER_SIMPLE,
    }
)  # fmt: skip


def organs(now: Situation, round_: int) -> list[Office]:
    """The organs that may be asked, the usual one first (可以申请的复查、复核机关).

    复查 goes to the organ one level up, 复核 one level above that (第三十五、三十六条). Where no organ
    above is recorded, the one that reviewed keeps the file of the review above it, by other people.
    """
    earlier = now.review(REVIEW)
    if round_ == FINAL:
        below = now.session.get(Office, earlier.organ_id) if earlier and earlier.organ_id else None
    else:
        below = now.petition.unit or now.petition.office
    if below is None:
        return []
    ids = [below.review_office_id, below.parent_id]
    if round_ == REVIEW and now.rules.original_may_review:
        ids.append(below.id)
    if not any(ids):
        ids = [below.id]
    wanted = [each for each in dict.fromkeys(ids) if each is not None and each not in now.barred]
    return [now.session.get_one(Office, each) for each in wanted]


def _reviewable(now: Situation) -> Reviewable:
    return Reviewable(
        kind=now.kind or Kind.APPEAL,
        path=now.path,
        has_opinion=now.taken(StepCode.SERVE) is not None,
        right=now.clock(Duty.REVIEW_REQUEST),
    )


def reviewable(now: Situation) -> None:
    """A review needs a served opinion of the sixth path, and happens once (复查的范围)."""
    if now.review(REVIEW) is not None and not _redone(now):
        raise Refused(
            "复查意见已经作出或者申请已经撤回，不再重复复查；不服复查意见的，请求复核", article(36, 1)
        )
    right = now.clock(Duty.REVIEW_REQUEST)
    day = min(now.day, right.due) if right is not None else now.day
    reviews.check_review_request(now.rules, _reviewable(now), max(day, right.started_on) if right else day)


def _redone(now: Situation) -> bool:
    """Whether the matter was handled anew after the latest review."""
    redo, asked = now.taken(StepCode.ORDER_REDO), now.taken(StepCode.REQUEST_REVIEW)
    return redo is not None and asked is not None and redo.id > asked.id


def requesting(now: Situation) -> None:
    """A request for 复查 comes in time, or its delay is justified (复查申请)."""
    day = now.date_of("event_day")
    reviews.check_review_request(now.rules, _reviewable(now), day, now.text("justified"))
    _check_organ(now, REVIEW)


def final_possible(now: Situation) -> None:
    """复核 follows a served 复查意见 (复核的前提)."""
    right = now.clock(Duty.FINAL_REQUEST)
    day = min(now.day, right.due) if right is not None else now.day
    reviews.check_final_request(
        right,
        max(day, right.started_on) if right else day,
        reviewed=now.taken(StepCode.ISSUE_REVIEW) is not None,
    )
    if now.review(FINAL) is not None:
        raise Refused("复核意见已经作出或者申请已经撤回，不再重复复核", reviews.NO_MORE)


def requesting_final(now: Situation) -> None:
    """A request for 复核 comes in time, or its delay is justified (复核申请)."""
    day, reviewed = now.date_of("event_day"), now.taken(StepCode.ISSUE_REVIEW) is not None
    reviews.check_final_request(now.clock(Duty.FINAL_REQUEST), day, now.text("justified"), reviewed=reviewed)
    _check_organ(now, FINAL)


def _check_organ(now: Situation, round_: int) -> None:
    chosen = now.text("organ")
    if chosen and chosen not in {str(each.id) for each in organs(now, round_)}:
        basis = article(35) if round_ == REVIEW else article(36, 1)
        raise Refused("应当向上一级机关、单位提出", basis, "organ")


def lapsing(now: Situation) -> None:
    """The right to ask for 复查 has run out (期满)."""
    reviews.check_lapse(now.clock(Duty.REVIEW_REQUEST), now.day)


def lapsing_review(now: Situation) -> None:
    """The right to ask for 复核 has run out (期满)."""
    reviews.check_lapse(now.clock(Duty.FINAL_REQUEST), now.day)


def reviewing(now: Situation) -> None:
    """A 复查意见 has an outcome and is made by somebody who did not handle the matter (复查人员)."""
    _outcome(now, article(35))
    separation.check_fresh(str(now.actor.account_id), _earlier(now, _HANDLED), article(35))


def reviewing_finally(now: Situation) -> None:
    """A 复核意见, by somebody who neither handled nor reviewed it (复核人员)."""
    _outcome(now, article(36, 1))
    before = _HANDLED | {StepCode.ISSUE_REVIEW}
    separation.check_fresh(str(now.actor.account_id), _earlier(now, before), article(36, 1))


def _outcome(now: Situation, basis: Article) -> None:
    if now.text(Need.OUTCOME) not in set(ReviewOutcome):
        raise Refused("结论应当是维持、撤销或者变更", basis, "outcome")


def _earlier(now: Situation, codes: frozenset[StepCode]) -> Iterator[str]:
    wanted = {each.value for each in codes}
    for step in now.steps:
        if step.code in wanted:
            yield str(step.account_id)


def revoked(now: Situation) -> None:
    """A matter is handled anew only after a review revoked its opinion (撤销重办)."""
    newest = max(now.reviews, key=lambda each: each.id, default=None)
    if newest is None or newest.outcome != ReviewOutcome.REVOKED.value:
        raise Refused("复查、复核结论不是撤销的，不能责令重新办理", article(35))
