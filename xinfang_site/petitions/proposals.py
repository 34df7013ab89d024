"""Reading proposals (拟办查询)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.petitions.proposal_models import OPEN, Proposal


def open_proposals(session: Session, petition_id: int) -> Sequence[Proposal]:
    """Proposals of a matter that wait for approval."""
    return session.scalars(
        select(Proposal)
        .where(Proposal.petition_id == petition_id, Proposal.state == OPEN)
        .order_by(Proposal.id)
    ).all()
