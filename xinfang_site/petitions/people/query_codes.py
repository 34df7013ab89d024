"""Query codes (查询码): random, shown once on a slip, stored as a keyed hash only.

Source: 《信访工作条例》第十八条、第二十一条: the petitioner can ask for progress and result.
"""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.extensions import vault
from xinfang_site.offices.models import Office
from xinfang_site.petitions.erased import check_not_erased
from xinfang_site.petitions.visibility import scope

# no characters that are mistaken for one another on paper; 16 of 31 make 79 bits
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 16


@dataclass(frozen=True, slots=True)
class Slip:
    """What the petitioner takes home (查询码单)."""

    petition_id: int
    number: str
    code: str
    office: str
    contact: str
    day: date


def issue(session: Session, actor: Actor, petition_id: int, day: date) -> Slip:
    """Make a fresh code for a matter; the one before it no longer works.

    Raises:
        Refused: the matter's content was deleted.
    """
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    with writing(session):
        petition = scope.get(session, actor, petition_id)
        check_not_erased(petition)
        petition.query_digest = digest(code)
        office = session.get_one(Office, petition.office_id)
        record(session, actor, Act("petition.query_code", "petition", petition.id))
        return Slip(petition.id, petition.number, spaced(code), office.name, office.contact, day)


def digest(code: str) -> str:
    """Keyed hash of a code; blanks, dashes and case do not matter."""
    return vault().digest("query-code", "".join(each for each in code.upper() if each.isalnum()))


def spaced(code: str) -> str:
    """The code in groups of four, easy to read and type."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
