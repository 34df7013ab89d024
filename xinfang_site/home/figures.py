"""The figures of the work list (待办数): all of them in one statement, made once for each side of the procedure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.states import State
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.oversight import to_serve
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.entries import due_number
from xinfang_site.sessions import KEPT_PLAN

MOST_COUNTED = 1000
SOON_DAYS = 7
_UNIT = (State.AWAITING_RECEIPT, State.SIGNED_FOR, State.HANDLING, State.DRAFTED, State.CHECKED)
_REVIEW = (State.UNDER_REVIEW, State.REVIEW_ISSUED, State.UNDER_FINAL_REVIEW, State.FINAL_ISSUED)
_OFFICE = (State.REGISTERED, State.TRIAGE, State.OBJECTED, State.FINISHED)
_DUE = (
    # label, the register's filter of that name
    ("已超期", "overdue"),
    ("今日到期", "today"),
    (f"{SOON_DAYS}天内到期", "week"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with the list behind it (待办数): label, words, query string of the register."""

    label: str
    text: str
    query: str
    late: bool = False
    endpoint: str = "petitions.index"


def figures(session: Session, actor: Actor, day: date) -> list[Figure]:
    """The home page's figures: matters due, in each daily state of the actor's side, to be served, sent back."""
    states = _states_of(session, actor)
    days = {"today": due_number(day), "soon": due_number(day + timedelta(days=SOON_DAYS))}
    asked = scope.register_values(actor) | days
    found = iter(session.execute(_counts(states, barred=bool(actor.barred)), asked).one())
    overdue, *due = (Figure(label, _text(next(found)), f"due={name}") for label, name in _DUE)
    return [
        replace(overdue, late=overdue.text != "0"),
        *due,
        *(Figure(each.title, _text(next(found)), f"state={each.value}") for each in states),
        Figure("待送达", str(next(found)), "", endpoint="oversight.to_serve"),
        Figure("退回过", str(next(found)), "", endpoint="oversight.returned"),
    ]


def _text(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _states_of(session: Session, actor: Actor) -> tuple[State, ...]:
    """The states that the actor's side works through daily: as a unit, a reviewing organ or a petition office."""
    if any(role.value.startswith("unit_") for role in actor.roles):
        return _UNIT
    kind = session.scalar(_KIND, {"office_id": actor.office_id})
    return _REVIEW if kind not in {None, OfficeKind.PETITION_OFFICE} else _OFFICE


_KIND = select(Office.kind).where(Office.id == bindparam("office_id")).execution_options(**KEPT_PLAN)


@cache
def _counts(states: Sequence[State], *, barred: bool) -> Select[Any]:
    """A column for each figure, in their order."""
    mine = scope.bound_register(barred=barred)
    today, soon = bindparam("today", type_=Integer), bindparam("soon", type_=Integer)
    due = RegisterEntry.due
    columns: list[Any] = [
        _capped(*mine, due < today),
        _capped(*mine, due == today),
        _capped(*mine, due >= today, due <= soon),
        *(_capped(*mine, RegisterEntry.state == each.value) for each in states),
        to_serve.counted(mine, scope.OFFICE),
        _returned(mine),
    ]
    return select(*columns).execution_options(**KEPT_PLAN)


def _capped(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    rows = select(RegisterEntry.sort_key).where(*conditions)
    return select(func.count()).select_from(rows.limit(MOST_COUNTED + 1).subquery()).scalar_subquery()


def _returned(mine: Sequence[ColumnElement[bool]]) -> ColumnElement[int]:
    """Open matters that a unit sent back."""
    own = select(RegisterEntry.office_id).where(RegisterEntry.petition_id == Petition.id, *mine)
    none = literal(0, literal_execute=True)  # the few that were returned have an index, known by this number
    return (
        select(func.count())
        .select_from(Petition)
        .where(Petition.returns > none, Petition.closed_on.is_(None), own.exists())
        .scalar_subquery()
    )
