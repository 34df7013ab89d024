"""Lists of supervision and of urgent matters (督办、重大紧急): from the office's register, like every list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import OPEN, State
from xinfang_site.domain.receiving.urgent import Recipient
from xinfang_site.petitions.case.proceedings import Demanded, demanded, report_title
from xinfang_site.petitions.models import Clock, Petition, RegisterEntry
from xinfang_site.petitions.procedure_models import Supervision, UrgentReport
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.entries import barred_offices

MOST = 300


@dataclass(frozen=True, slots=True)
class Demand:
    """A line of the supervision list (督办台账); ``petition_id`` is None where the office does not see the matter."""

    petition_id: int | None
    number: str
    summary: str
    words: Demanded


@dataclass(frozen=True, slots=True)
class Urgent:
    """A line of the urgent list (重大紧急台账).

    Attributes:
        petition_id: the matter.
        number: its number.
        summary: its summary.
        state: where it stands.
        known_at: when it was first known.
        reports: each report's title, time and recipients.
        missing: whom article 25 names and nobody has told yet.
        late: the first report is overdue or came late.
        ended: there is a 终报.
    """

    petition_id: int
    number: str
    summary: str
    state: State
    known_at: datetime
    reports: Sequence[tuple[str, datetime, str]]
    missing: str
    late: bool
    ended: bool


def demands(session: Session, actor: Actor, day: date, *, waiting: bool) -> Sequence[Demand]:
    """Supervision and advice about matters in the office's register, or addressed to the office; newest first."""
    register = select(RegisterEntry.petition_id).where(*scope.own_register(actor))
    query = (
        select(Supervision, Petition.number, Petition.summary, Supervision.petition_id.in_(register))
        .join(Petition, Petition.id == Supervision.petition_id)
        .where(or_(Supervision.petition_id.in_(register), Supervision.office_id == actor.office_id))
        .where(Supervision.petition_id.not_in(actor.barred))
        .order_by(Supervision.id.desc())
        .limit(MOST)
    )
    if waiting:
        query = query.where(Supervision.feedback_on.is_(None))
    found = []
    for row, number, summary, visible in session.execute(query).all():
        words = demanded(row, day)
        if visible:
            found.append(Demand(row.petition_id, number, summary, words))
        elif actor.office_id not in barred_offices(session, row.petition_id):
            found.append(Demand(None, "", "", words))  # advice to an office that does not see the matter
    return found


def urgent(session: Session, actor: Actor, day: date) -> Sequence[Urgent]:
    """Urgent matters of the office's register, those under way first."""
    rows = session.scalars(
        select(Petition)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(*scope.own_register(actor), Petition.urgent)
        .order_by(Petition.sort_key.desc())
        .limit(MOST)
    ).all()
    ids = [each.id for each in rows]
    reports: dict[int, list[UrgentReport]] = {}
    for report in session.scalars(
        select(UrgentReport).where(UrgentReport.petition_id.in_(ids)).order_by(UrgentReport.serial)
    ):
        reports.setdefault(report.petition_id, []).append(report)
    limits = {
        row.petition_id: row
        for row in session.scalars(
            select(Clock).where(Clock.petition_id.in_(ids), Clock.code == Duty.URGENT_REPORT.value)
        )
    }
    found = [_line(each, reports.get(each.id, []), limits.get(each.id), day) for each in rows]
    return sorted(found, key=lambda each: (each.ended or each.state not in OPEN, not each.late))


def _line(petition: Petition, reports: list[UrgentReport], limit: Clock | None, day: date) -> Urgent:
    told = {code for each in reports for code in each.recipients}
    missing = [each.title for each in Recipient if each.value not in told]
    late = limit is not None and (limit.stopped_on or day) > limit.due
    return Urgent(
        petition.id,
        petition.number,
        petition.summary,
        petition.standing,
        clock.china(reports[0].known_at if reports else petition.registered_at),
        [
            (
                report_title(each),
                clock.china(each.reported_at),
                "、".join(Recipient(code).title for code in each.recipients),
            )
            for each in reports
        ],
        "、".join(missing),
        late,
        any(each.final for each in reports),
    )
