"""What the case page shows (事项页内容): everything about one matter, masked, in a dozen queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.steps import Transition
from xinfang_site.known_tables import known
from xinfang_site.petitions import links
from xinfang_site.petitions.acts import reported
from xinfang_site.petitions.approving.queries import Pending, pending
from xinfang_site.petitions.case import contents, proceedings
from xinfang_site.petitions.clocks.reading import ClockLine, due_shown, lines_of
from xinfang_site.petitions.erased import is_erased
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition, PetitionText, Step
from xinfang_site.petitions.people import cautions, persons
from xinfang_site.petitions.stepping import opinion_words, services
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.wording import Due


@dataclass(frozen=True, slots=True)
class Case:
    """One matter, ready for its page (事项)."""

    petition: Petition
    text: PetitionText
    people: Sequence[persons.Person]
    accused: Sequence[reported.ReportedLine]
    files: Sequence[contents.File]
    documents: Sequence[contents.Filed]
    steps: Sequence[Step]
    clocks: Sequence[ClockLine]
    related: Sequence[links.Related]
    proposals: Sequence[Pending]
    actions: Sequence[Transition]
    records: proceedings.Proceedings
    titles: Mapping[int | None, str]
    category: str
    due: Due
    own: bool
    erased: bool
    caution: str
    opinion: Sequence[tuple[str, str]]
    withheld: int


def read(session: Session, actor: Actor, seen: scope.Seen, day: date) -> Case:
    """The page's content, detached from the session so that auditing the opening does not read it again."""
    petition = seen.petition
    named = known(session)
    titles, category = named.code_titles, named.category_path(petition.category_id)
    now = Situation(session, actor, petition, day)
    files, documents = contents.of(session, petition.id)
    people = persons.petitioners(session, petition.id)
    proposals = pending(now, seen)
    case = Case(
        petition=petition,
        text=petition.text,
        people=[persons.masked(each) for each in people],
        accused=reported.lines(session, petition.id) if now.may_report else (),
        files=files,
        documents=documents,
        steps=now.steps[::-1],
        clocks=lines_of(now.rows, day),
        related=links.related(session, actor, petition.id),
        proposals=proposals,
        actions=[
            each for each in services.offered(now, seen) if not any(waits.bars(each) for waits in proposals)
        ],
        records=proceedings.read(now),
        titles=titles,
        category=category,
        due=due_shown(petition, now.rows, day),
        own=seen.own,
        erased=is_erased(petition),
        caution=cautions.caution(
            actor.name, [(cautions.PETITIONER, each.name) for each in people if each.name]
        ),
        opinion=opinion_words.shown(now),
        withheld=opinion_words.withheld(now),
    )
    session.expunge_all()
    return case
