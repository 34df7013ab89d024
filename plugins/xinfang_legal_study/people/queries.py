"""Reading the roll (学习人员查询)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.rules.kinds import Audience
from xinfang_site.plugin_api.data import owned
from xinfang_site.plugin_api.hooks import Actor


def members(session: Session, office_id: int | None, *, active: bool = True) -> Sequence[Member]:
    """The people of an office's roll, by unit and id; with ``active`` only those still there."""
    query = owned(Member, office_id).order_by(Member.unit, Member.id)
    return session.scalars(query.where(Member.active) if active else query).all()


def own_member(session: Session, actor: Actor) -> Member | None:
    """The actor's own entry in the roll; None before it is first needed."""
    if actor.account_id is None:
        return None
    return session.scalar(owned(Member, actor.office_id).where(Member.account_id == actor.account_id))


def expected(session: Session, office_id: int | None, audience: Audience) -> list[Member]:
    """The people whom a session for this audience expects."""
    return [each for each in members(session, office_id) if each.belongs(audience)]


def unit_title(member: Member) -> str:
    """The person's section, in words."""
    return member.unit or "未分科室"
