"""Consent to taking a module's records out (清除批准): given by one person, carried out by another."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.modules.models import ModulePurge
from xinfang_site.modules.queries import offices_with

VALID = timedelta(days=7)


def approve(session: Session, actor: Actor, name: str, reason: str) -> None:
    """Consent to taking the plugin's tables out within a week.

    Raises:
        Refused: an office still has the module on.
    """
    with writing(session):
        if offices_with(session, name):
            raise Refused("还有机构启用这个模块，请先在各机构停用")
        session.add(
            ModulePurge(
                name=name, account_id=actor.account_id, by=actor.username, at=clock.now(), reason=reason
            )
        )
        record(session, actor, Act("module.purge_approve", "module", name, reason=reason))


def approval(session: Session, name: str) -> ModulePurge | None:
    """The newest consent that is still good."""
    return session.scalar(
        select(ModulePurge)
        .where(ModulePurge.name == name, ModulePurge.used_at.is_(None), ModulePurge.at > clock.now() - VALID)
        .order_by(ModulePurge.id.desc())
        .limit(1)
    )
