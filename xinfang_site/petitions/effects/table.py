"""What single steps do besides moving the state (步骤的特定效果): one function a step, all inside ``writing()``."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import select

from xinfang_site import clock
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.offices.models import Office
from xinfang_site.petitions import links
from xinfang_site.petitions.archive import freezing
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.effects import accusing, merging, receipts
from xinfang_site.petitions.guards import anytime, reviews
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.procedure_models import (
    FINAL,
    REVIEW,
    Evaluation,
    Review,
    Supervision,
    UrgentReport,
)

Effect = Callable[[Situation], None]
OVERDUE = "overdue"
ORDINARY = "ordinary"


def _screen(now: Situation) -> None:
    original = now.values.get("original")
    if now.text(Need.DUPLICATE_DECISION) == "repeat" and original:
        now.petition.repeat = True
        links.add(now.session, now.actor, now.petition.id, int(original), "repeat")


def _send(now: Situation) -> None:
    if now.receiver is not None:
        now.petition.unit_id = now.receiver.id
    if now.values.get("simple"):
        _by_procedure(now, limits.SIMPLE)


def _by_procedure(now: Situation, procedure: str) -> None:
    """Ordinary or simple procedure: each has its own rule set."""
    now.petition.procedure = procedure
    now.forget("rules")


def _come_back(now: Situation) -> None:
    now.petition.unit_id = None
    _by_procedure(now, ORDINARY)


def _return(now: Situation) -> None:
    now.petition.returns += 1
    _come_back(now)


def _judge(now: Situation) -> None:
    if now.kind is not None:
        now.petition.kind = now.kind.value
    if now.kind is Kind.APPEAL and now.path is not None:
        now.petition.path = now.path.value


def _accept(now: Situation) -> None:
    _by_procedure(now, ORDINARY)
    _judge(now)


def _accept_simply(now: Situation) -> None:
    _by_procedure(now, limits.SIMPLE)
    _judge(now)


def _convert(now: Situation) -> None:
    _by_procedure(now, ORDINARY)


def _report(now: Situation) -> None:
    """A report is sent once; what comes later is another one (续报)."""
    serials = select(UrgentReport.serial).where(UrgentReport.petition_id == now.petition.id)
    now.petition.urgent = True
    now.session.add(
        UrgentReport(
            petition_id=now.petition.id,
            serial=max(now.session.scalars(serials), default=0) + 1,
            final=now.text("stage") == "final",
            known_at=_instant(now, "known_at"),
            reported_at=_instant(now, "reported_at"),
            sent_at=clock.now(),
            recipients=list(now.values.get("recipients", ())),
            content=now.text(Need.TEXT),
            drafter=now.actor.name,
            signer=(now.approver or now.actor).name,
        )
    )


def _instant(now: Situation, name: str) -> datetime:
    return datetime.fromisoformat(now.text(name))


def _ask_review(now: Situation) -> None:
    _ask(now, REVIEW)


def _ask_final(now: Situation) -> None:
    _ask(now, FINAL)


def _ask(now: Situation, round_: int) -> None:
    possible = reviews.organs(now, round_)
    chosen = now.text("organ")
    organ = next((each for each in possible if str(each.id) == chosen), possible[0] if possible else None)
    now.session.add(
        Review(
            petition_id=now.petition.id,
            round=round_,
            organ_id=organ.id if organ else None,
            organ=organ.name if organ else "",
            requested_on=now.date_of("event_day"),
            justified=now.text("justified"),
        )
    )
    now.session.flush()
    now.forget("reviews")


def _newest(now: Situation) -> Review:
    return now.reviews[-1]


def _withdraw_review(now: Situation) -> None:
    _newest(now).withdrawn_on = now.day


def _decide_review(now: Situation) -> None:
    newest = _newest(now)
    newest.outcome, newest.decided_on = now.text(Need.OUTCOME), now.day


def _serve_review(now: Situation) -> None:
    _newest(now).served_on = date.fromisoformat(now.text("served_on"))


def _supervise(now: Situation) -> None:
    unit = now.petition.unit or now.petition.office
    reason = now.text("supervision_reason") or (OVERDUE if anytime.overdue(now) else "")
    _demand(now, "supervise", unit, reason, now.text(Need.REASON), now.text(Need.DUE_DAY))


def _advise(now: Situation) -> None:
    if now.receiver is not None:
        _demand(now, now.text("advice_kind"), now.receiver, "", now.text(Need.TEXT), now.text("until"))


def _demand(now: Situation, kind: str, office: Office, reason: str, content: str, due: str) -> None:
    now.session.add(
        Supervision(
            petition_id=now.petition.id,
            kind=kind,
            office_id=office.id,
            office_name=office.short_name,
            reason=reason,
            content=content,
            made_on=now.day,
            made_by=now.actor.name,
            due_on=date.fromisoformat(due) if due else None,
        )
    )


def _supervision_feedback(now: Situation) -> None:
    _answer(now, supervision=True)


def _advice_feedback(now: Situation) -> None:
    _answer(now, supervision=False)


def _answer(now: Situation, *, supervision: bool) -> None:
    waiting = now.waiting(supervision=supervision)
    if waiting is not None:
        waiting.feedback, waiting.feedback_on, waiting.feedback_by = (
            now.text(Need.TEXT),
            now.day,
            now.actor.name,
        )


def _evaluate(now: Situation) -> None:
    now.session.add(
        Evaluation(
            petition_id=now.petition.id,
            way="behalf",
            office_score=now.text(Need.OUTCOME),
            unit_score=now.text("unit_outcome"),
            comment=now.text("comment"),
            proof=now.text(Need.PROOF),
            made_at=clock.now(),
            made_by=now.actor.name,
        )
    )


def _reassign(now: Situation) -> None:
    handler = now.values.get("handler")
    now.petition.handler_id = int(handler) if handler else None


def _link(now: Situation) -> None:
    links.add(
        now.session,
        now.actor,
        now.petition.id,
        int(now.values[Need.OTHER_MATTER]),
        now.text("link_kind") or "same",
    )


def _refuse_repeated(now: Situation) -> None:
    links.add(now.session, now.actor, now.petition.id, int(now.values[Need.OTHER_MATTER]), "ended")


EFFECTS: Mapping[Step, Effect] = MappingProxyType(
    {
        Step.SCREEN: _screen,
        Step.FORWARD: _send,
        Step.ASSIGN: _send,
        Step.DECIDE_JOINTLY: _send,
        Step.RECALL: _come_back,
        Step.AGREE_TO_OBJECTION: _return,
        Step.REPORT: _report,
        Step.REPORT_ON: _report,
        Step.GUIDE: _judge,
        Step.REFUSE_REPEATED: _refuse_repeated,
        Step.ACCEPT: _accept,
        Step.ACCEPT_SIMPLE: _accept_simply,
        Step.ROUTE: _judge,
        Step.CONVERT: _convert,
        Step.REQUEST_REVIEW: _ask_review,
        Step.REQUEST_FINAL: _ask_final,
        Step.WITHDRAW_REVIEW: _withdraw_review,
        Step.WITHDRAW_FINAL: _withdraw_review,
        Step.ISSUE_REVIEW: _decide_review,
        Step.ISSUE_FINAL: _decide_review,
        Step.SERVE_REVIEW: _serve_review,
        Step.SERVE_FINAL: _serve_review,
        Step.SUPERVISE: _supervise,
        Step.RECORD_SUPERVISION_FEEDBACK: _supervision_feedback,
        Step.ADVISE: _advise,
        Step.RECORD_ADVICE_FEEDBACK: _advice_feedback,
        Step.EVALUATE: _evaluate,
        Step.ARCHIVE: freezing.freeze,
        Step.REASSIGN: _reassign,
        Step.RECLASSIFY: accusing.reclassify,
        Step.CHANGE_RECEIPT_DATE: receipts.change,
        Step.LINK: _link,
        Step.SPLIT: merging.split,
        Step.MERGE: merging.merge,
        Step.UNMERGE: merging.unmerge,
    }
)
