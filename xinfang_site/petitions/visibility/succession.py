"""Handing over (职权承接): open matters of a dissolved office go to the office that took over its functions.

Source: 《信访工作条例》第二十四条第二款. The morning after its last day the heir stands in the registers, and the
unit's matters are the heir's; limits run on. Closed matters stay with the petition office above.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from xinfang_site.accounts.models import Account
from xinfang_site.actor import system
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.procedure.states import OPEN
from xinfang_site.domain.statutes import article
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.timeline import Told, tell
from xinfang_site.petitions.visibility import entries

CODE, TITLE = "succeeded", "职权承接"
BASIS = article(24, 2)
CHUNK = 100
_UNDER_WAY = [each.value for each in OPEN]


@dataclass(frozen=True, slots=True)
class Handed:
    """The result (承接结果): matters handed over, and those that report the office that took over."""

    matters: int
    left: int


def hand_over(session: Session, day: date) -> Handed:
    """Hand over the open matters of every office that no longer exists on ``day``; some at a time, each saved."""
    gone = session.scalars(
        select(Office).where(Office.valid_to < day, Office.successor_id.is_not(None)).order_by(Office.id)
    ).all()
    matters = left = 0
    for office in gone:
        heir = _heir(session, office, day)
        if heir is None:
            continue
        waiting = _waiting(session, office, heir)
        for first in range(0, len(waiting), CHUNK):
            with writing(session):
                moved = [_move(session, each, office, heir, day) for each in waiting[first : first + CHUNK]]
            matters, left = matters + sum(moved), left + moved.count(False)
    session.rollback()
    return Handed(matters, left)


def _heir(session: Session, office: Office, day: date) -> Office | None:
    """Who has the dissolved office's functions on ``day``: its successor, or the one of a successor that is gone too."""
    passed: set[int] = set()
    heir: Office | None = office
    while heir is not None and not heir.valid_on(day) and heir.id not in passed:
        passed.add(heir.id)
        heir = session.get(Office, heir.successor_id) if heir.successor_id is not None else None
    return heir if heir is not None and heir.id not in passed else None


def _waiting(session: Session, office: Office, heir: Office) -> Sequence[int]:
    """Open matters in the dissolved office's register that the heir does not have, or that are still the former's."""
    theirs = aliased(RegisterEntry)
    has = select(theirs.petition_id).where(
        theirs.office_id == heir.id, theirs.petition_id == RegisterEntry.petition_id
    )
    found = select(RegisterEntry.petition_id).where(
        RegisterEntry.office_id == office.id,
        RegisterEntry.state.in_(_UNDER_WAY),
        or_(RegisterEntry.unit_id == office.id, ~has.exists()),
    )
    return session.scalars(found.order_by(RegisterEntry.sort_key)).all()


def _move(session: Session, petition_id: int, office: Office, heir: Office, day: date) -> bool:
    """Hand one matter over; False where the heir is barred from it. Inside ``writing()``."""
    if heir.id in entries.barred_offices(session, petition_id):
        return False
    petition = session.get_one(Petition, petition_id, with_for_update=True)
    role = session.scalars(
        select(RegisterEntry.role).where(
            RegisterEntry.petition_id == petition_id, RegisterEntry.office_id == office.id
        )
    ).one()
    handles = (petition.unit_id or petition.office_id) == office.id
    if handles and office.kind != OfficeKind.PETITION_OFFICE:
        petition.unit_id = heir.id
    handler = session.get(Account, petition.handler_id) if petition.handler_id is not None else None
    if handler is not None and handler.office_id == office.id:
        petition.handler_id = None
    entries.refresh(session, petition, {heir.id: role})
    _tell(session, petition, office, heir, day)
    return True


def _tell(session: Session, petition: Petition, office: Office, heir: Office, day: date) -> None:
    site = system("xinfang daily")
    why = f"“{office.short_name}”撤销，由“{heir.short_name}”继续办理"
    told = Told(CODE, TITLE, day, why, BASIS.cite(), receiver=heir)
    tell(session, petition, replace(site, office_id=office.id), told)
    changes = {"office": [office.short_name, heir.short_name]}
    record(session, site, Act("petition.hand_over", "petition", petition.id, changes=changes))
