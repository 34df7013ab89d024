"""Unmasking (查看完整信息): a purpose, one record, a limit an hour (个人信息保护法第五十一条)."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.accounts import attempts
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.extensions import settings
from xinfang_site.petitions.models import Petition, Step
from xinfang_site.petitions.people import persons
from xinfang_site.petitions.visibility import scope

HOUR = 3600
REACHED = "一小时内查看完整个人信息、写有姓名的文书的次数已达上限，本次没有显示，请稍后再看。"
"""What the page says where the limit is reached."""


class TooMany(Exception):
    """The person has opened too many records within the hour (查看过多)."""


def unmask(session: Session, actor: Actor, petition_id: int, reason: str) -> list[persons.Person]:
    """The matter's people in clear; audited with the reason.

    Raises:
        Missing: not in the office's register.
        TooMany: the hourly limit is reached; this try is audited too.
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id)
        told = persons.masked_reason(session, petition.id, reason)
        allowed = _counted(session, actor, Act("petition.unmask", "petition", petition.id, reason=told))
    if not allowed:
        raise TooMany
    return [persons.clear(each) for each in persons.petitioners(session, petition_id)]


def texts(session: Session, petition: Petition) -> str:
    """The matter's texts in which other pages mask numbers, and its steps' (诉求、办理原文); goes with :func:`unmask`.

    A drafted opinion is left out: until it is signed, other offices may not read it.
    """
    told = (Step.petition_id == petition.id, Step.code != StepCode.DRAFT.value)
    steps = session.scalars(select(Step.reason).where(*told).order_by(Step.id))
    everything = (petition.text.content, petition.text.answer, petition.text.remarks, *steps)
    return "\n\n".join(each for each in everything if mask_personal(each) != each)


def disclose(session: Session, actor: Actor, act: Act) -> None:
    """Note ``act``, which shows personal data of a module in clear: the same limit an hour, its reason in the audit.

    Raises:
        TooMany: the hourly limit is reached; this try is audited too.
    """
    with writing(session):
        allowed = _counted(session, actor, act)
    if not allowed:
        raise TooMany


def _counted(session: Session, actor: Actor, act: Act) -> bool:
    """Whether one more is allowed within the hour; noted either way. Inside ``writing()``."""
    subject = str(actor.account_id)
    allowed = attempts.count(session, "unmask", subject, HOUR) < settings().unmask_per_hour
    record(session, actor, replace(act, result="ok" if allowed else "refused"))
    if allowed:
        attempts.note(session, "unmask", subject)
    return allowed
