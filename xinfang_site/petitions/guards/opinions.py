"""Guards of the opinion and of its service (意见书、送达): elements, three people, proof."""

from datetime import date

from xinfang_site.domain.concluding import opinions
from xinfang_site.domain.concluding.opinions import Opinion, Outcome, Service, ServiceWay
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people import separation
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.petitions.guards.situation import Situation

ELEMENTS = ("acceptance", "request", "facts", "legal_basis", "review_organ", "review_address", "remedy")
"""Elements of an opinion besides its decision and outcome, as the form's fields are called."""


def drafting(now: Situation) -> None:
    """An opinion has every element of article 32 and names 复查 (意见书要素)."""
    outcome = now.text(Need.OUTCOME)
    opinion = Opinion(
        **{name: now.text(name) for name in ELEMENTS},
        decision=now.text(Need.TEXT),
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
    )
    opinions.check_opinion(opinion)
    redo = now.taken(StepCode.ORDER_REDO)
    earlier = [each for each in now.steps if each.code == StepCode.DRAFT.value and redo and each.id < redo.id]
    if earlier and opinion.outcome is not None:
        revoked = Outcome(earlier[-1].details[Need.OUTCOME])
        opinions.check_redo(opinion.outcome, revoked, now.text("new_grounds"))


def checking(now: Situation) -> None:
    """The person who drafted the opinion does not check it (审核)."""
    drafter = _name(now, StepCode.DRAFT)
    if drafter == now.actor.account_id:
        raise Refused("拟稿人不能审核自己拟的意见书", opinions.ELEMENTS, "signer")


def signing(now: Situation) -> None:
    """Drafted, checked and signed by three people (拟稿、审核、签发分离)."""
    made = (_name(now, StepCode.DRAFT), _name(now, StepCode.CHECK), now.actor.account_id)
    separation.check_signers(*(str(each or "") for each in made))


def correcting(now: Situation) -> None:
    """A served opinion is not edited: a new text is made, signed by the head and served again (更正)."""
    if not now.text(Need.TEXT):
        raise Refused("更正应当制作新的文本", opinions.ELEMENTS, "text")


def _name(now: Situation, code: StepCode) -> int | None:
    step = now.taken(code)
    return step.account_id if step is not None else None


def serving(now: Situation) -> None:
    """The opinion's service has its day and its proof (送达)."""
    _serve(now, StepCode.ISSUE, StepCode.CORRECT)


def serving_review(now: Situation) -> None:
    """The same of a 复查意见."""
    _serve(now, StepCode.ISSUE_REVIEW)


def serving_final(now: Situation) -> None:
    """The same of a 复核意见."""
    _serve(now, StepCode.ISSUE_FINAL)


def _serve(now: Situation, *issued_by: StepCode) -> None:
    """The review's window starts from the day on which the petitioner received it."""
    way, day, issued = now.text(Need.SERVICE), now.text("served_on"), now.taken(*issued_by)
    if way not in set(ServiceWay):
        raise Refused("应当写明送达方式", opinions.REVIEW_RIGHT, "service")
    if not day:
        raise Refused("应当写明信访人收到之日", opinions.REVIEW_RIGHT, "served_on")
    service = Service(
        ServiceWay(way), date.fromisoformat(day), now.text(Need.PROOF), bool(now.values.get("refused"))
    )
    opinions.check_service(service, issued.day if issued else now.petition.received_on, now.day)
