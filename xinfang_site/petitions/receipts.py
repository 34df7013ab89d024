"""Changing the day of receipt (更正收到日期): the order of the registers and the limits that count from it follow."""

from datetime import date

from sqlalchemy import update

from xinfang_site.domain.duties import Duty
from xinfang_site.domain.steps import Need
from xinfang_site.petitions import indexing, limits
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Lookup, sort_key

FROM_RECEIPT = (Duty.DISPATCH, Duty.DIRECT_NOTICE, Duty.URGENT_REPORT, Duty.DISCIPLINE_TRANSFER)
"""Limits that count from the first receipt of the matter."""


def change(now: Situation) -> None:
    """Give the matter another day of receipt; inside ``writing()``, before its register entries are renewed."""
    petition, session = now.petition, now.session
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
    recount(now, new)


def recount(now: Situation, received_on: date) -> None:
    """Count the limits that run from receipt anew from ``received_on``."""
    rules = limits.rules_of(now.session, now.petition, now.day)
    for duty in FROM_RECEIPT:
        row = now.row(duty)
        if row is not None and duty in rules.rules:
            limits.restart(now.session, row, received_on, rules)
    now.forget("rows", "clocks", "rules")
