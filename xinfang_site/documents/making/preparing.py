"""Preparing a document (拟制文书): what the record knows of it, and what has to be typed."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.documents.facts.source import gather
from xinfang_site.documents.facts.values import known
from xinfang_site.documents.kinds import SPECS, Reader
from xinfang_site.documents.making.permitted import Wanted, check_offered, corrected, proven_by
from xinfang_site.documents.making.prepared import Line, Prepared
from xinfang_site.documents.templates import queries as template_queries
from xinfang_site.documents.templates.composing import must_be_filled, needed
from xinfang_site.documents.templates.defaults import words_of
from xinfang_site.documents.templates.fields import FIELDS, MergeField
from xinfang_site.domain.people.conflicts import check_receiver
from xinfang_site.petitions.erased import check_not_erased
from xinfang_site.petitions.visibility import entries, scope


def prepare(session: Session, actor: Actor, petition_id: int, wanted: Wanted, day: date) -> Prepared:
    """Read what a document is made from.

    Raises:
        Missing: no such matter, or no such document in it.
        Refused: the office has taken no step that produces it, the matter is archived, the addressee is accused.
    """
    petition = scope.get(session, actor, petition_id)
    check_not_erased(petition)
    spec = SPECS[wanted.kind]
    check_offered(session, actor, petition, wanted.kind)
    corrects = corrected(session, actor, petition, wanted)
    proven = proven_by(session, actor, petition, wanted)
    template = template_queries.template_for(session, actor.office_id, wanted.kind)
    source = gather(session, actor, petition, spec, day, proven)
    words = words_of(template)
    values = known(session, source)
    required = must_be_filled(words)
    lines = [
        Line(each, values.get(each.name, ""), each.name in required, _editable(each, values))
        for each in (FIELDS[name] for name in needed(words))
    ]
    made = Prepared(spec, petition, template.id, words, lines, source, corrects)
    if spec.reader is Reader.UNIT and made.to_office_id is not None:
        check_receiver(made.to_office_id, frozenset(entries.barred_offices(session, petition.id)))
    return made


def _editable(each: MergeField, values: Mapping[str, str]) -> bool:
    return not each.recorded or not values.get(each.name)
