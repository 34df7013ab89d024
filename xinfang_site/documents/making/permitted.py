"""Whether a document may be made (能否制作): which step it rests on, which document it corrects or proves."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.documents import queries
from xinfang_site.documents.facts.source import offered
from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.models import Document
from xinfang_site.documents.serving import service_of
from xinfang_site.domain.concluding.opinions import ELEMENTS
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.states import State
from xinfang_site.missing import Missing
from xinfang_site.petitions.models import Petition


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which document is wanted (拟制哪种文书).

    Attributes:
        kind: its kind.
        proven_id: the document whose service a 送达回证 proves.
        corrects_id: the served document that it puts right (更正).
    """

    kind: Doc
    proven_id: int | None = None
    corrects_id: int | None = None


def check_offered(session: Session, actor: Actor, petition: Petition, kind: Doc) -> None:
    """Refuse a kind that no step of the office has produced (未办理相应步骤).

    Raises:
        Refused: there is no such step, or the matter is archived.
    """
    if petition.standing is State.ARCHIVED:
        raise Refused("事项已经归档，不能再制作文书")
    if kind not in offered(session, actor, petition):
        raise Refused(f"本单位在该事项中没有办理过制作“{kind.title}”的步骤，请先办理", SPECS[kind].basis)


def corrected(session: Session, actor: Actor, petition: Petition, wanted: Wanted) -> Document | None:
    """The document that the wanted one puts right (被更正的文书), if any.

    Raises:
        Missing: it is none of this matter, or of another kind.
        Refused: it was never served, so that there is nothing to put right.
    """
    if wanted.corrects_id is None:
        return None
    found = queries.own_document(session, actor, wanted.corrects_id)
    if found.petition_id != petition.id or found.kind != wanted.kind:
        raise Missing
    if service_of(session, found) is None:
        raise Refused("只有已经送达的文书才需要更正；没有送达的，作废后重新制作", ELEMENTS)
    return found


def proven_by(session: Session, actor: Actor, petition: Petition, wanted: Wanted) -> Document | None:
    """The document whose service a 送达回证 proves: the one named, else the newest that is served at all.

    Raises:
        Missing: the one named is none of this matter, or is not served.
    """
    if wanted.kind is not Doc.SERVICE_PROOF:
        return None
    if wanted.proven_id is not None:
        found = queries.own_document(session, actor, wanted.proven_id)
        if found.petition_id != petition.id or not SPECS[Doc(found.kind)].served:
            raise Missing
        return found
    served = [
        each
        for each in queries.of_matter(session, petition.id)
        if each.office_id == actor.office_id and SPECS[Doc(each.kind)].served
    ]
    return served[-1] if served else None
