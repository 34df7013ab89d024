"""Matters chosen from a list (选中的事项): still in the office's register, and the first of them as rows."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.known_tables import known
from xinfang_site.missing import Missing
from xinfang_site.petitions.models import SORT_KEY_BASE, RegisterEntry
from xinfang_site.petitions.visibility import scope
from xinfang_site.register.filters.list_query import ListQuery
from xinfang_site.register.lists.rows import Row, rows
from xinfang_site.register.lists.walks import Place
from xinfang_site.register.matters import Register


def check_visible(session: Session, actor: Actor, ids: list[int]) -> None:
    """Every matter must stand in the office's register; a foreign one is a missing one, and the try is noted.

    Raises:
        Missing: one does not.
    """
    held: set[int] = set()
    for start in range(0, len(ids), 500):
        held.update(
            session.scalars(
                select(RegisterEntry.petition_id).where(
                    *scope.own_register(actor),
                    RegisterEntry.petition_id.in_(ids[start : start + 500]),
                )
            )
        )
    foreign = set(ids) - held
    if foreign:
        raise Missing(min(foreign))


def all_matching(session: Session, actor: Actor, query: ListQuery, day: date, most: int) -> list[int]:
    """The ids of all that match now, ``most`` of them at the most, in the list's order."""
    found = Register(session, actor.office_id, query, day, actor.barred).everything(most)
    return [place.identifier for chunk in found for place in chunk]


def as_rows(session: Session, actor: Actor, ids: Sequence[int], day: date) -> list[Row]:
    """Some matters as a list shows them; one that left the register is left out."""
    found = session.execute(
        RegisterEntry.__table__.select().where(*scope.own_register(actor), RegisterEntry.petition_id.in_(ids))
    )
    keys = {row.petition_id: row.sort_key for row in found}
    places = [Place(keys[each], 0, keys[each] % SORT_KEY_BASE) for each in ids if each in keys]
    return rows(session, places, known(session), day)
