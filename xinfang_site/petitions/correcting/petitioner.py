"""The people of a matter put right (更正信访人): the main petitioner's name and contact, and whether a visit is collective."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from xinfang_site.domain.people.masking import mask_names
from xinfang_site.domain.receiving import visits
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Lookup, Petition, Petitioner
from xinfang_site.petitions.people import rows as people
from xinfang_site.petitions.registering import filing


@dataclass(frozen=True, slots=True)
class Contact:
    """New data of the main petitioner (主访人信息更正); empty means unchanged."""

    phones: tuple[str, ...] = ()
    address: str = ""
    name: str = ""


UNCHANGED = Contact()


def put_right(session: Session, petition: Petition, contact: Contact) -> dict[str, Any]:
    """Put the main petitioner's new data in; the audit says that they changed, not what they are."""
    if not contact.phones and not contact.address and not contact.name:
        return {}
    person = session.scalars(
        select(Petitioner).where(Petitioner.petition_id == petition.id).order_by(Petitioner.position)
    ).first()
    if person is None:  # an anonymous matter of an old ledger has nobody yet
        person = Petitioner(petition_id=petition.id, name="")
        session.add(person)
    changes = {}
    if contact.name:
        changes["name"] = [petition.main_name, mask_names(contact.name)]
        person.name, petition.anonymous = contact.name, False
    if contact.phones:
        person.phones = "、".join(contact.phones)
        changes["phones"] = ["（原号码）", "（新号码）"]
    if contact.address:
        person.address = contact.address
        changes["address"] = ["（原住址）", "（新住址）"]
    session.flush()
    _renew_lookups(session, petition)
    return changes


def _renew_lookups(session: Session, petition: Petition) -> None:
    drafts = people.drafts_of(session, petition.id)
    petition.main_name = people.main_name(drafts)
    session.execute(delete(Lookup).where(Lookup.petition_id == petition.id))
    lookups = people.lookup_rows(petition.id, petition.sort_key, drafts)
    if lookups:
        session.execute(insert(Lookup), lookups)


def count_visitors(session: Session, petition: Petition, day: date, *, visit: bool) -> None:
    """Say anew whether it is a collective visit (集体访认定).

    Raises:
        Refused: the numbers are not lawful for a visit.
    """
    if not visit:
        petition.collective = False
        return
    speakers = sum(each.role == "representative" for each in people.drafts_of(session, petition.id))
    came = visits.Visit(petition.visitors or petition.people, speakers)
    office = session.get_one(Office, petition.office_id)
    threshold = filing.collective_threshold(session, office, petition.received_on, day)
    petition.collective = visits.check_visit(came, threshold)
