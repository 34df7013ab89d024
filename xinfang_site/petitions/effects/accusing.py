"""Reported units and persons (被反映对象): one that holds the matter loses it at once (第三十条第三款)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.accounts.models import Account
from xinfang_site.audit.writer import Act, record
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Accused
from xinfang_site.petitions.proposal_models import OPEN, WITHDRAWN, Proposal
from xinfang_site.petitions.timeline import Told, tell
from xinfang_site.petitions.visibility.sides import is_reported

_TAKEN_BACK = "责任单位是被反映单位，依法收回"


def reclassify(now: Situation) -> None:
    """Give the matter another kind; a report names whom it reports."""
    kind = Kind(now.text("kind"))
    now.petition.kind = kind.value
    now.petition.accusation = kind is Kind.ACCUSATION
    now.forget("kind")
    if kind is Kind.ACCUSATION:
        limits.open_clock(
            now.session, now.petition, now.rules, Duty.DISCIPLINE_TRANSFER, now.petition.received_on
        )
    else:
        _owe_no_transfer(now, f"已变更为{kind.title}类")
    unit, name = now.values.get("accused_unit"), now.text("accused_name")
    if unit or name:
        add(now, int(unit) if unit else None, name)


def _owe_no_transfer(now: Situation, why: str) -> None:
    """Waive the limit for sending a report to the discipline organ: the matter is no report any more."""
    row = now.row(Duty.DISCIPLINE_TRANSFER)
    if row is not None and row.stopped_on is None:
        limits.waive(now.session, row, why, now.day)
        now.forget("rows", "clocks")


def noted(session: Session, petition_id: int, office_id: int | None, name: str) -> bool:
    """Whether exactly this unit or person is noted already."""
    rows = select(Accused.name).where(Accused.petition_id == petition_id, Accused.office_id == office_id)
    return (name or None) in session.scalars(rows).all()  # sealed: compared once they are open


def add(now: Situation, office_id: int | None, name: str) -> None:
    """Note a reported unit or person for good and shut the unit out of the matter."""
    now.session.add(Accused(petition_id=now.petition.id, office_id=office_id, name=name or None))
    now.session.flush()
    now.forget("barred")
    shut_out(now)


def shut_out(now: Situation) -> None:
    """Take the matter from a reported unit or person, and end proposals that they drafted or would receive."""
    _take_from_handler(now)
    _end_proposals(now)
    if now.petition.unit_id in now.barred and now.petition.closed_on is None:
        _take_from_unit(now)


def _take_from_handler(now: Situation) -> None:
    petition = now.petition
    handler = now.session.get(Account, petition.handler_id) if petition.handler_id is not None else None
    if handler and (
        handler.office_id in now.barred or is_reported(now.session, handler.id, handler.name, petition)
    ):
        petition.handler_id = None


def _end_proposals(now: Situation) -> None:
    matter = now.petition.id
    persons = set(now.session.scalars(select(Accused.account_id).where(Accused.petition_id == matter)))
    for proposal in now.session.scalars(
        select(Proposal).where(Proposal.petition_id == matter, Proposal.state == OPEN)
    ):
        if proposal.office_id in now.barred or int(proposal.details.get(Need.RECEIVER) or 0) in now.barred:
            proposal.state, proposal.ended_reason = WITHDRAWN, "涉及被反映单位，自动终止"
        elif proposal.drafted_by in persons:
            proposal.state, proposal.ended_reason = WITHDRAWN, "拟办人是被反映人，自动终止"


def _take_from_unit(now: Situation) -> None:
    """Back to sorting (待甄别): the unit's limits are waived, the office's limit for sending it on starts anew."""
    petition = now.petition
    before = petition.state
    petition.unit_id, petition.state = None, State.TRIAGE.value
    for row in limits.running(now.session, petition.id):
        if row.code not in (Duty.DISPATCH, Duty.DISCIPLINE_TRANSFER, Duty.URGENT_REPORT):
            limits.waive(now.session, row, _TAKEN_BACK, now.day)
    limits.open_clock(now.session, petition, now.rules, Duty.DISPATCH, now.day)
    now.forget("rows", "clocks")
    told = Told("taken_back", "收回", now.day, _TAKEN_BACK, "《信访工作条例》第三十条第三款", before)
    tell(now.session, petition, now.actor, told)
    record(now.session, now.actor, Act("petition.taken_back", "petition", petition.id))
