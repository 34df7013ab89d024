"""Leaders who may be put in charge of a matter (可以包案的领导), for the form's list; others may be typed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.accounts.models import Account
from xinfang_site.actor import Actor
from xinfang_site.domain.roles import Role
from xinfang_site.offices.models import Office


def proposed(session: Session, actor: Actor) -> list[str]:
    """Leaders of the office and of those above it, for the form's list."""
    office = session.get_one(Office, actor.office_id)
    above = [int(each) for each in office.path.split("/") if each]
    rows = session.scalars(
        select(Account)
        .where(Account.office_id.in_(above), Account.disabled_at.is_(None))
        .order_by(Account.office_id, Account.name)
    )
    return [f"{each.name}（{each.office.short_name}）" for each in rows if Role.LEADER in each.roles]
