"""What the case page shows of the procedure (办理记录): service and reviews, supervision, urgent reports, the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import Account
from xinfang_site.domain.concluding.closing import Satisfaction
from xinfang_site.domain.concluding.opinions import ServiceWay
from xinfang_site.domain.concluding.reviews import ReviewOutcome
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.receiving.dispatching import ADVICE_KINDS, SUPERVISION_REASONS
from xinfang_site.domain.receiving.urgent import Recipient
from xinfang_site.petitions.clocks.limits import SIMPLE
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition, Step
from xinfang_site.petitions.procedure_models import (
    DIVERT,
    REVIEW,
    Archive,
    Diversion,
    Evaluation,
    Supervision,
    UrgentReport,
)

SERVED = {
    StepCode.SERVE: ("信访处理意见书", Duty.REVIEW_REQUEST),
    StepCode.SERVE_REVIEW: ("复查意见书", Duty.FINAL_REQUEST),
    StepCode.SERVE_FINAL: ("复核意见书", None),
}
_ENDED = frozenset({State.CONCLUDED, State.EVALUATED, State.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Served:
    """One link of the chain of service (送达链): what was served, how and when, and until when a review may be requested."""

    paper: str
    way: str
    served_on: str
    proof: str
    refused: bool
    right: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review as the case page shows it (复查、复核)."""

    title: str
    organ: str
    requested_on: date
    justified: str
    outcome: str
    round: int
    organ_id: int | None


@dataclass(frozen=True, slots=True)
class Demanded:
    """A supervision or advice with its feedback (督办、建议)."""

    title: str
    unit: str
    reason: str
    content: str
    made_on: date
    due_on: date | None
    feedback: str
    feedback_on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """An urgent report (信访快报)."""

    title: str
    known_at: datetime
    reported_at: datetime
    recipients: str
    content: str
    people: str


@dataclass(frozen=True, slots=True)
class Proceedings:
    """Everything besides the steps themselves (办理记录)."""

    served: Sequence[Served]
    reviews: Sequence[Reviewed]
    demands: Sequence[Demanded]
    reports: Sequence[Sent]
    recusals: Sequence[tuple[str, str]]
    diversions: Sequence[Diversion]
    evaluation: tuple[str, str, str] | None
    archive: str
    returns: int
    kind: str
    path: str
    handler: str


def read(now: Situation) -> Proceedings:
    """The records of a matter that the actor sees."""
    session, petition = now.session, now.petition
    ended = petition.standing in _ENDED
    return Proceedings(
        served=[_served(now, each) for each in now.steps if each.code in set(SERVED)],
        reviews=_reviews(now) if now.taken(StepCode.REQUEST_REVIEW) else (),
        demands=[demanded(each, now.day) for each in now.supervisions],
        reports=reports_of(session, petition.id) if petition.urgent else (),
        recusals=[(each.name, each.reason) for each in now.recusals],
        diversions=_diversions(session, petition.id) if now.noted(DIVERT) else (),
        evaluation=_evaluation(session, petition) if ended else None,
        archive=_archive(session, petition) if petition.standing is State.ARCHIVED else "",
        returns=petition.returns,
        kind=now.kind.title if now.kind else "待认定",
        path=now.path.title + ("（简易办理）" if petition.procedure == SIMPLE else "") if now.path else "",
        handler=_handler(session, petition),
    )


def _handler(session: Session, petition: Petition) -> str:
    """Name of the assigned handler (承办人); empty if there is none."""
    account = session.get(Account, petition.handler_id) if petition.handler_id is not None else None
    return account.name if account is not None else ""


def _served(now: Situation, step: Step) -> Served:
    paper, right = SERVED[StepCode(step.code)]
    way = step.details.get("service", "")
    clocks = [each for each in now.rows if right and each.code == right.value]
    mine = [each for each in clocks if each.started_on.isoformat() == step.details.get("served_on")]
    return Served(
        paper=paper,
        way=ServiceWay(way).title if way in set(ServiceWay) else "",
        served_on=step.details.get("served_on", ""),
        proof=step.details.get("proof", ""),
        refused=bool(step.details.get("refused")),
        right=right.title if right else "",
        until=mine[-1].due if mine else None,
    )


def _reviews(now: Situation) -> list[Reviewed]:
    return [
        Reviewed(
            "复查" if each.round == REVIEW else "复核",
            each.organ,
            each.requested_on,
            each.justified,
            "已撤回"
            if each.withdrawn_on
            else ReviewOutcome(each.outcome).title
            if each.outcome
            else "办理中",
            each.round,
            each.organ_id,
        )
        for each in now.reviews
    ]


def demanded(row: Supervision, day: date) -> Demanded:
    """A supervision or advice in words."""
    title = "督办" if row.kind == "supervise" else ADVICE_KINDS[row.kind][0]
    reason = "期限超期" if row.reason == "overdue" else SUPERVISION_REASONS.get(row.reason, "")
    return Demanded(
        title,
        row.office_name,
        reason,
        row.content,
        row.made_on,
        row.due_on,
        row.feedback,
        row.feedback_on,
        late=row.due_on is not None and (row.feedback_on or day) > row.due_on,
    )


def reports_of(session: Session, petition_id: int) -> list[Sent]:
    """The urgent reports of a matter, the first one first (首报、续报、终报)."""
    rows = session.scalars(
        select(UrgentReport).where(UrgentReport.petition_id == petition_id).order_by(UrgentReport.serial)
    )
    return [
        Sent(
            report_title(each),
            clock.china(each.known_at),
            clock.china(each.reported_at),
            "、".join(Recipient(code).title for code in each.recipients),
            each.content,
            f"{each.drafter}拟，{each.signer}签发",
        )
        for each in rows
    ]


def report_title(report: UrgentReport) -> str:
    """首报, 续报（n） or 终报."""
    if report.final:
        return "终报"
    return "首报" if report.serial == 1 else f"续报（{report.serial - 1}）"


def _diversions(session: Session, petition_id: int) -> Sequence[Diversion]:
    found = select(Diversion).where(Diversion.petition_id == petition_id).order_by(Diversion.id)
    return session.scalars(found).all()


def _evaluation(session: Session, petition: Petition) -> tuple[str, str, str] | None:
    found = session.get(Evaluation, petition.id)
    if found is None:
        return None
    scores = (Satisfaction(each).title for each in (found.office_score, found.unit_score))
    words = f"对信访部门{next(scores)}，对责任单位{next(scores)}"
    how = "信访人自评" if found.way == "self" else f"代评（{found.proof}）"
    return words, how, found.comment


def _archive(session: Session, petition: Petition) -> str:
    found = session.get(Archive, petition.id)
    return found.number if found else ""
