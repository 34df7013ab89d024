"""The day of receipt (收到日期): from which one limits count, and correcting it with all that depends on it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.receiving.intake import merged_receipt
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.clocks.rows import rows_of
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Link, Lookup, Petition, sort_key
from xinfang_site.petitions.visibility import indexing

FROM_RULING = (Duty.DISPATCH,)
"""Limits that count from the earliest receipt of the matter and of those merged into it."""

FROM_OWN = (Duty.DIRECT_NOTICE, Duty.URGENT_REPORT, Duty.DISCIPLINE_TRANSFER)
"""Limits that count from the matter's own receipt."""


def ruling(session: Session, petition: Petition) -> date:
    """The earliest receipt of a matter and those merged into it (起算的收到日期); its dispatch limit counts from there."""
    merged = (
        select(Petition.received_on)
        .join(Link, Link.petition_id == Petition.id)
        .where(Link.other_id == petition.id, Link.kind == "merged")
    )
    days = session.scalars(merged).all()
    return merged_receipt([petition.received_on, *days]) if days else petition.received_on


def change(now: Situation) -> None:
    """Change the day of receipt with search index and limits; inside ``writing()``, the caller renews the register entries."""
    petition, session = now.petition, now.session
    old, ruled = petition.received_on, ruling(session, petition)
    new = date.fromisoformat(now.text(Need.NEW_DAY))
    key, tokens = indexing.tokens_now(session, petition.id)
    indexing.drop(session, key, tokens)
    petition.received_on, petition.received_known = new, True
    petition.sort_key = sort_key(new, petition.id)
    session.flush()
    session.execute(
        update(Lookup).where(Lookup.petition_id == petition.id).values(sort_key=petition.sort_key)
    )
    indexing.add(session, petition.sort_key, tokens)
    recount(now, petition, FROM_RULING, (ruled, ruling(session, petition)))
    recount(now, petition, FROM_OWN, (old, new))


def recount(now: Situation, petition: Petition, duties: Collection[Duty], days: tuple[date, date]) -> None:
    """Move limits of ``duties`` that started on the first of ``days`` to start on the second; others stay.

    Limits that started later do not depend on the receipt: the matter came back from a unit, or became urgent.
    """
    before, after = days
    rules = limits.rules_of(now.session, petition, now.day)
    for row in rows_of(now.session, petition.id):
        duty = Duty(row.code)
        if before != after and row.started_on == before and duty in duties and duty in rules.rules:
            limits.restart(now.session, row, after, rules)
    now.forget("rows", "clocks", "rules")
