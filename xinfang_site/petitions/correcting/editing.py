"""Small changes of a matter (日常修改): a note, its category, who handles it; for one matter and for many.

Each writes the timeline and the audit. They are called inside ``writing()``.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.accounts.models import Account
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.codes.models import Code
from xinfang_site.codes.queries import category_path
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people import conflicts
from xinfang_site.petitions.erased import check_not_archived
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.people import persons
from xinfang_site.petitions.timeline import Told, tell
from xinfang_site.petitions.visibility import entries, parts
from xinfang_site.petitions.visibility.sides import stands_aside

HANDLES = "petition.step"
_COLUMNS = {"category": "category_id", "handler": "handler_id"}


@dataclass(frozen=True, slots=True)
class Change:
    """A small change (修改): what it is, to which value, why.

    Attributes:
        action: ``note``, ``category`` or ``handler``.
        value: id of the category or of the handler's account; None for a note or to take the handler off.
        reason: why, shown in the timeline.
        day: legal day.
    """

    action: str
    value: int | None
    reason: str
    day: date


def apply(session: Session, actor: Actor, petition: Petition, change: Change) -> str:
    """Make the change; returns what was done, in words. Inside ``writing()``.

    Raises:
        Refused: this office or this value may not; the message says why.
    """
    check_not_archived(petition)
    return {"note": _note, "category": _category, "handler": _handler}[change.action](
        session, actor, petition, change
    )


def held(petition: Petition, action: str) -> int | None:
    """What stands now where the change would put its value (现值); None also for a note, which replaces nothing."""
    value: int | None = getattr(petition, _COLUMNS[action]) if action in _COLUMNS else None
    return value


def put_back(session: Session, actor: Actor, petition: Petition, change: Change, made: int | None) -> str:
    """Put back what a change replaced (撤销修改); returns what was done, in words. Inside ``writing()``.

    A category that may no longer be chosen comes back all the same: it is what the matter had.

    Args:
        session: the database.
        actor: who takes the change back.
        petition: the matter.
        change: the same kind of change, to the value that stood there before.
        made: what the change to be taken back had put there.

    Raises:
        Refused: it was changed again since, or may not be changed any more.
    """
    check_not_archived(petition)
    check_own(session, actor, petition)
    if held(petition, change.action) != made:
        raise Refused("此后又改过，没有撤销")
    put = {"category": _put_category, "handler": _handler}[change.action]
    return put(session, actor, petition, change)


def _note(session: Session, actor: Actor, petition: Petition, change: Change) -> str:
    write(session, actor, petition, change, ("note", "备注"), {})
    return "已写入备注"


def _category(session: Session, actor: Actor, petition: Petition, change: Change) -> str:
    check_own(session, actor, petition)
    code = session.get(Code, change.value) if change.value is not None else None
    if code is None or code.table_name != "category" or not code.valid_on(change.day):
        raise Refused("请选择有效的内容分类", field="value")
    return _put_category(session, actor, petition, change)


def _put_category(session: Session, actor: Actor, petition: Petition, change: Change) -> str:
    if petition.category_id == change.value:
        return "内容分类未变"
    paths = [category_path(session, petition.category_id), category_path(session, change.value)]
    petition.category_id = change.value
    entries.refresh(session, petition)
    write(session, actor, petition, change, ("category", "修改内容分类"), {"category": paths})
    return f"内容分类改为“{paths[1]}”" if paths[1] else "内容分类改回未分类"


def _handler(session: Session, actor: Actor, petition: Petition, change: Change) -> str:
    check_own(session, actor, petition)
    account = None if change.value is None else session.get(Account, change.value)
    if change.value is not None and (account is None or account not in handlers(session, actor)):
        raise Refused("承办人应当是本机构在用、可以办理事项的账号", field="value")
    if account is not None:
        conflicts.check_recusal(stands_aside(session, account.id, account.name, petition))
    before = session.get(Account, petition.handler_id) if petition.handler_id is not None else None
    if before is account:
        return "承办人未变"
    petition.handler_id = account.id if account else None
    names = [before.name if before else None, account.name if account else None]
    write(session, actor, petition, change, ("handler", "指定承办人"), {"handler": names})
    return f"承办人改为“{account.name}”" if account else "已撤销承办人"


def handlers(session: Session, actor: Actor) -> list[Account]:
    """Who may handle matters in the actor's office (承办人)."""
    found = session.scalars(
        select(Account)
        .where(Account.office_id == actor.office_id, Account.disabled_at.is_(None))
        .order_by(Account.name, Account.id)
    )
    return [each for each in found if HANDLES in permissions_of(each.roles)]


def check_own(session: Session, actor: Actor, petition: Petition) -> None:
    """A unit that a matter was sent to does not change how it was registered.

    Raises:
        Refused: the actor's office neither registered the matter nor is the petition office above.
    """
    role = session.scalar(
        select(RegisterEntry.role).where(
            RegisterEntry.petition_id == petition.id, RegisterEntry.office_id == actor.office_id
        )
    )
    if role not in {parts.REGISTRAR, parts.ABOVE}:
        raise Refused("事项由其他机构登记，本机构不能修改")


def write(
    session: Session,
    actor: Actor,
    petition: Petition,
    change: Change,
    step: tuple[str, str],
    changes: dict[str, Any],
) -> None:
    """Write a change into the timeline and the audit, which names none of the matter's people. Inside ``writing()``."""
    code, title = step
    people = persons.petitioners(session, petition.id)
    changes = {name: persons.without_people(value, people) for name, value in changes.items()}
    tell(session, petition, actor, Told(code, title, change.day, change.reason, details=changes))
    reason = persons.without_people(change.reason, people)
    act = Act(f"petition.{code}", "petition", petition.id, reason=reason, changes=changes)
    record(session, actor, act)
