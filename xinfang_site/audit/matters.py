"""Matters in the audit (审计中的信访事项): records keep a matter's id, people know its number.

Who saw a matter is asked with the number that stands on its papers. A number says nothing of what the
matter holds; a reader limited to an office is told only those of the office's own register.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.queries import EventsWanted
from xinfang_site.petitions.models import Petition, RegisterEntry

MATTER = "petition"


def numbers(session: Session, events: Iterable[AuditEvent], within: int | None) -> Mapping[str, str]:
    """Object ids of the matters among the events, with their numbers (编号)."""
    ids = {int(each.object_id) for each in events if _is_matter(each)}
    if not ids:
        return {}
    rows = session.execute(_known(within).where(Petition.id.in_(ids)))
    return {str(row.id): row.number for row in rows}


def by_number(session: Session, wanted: EventsWanted) -> EventsWanted:
    """The filter with a matter's number turned into its id; a number of no matter finds nothing."""
    typed = wanted.object_id
    if wanted.object_type not in ("", MATTER) or not typed or typed.isdecimal():
        return wanted
    found = session.execute(_known(wanted.within).where(Petition.number == typed.upper())).first()
    if found is None and not wanted.object_type:
        return wanted
    return replace(wanted, object_type=MATTER, object_id=str(found.id) if found else typed)


def _known(within: int | None) -> Select[int, str]:
    """Matters whose numbers the reader may learn."""
    rows = select(Petition.id, Petition.number)
    if within is None:
        return rows
    return rows.join(RegisterEntry, RegisterEntry.petition_id == Petition.id).where(
        RegisterEntry.office_id == within
    )


def _is_matter(event: AuditEvent) -> bool:
    return event.object_type == MATTER and event.object_id.isdecimal() and len(event.object_id) < 10
