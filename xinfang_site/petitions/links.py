"""Related matters (关联事项): typed links, shown from both sides, only to offices that see both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.states import State
from xinfang_site.petitions.models import Link, Petition, RegisterEntry
from xinfang_site.petitions.visibility import scope

KINDS = {
    "repeat": ("初件", "重复件"),
    "same": ("同一事项", "同一事项"),
    "review": ("复查原件", "由本件复查"),
    "reception": ("接访记录", "接访记录"),
    "merged": ("已并入", "并入本件"),
    "split": ("拆分自", "由本件拆出"),
    "ended": ("复核终结的原事项", "再次提出的事项"),
}


BY_STEPS = frozenset({"merged", "split", "ended"})
"""Links that a step made; only its counterpart undoes them."""


@dataclass(frozen=True, slots=True)
class Related:
    """A matter linked with another one (关联), in words seen from that one."""

    petition_id: int
    number: str
    summary: str
    state: State
    relation: str
    made_at: datetime
    link_id: int
    removable: bool


_OF_MATTER: BindParameter[int] = bindparam("petition_id")
_LINKED = (
    select(Link, Petition.id, Petition.number, Petition.summary, Petition.state)
    .join(
        Petition,
        or_(
            (Link.petition_id == _OF_MATTER) & (Petition.id == Link.other_id),
            (Link.other_id == _OF_MATTER) & (Petition.id == Link.petition_id),
        ),
    )
    .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
    .where(or_(Link.petition_id == _OF_MATTER, Link.other_id == _OF_MATTER))
    .order_by(Link.id)
)


def related(session: Session, actor: Actor, petition_id: int) -> Sequence[Related]:
    """Linked matters that the actor's office may see."""
    query = _LINKED.where(*scope.own_register(actor))
    rows = session.execute(query, {"petition_id": petition_id}).all()
    return [
        Related(
            row.id,
            row.number,
            row.summary,
            State(row.state),
            _words(row.Link, petition_id),
            row.Link.made_at,
            row.Link.id,
            row.Link.kind not in BY_STEPS,
        )
        for row in rows
    ]


def _words(link: Link, petition_id: int) -> str:
    ours, theirs = KINDS[link.kind]
    return ours if link.petition_id == petition_id else theirs


def add(session: Session, actor: Actor, petition_id: int, other_id: int, kind: str) -> None:
    """Link two matters, unless they are so already; inside ``writing()``, after both were found in the actor's scope."""
    same = select(Link.id).where(
        Link.petition_id == petition_id, Link.other_id == other_id, Link.kind == kind
    )
    if session.scalar(same.limit(1)) is not None:
        return
    session.add(
        Link(petition_id=petition_id, other_id=other_id, kind=kind, made_at=clock.now(), made_by=actor.name)
    )
    session.flush()
