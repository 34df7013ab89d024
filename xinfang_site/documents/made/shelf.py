"""The documents of a matter (事项文书) as its page lists them: made ones, and those that may be made now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.actor import Actor
from xinfang_site.documents.facts.source import offered_after, steps_of_office
from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.made.seeing import sees_names
from xinfang_site.documents.models import MADE, SERVED, VOID, Document
from xinfang_site.documents.serving import service_among, service_of
from xinfang_site.domain.concluding.opinions import Service
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.petitions.case.page import Case
from xinfang_site.petitions.erased import is_closed

STATES = {MADE: ("已制作，待送达", "warning"), SERVED: ("已送达", "success"), VOID: ("已作废", "neutral")}


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as lists show it (文书行)."""

    id: int
    title: str
    number: str
    organ: str
    made_on: str
    made_by: str
    state: str
    tone: str
    service: str
    own: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of a matter (事项文书): made ones, and the kinds that may be made now.

    ``files`` tells whether the page leads to their files; who sees no names finds those that bear none on their own pages.
    """

    made: Sequence[Entry]
    waiting: Sequence[Doc]
    further: Sequence[Doc]
    files: bool


def shelf(actor: Actor, case: Case) -> Shelf:
    """The documents of a matter that the actor sees; the case page shows them, without a query of its own.

    ``waiting`` are kinds that a step of the office produced and that are not made since.
    """
    petition = case.petition
    organs = {each.round: each.organ_id for each in case.records.reviews}
    taken = steps_of_office(actor, [(each.code, each.office_id) for each in case.steps], organs)
    closed = is_closed(petition) or not _makes(actor)
    may = [] if closed else offered_after(actor, petition, taken)
    own = {
        each.document.kind
        for each in case.documents
        if each.document.office_id == actor.office_id and each.document.state != VOID
    }
    waiting = [kind for kind in may if kind.value not in own and SPECS[kind].expected]
    made = [
        entry_of(actor, each.document, each.organ, service_among(each.document, case.steps))
        for each in case.documents
    ]
    return Shelf(made, waiting, [kind for kind in may if kind not in waiting], sees_names(actor))


def _makes(actor: Actor) -> bool:
    return bool(permissions_of(actor.roles) & {"petition.step", "petition.register"})


def entry_of(actor: Actor, document: Document, organ: str, service: Service | None) -> Entry:
    """One document in words."""
    kind = Doc(document.kind)
    word, tone = STATES[SERVED if service else document.state]
    if document.state == MADE and not SPECS[kind].served:
        word, tone = "已制作", "neutral"
    served = ""
    if service is not None:
        served = (
            f"{service.served_on.isoformat()} {service.way.title}送达{'（拒收）' if service.refused else ''}"
        )
    return Entry(
        document.id,
        kind.title + ("（更正）" if document.corrects_id else ""),
        document.number,
        organ,
        document.made_on.isoformat(),
        document.made_by,
        word,
        tone,
        served,
        document.office_id == actor.office_id,
    )


def listed(session: Session, actor: Actor, document: Document) -> Entry:
    """One document of the actor's office in words."""
    return entry_of(actor, document, "", service_of(session, document))
