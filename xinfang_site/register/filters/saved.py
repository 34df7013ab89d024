"""Saved filters (常用筛选): named query strings, a person's own or shared with the office."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.missing import Missing
from xinfang_site.register.filters.models import SavedFilter
from xinfang_site.sessions import KEPT_PLAN

MOST = 30
LONGEST = 1000
_SAVED = SavedFilter.__table__.c
_USABLE = (
    select(_SAVED.id, _SAVED.account_id, _SAVED.name, _SAVED.query, _SAVED.shared)
    .where(
        _SAVED.office_id == bindparam("office_id"),
        or_(_SAVED.account_id == bindparam("account_id"), _SAVED.shared.is_(True)),
    )
    .order_by(_SAVED.id)
    .execution_options(**KEPT_PLAN)
)
"""Built once, since every page of the register runs it."""


@dataclass(frozen=True, slots=True)
class FilterDraft:
    """A filter to be kept (常用筛选): its name, the query string, whether the office shares it."""

    name: str
    query: str
    shared: bool = False


def usable(session: Session, actor: Actor) -> list[Row[Any]]:
    """The actor's filters, then those that colleagues share: id, account_id, name, query and shared of each."""
    whose = {"office_id": actor.office_id, "account_id": actor.account_id}
    return sorted(session.execute(_USABLE, whose), key=lambda each: each.account_id != actor.account_id)


def own(session: Session, actor: Actor, filter_id: int) -> SavedFilter:
    """One of the actor's own filters.

    Raises:
        Missing: there is none, or it is somebody else's.
    """
    found = session.get(SavedFilter, filter_id)
    if found is None or (found.account_id, found.office_id) != (actor.account_id, actor.office_id):
        raise Missing
    return found


def save(session: Session, actor: Actor, draft: FilterDraft) -> None:
    """Save a filter; replaces the actor's own filter of the same name.

    Raises:
        Refused: too long, or too many.
    """
    if len(draft.query) > LONGEST:
        raise Refused("筛选条件过长，不能保存", field="name")
    with writing(session):
        held = session.scalars(
            select(SavedFilter).where(
                SavedFilter.office_id == actor.office_id, SavedFilter.account_id == actor.account_id
            )
        ).all()
        same = next((each for each in held if each.name == draft.name), None)
        if same is None and len(held) >= MOST:
            raise Refused(f"每人最多保存 {MOST} 个常用筛选，请先删除不用的", field="name")
        kept = same or SavedFilter(account_id=actor.account_id, office_id=actor.office_id, name=draft.name)
        kept.query, kept.shared = draft.query, draft.shared
        session.add(kept)
        session.flush()
        record(session, actor, Act("filter.save", "saved_filter", kept.id))


def change(session: Session, actor: Actor, filter_id: int, draft: FilterDraft) -> None:
    """Rename one of the actor's filters or change whether it is shared; its conditions stay."""
    with writing(session):
        kept = own(session, actor, filter_id)
        before = [kept.name, kept.shared]
        kept.name, kept.shared = draft.name, draft.shared
        changes = {"name": [before[0], draft.name], "shared": [before[1], draft.shared]}
        record(session, actor, Act("filter.change", "saved_filter", filter_id, changes=changes))


def drop(session: Session, actor: Actor, filter_id: int) -> None:
    """Delete one of the actor's filters."""
    with writing(session):
        kept = own(session, actor, filter_id)
        session.delete(kept)
        record(
            session, actor, Act("filter.drop", "saved_filter", filter_id, changes={"name": [kept.name, None]})
        )
