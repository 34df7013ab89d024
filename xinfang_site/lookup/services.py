"""Looking up a matter's progress (进度查询): one answer for a wrong and for a missing one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.accounts import attempts
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.people.identity import normal_name
from xinfang_site.domain.procedure.states import State
from xinfang_site.extensions import settings, vault
from xinfang_site.lookup import evaluating
from xinfang_site.offices.models import Office
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.models import Lookup, Petition, Step
from xinfang_site.petitions.people.query_codes import digest

MINUTE = 60
PUBLIC_STEPS = frozenset(
    {
        "register", "answer", "forward", "assign", "guide", "refuse", "refuse_repeated", "sign_for", "accept",
        "accept_simple", "route", "unit_refuse", "extend", "open_hearing", "close_hearing", "mediate", "reply",
        "answer_simple", "issue", "serve", "request_review", "issue_review", "serve_review", "request_final",
        "issue_final", "serve_final", "conclude", "withdraw", "recall", "agree_to_objection", "decide_jointly",
        "send_to_judicial", "route_result", "route_back", "order_redo", "withdraw_review", "withdraw_final",
        "terminate",
    }
)  # fmt: skip
_PUBLIC_TITLES = {
    "recall": "撤回转送、交办，重新甄别",
    "agree_to_objection": "责任单位退回，重新甄别",
    "decide_jointly": "联席会议决定承办单位",
    "route_result": "法定途径已有结果",
    "sign_for": "办理单位已签收",
    "issue": "信访处理意见书已签发",
    "serve": "信访处理意见书已送达",
    "request_review": "复查申请已登记",
    "issue_review": "复查意见书已签发",
    "serve_review": "复查意见书已送达",
    "request_final": "复核申请已登记",
    "issue_final": "复核意见书已签发",
    "serve_final": "复核意见书已送达",
    "conclude": "办结",
}
"""What the public page calls steps whose button speaks to the staff (公开用语)."""


class TooMany(Exception):
    """Too many tries from one address or altogether (查询过多)."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step that the petitioner may see (办理进度)."""

    at: datetime
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What a petitioner sees (查询结果): stage, unit, dates, own rights; never people or internal notes."""

    number: str
    received_on: date
    state: State
    office: str
    unit: str
    due_on: date | None
    right: str
    right_until: date | None
    stages: Sequence[Stage]
    petition_id: int
    evaluable: bool
    evaluation: str


def look_up(session: Session, address: str, name: str, code: str) -> Progress | None:
    """The progress of the matter with this name and code; None when they do not fit.

    Raises:
        TooMany: the brake for this address or for everybody is on.
    """
    rules = settings()
    actor = Actor(None, "公众查询", "", None, address=address)
    with writing(session):
        if (
            attempts.count(session, "query", address, MINUTE) >= rules.query_per_minute
            or attempts.count(session, "query", "", MINUTE) >= rules.query_global_per_minute
        ):
            raise TooMany
        attempts.note(session, "query", address)
        petition = _found(session, name, code)
        result = "ok" if petition else "refused"
        record(session, actor, Act("query", "petition", petition.id if petition else "", result=result))
        return _progress(session, petition) if petition else None


def brake(session: Session, address: str) -> None:
    """Count a try from an address.

    Raises:
        TooMany: there were too many.
    """
    with writing(session):
        if attempts.count(session, "query", address, MINUTE) >= settings().query_per_minute:
            raise TooMany
        attempts.note(session, "query", address)


def _found(session: Session, name: str, code: str) -> Petition | None:
    petition = session.scalar(select(Petition).where(Petition.query_digest == digest(code)))
    if petition is None:
        return None
    if petition.anonymous:
        return petition
    hashed = vault().lookup("name", normal_name(name))
    known = session.scalar(
        select(Lookup.id).where(Lookup.hash == hashed, Lookup.petition_id == petition.id).limit(1)
    )
    return petition if known is not None else None


def _progress(session: Session, petition: Petition) -> Progress:
    steps = session.scalars(select(Step).where(Step.petition_id == petition.id).order_by(Step.id.desc()))
    unit = session.get(Office, petition.unit_id) if petition.unit_id else None
    right = limits.right_of(session, petition.id)
    return Progress(
        number=petition.number,
        received_on=petition.received_on,
        state=petition.standing,
        office=session.get_one(Office, petition.office_id).name,
        unit=unit.name if unit else "",
        due_on=petition.due_on,
        right=Duty(right.code).title if right else "",
        right_until=right.due if right else None,
        stages=[
            Stage(each.at, _PUBLIC_TITLES.get(each.code, each.title), _units(each))
            for each in steps
            if each.code in PUBLIC_STEPS
        ],
        petition_id=petition.id,
        evaluable=petition.standing is State.CONCLUDED,
        evaluation=evaluating.words_of(session, petition.id),
    )


def _units(step: Step) -> str:
    """Who took the step, and to whom the matter went by it (办理单位、去向)."""
    return f"{step.office_name}，转至{step.to_office_name}" if step.to_office_name else step.office_name
