"""The paper of a sheet (单据文稿): composed from what the record knows; what it does not know is a dash."""

from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.documents.facts.source import gather
from xinfang_site.documents.facts.values import known
from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.templates import queries as template_queries
from xinfang_site.documents.templates.composing import Frame, compose, needed
from xinfang_site.documents.templates.defaults import words_of
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.papers.paper import Paper, official_day
from xinfang_site.petitions.models import Petition

UNKNOWN = "—"


def sheet_paper(
    session: Session,
    actor: Actor,
    petition: Petition,
    kind: Doc,
    day: date,
    more: dict[str, str] | None = None,
) -> Paper:
    """The paper as the matter stands now, with ``more`` values that no record holds."""
    spec = SPECS[kind]
    words = words_of(template_queries.template_for(session, actor.office_id, kind))
    values = known(session, gather(session, actor, petition, spec, day)) | (more or {})
    values |= {"联系电话": petition.office.contact or UNKNOWN}
    filled = {name: values.get(name) or UNKNOWN for name in needed(words)}
    return compose(spec, words, filled, Frame(petition.office.name, "", official_day(day)))
