"""The old-case sheet (积案表, N18): a matter on one sheet for the next handler; about a matter, never about a person.

Nothing is asked anew: replies are the papers' own words in order of time, laws are those cited on the way, who is
responsible is whoever approved last. Names of petitioners stay masked, as on the case page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.documents.models import VOID
from xinfang_site.domain.concluding.opinions import Outcome
from xinfang_site.domain.concluding.reviews import ReviewOutcome
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.roles import Role
from xinfang_site.petitions.acts.leads import LEAD
from xinfang_site.petitions.case import opening
from xinfang_site.petitions.case.page import Case
from xinfang_site.petitions.models import Step

_SAID = frozenset(
    each.value
    for each in (
        StepCode.ANSWER, StepCode.REPLY, StepCode.ANSWER_SIMPLE, StepCode.REFUSE, StepCode.UNIT_REFUSE,
        StepCode.REFUSE_REPEATED, StepCode.GUIDE, StepCode.ROUTE, StepCode.ROUTE_RESULT, StepCode.MEDIATE,
        StepCode.CORRECT, StepCode.ISSUE_REVIEW, StepCode.ISSUE_FINAL,
    )
)  # fmt: skip
"""Steps that tell the petitioner something as soon as they are taken; an opinion does so once it is signed."""
_SIGNED = frozenset(each.value for each in (StepCode.ISSUE, StepCode.ISSUE_REVIEW, StepCode.ISSUE_FINAL))
_OUTCOMES = {each.value: str(each.title) for each in (*Outcome, *ReviewOutcome)}


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply to the petitioner (答复): when, by whom, its outcome and its text."""

    day: date
    unit: str
    title: str
    outcome: str
    text: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """The sheet (积案表).

    Attributes:
        case: the matter as its page shows it.
        days: days since its receipt, to its end or to today.
        replies: what the petitioner was told, the first thing first.
        laws: articles cited on the way, each once, in the order they came up.
        lead: the leader in charge and who was before, each from which day; blank to write in for nobody.
        approved: who approved last, and as what; empty when nothing needed it.
        papers: documents that are not void, with number and day.
        told: steps whose words stand among the replies and need not be told again.
    """

    case: Case
    days: int
    replies: Sequence[Reply]
    laws: Sequence[str]
    lead: str
    approved: str
    papers: Sequence[str]
    told: frozenset[int]


def read(session: Session, actor: Actor, petition_id: int, day: date) -> Dossier:
    """The sheet of a visible matter; audited as a printing.

    Raises:
        Missing: not in the office's register.
        ReasonWanted: a sensitive matter, and the actor has not said why.
    """
    case = opening.open_case(session, actor, petition_id, day, act="petition.print")
    petition, steps = case.petition, case.steps[::-1]
    replies = list(_replies(steps))
    return Dossier(
        case,
        ((petition.closed_on or day) - petition.received_on).days,
        [reply for reply, _ in replies],
        list(dict.fromkeys(_cited(case, steps))),
        _led(steps),
        _approved(case.steps),
        [
            f"{Doc(each.document.kind).title}　{each.document.number}　{each.document.made_on.isoformat()}　{each.organ}"
            for each in case.documents
            if each.document.state != VOID
        ],
        frozenset(each for _, each in replies),
    )


def _led(steps: Sequence[Step]) -> str:
    """Leaders in charge in order; a blank to fill in by hand if there was none or the text was erased."""
    named = [
        (each.details[LEAD][1], each.day) for each in steps if each.code == LEAD and LEAD in each.details
    ]
    return " → ".join(f"{lead or '无'}（{day.isoformat()} 起）" for lead, day in named) or "　"


def _replies(steps: Sequence[Step]) -> Iterable[tuple[Reply, int]]:
    """Each reply, with the id of the step that holds its text."""
    drafted: Step | None = None
    for each in steps:
        if each.code == StepCode.DRAFT.value:
            drafted = each
        elif each.code == StepCode.ISSUE.value and drafted is not None:
            yield _reply(each, drafted), drafted.id
        elif each.code in _SAID and each.details.get(Need.TEXT.value):
            yield _reply(each, each), each.id


def _reply(taken: Step, words: Step) -> Reply:
    details = words.details
    outcome = _OUTCOMES.get(str(details.get(Need.OUTCOME.value, "")), "")
    return Reply(taken.day, taken.office_name, taken.title, outcome, str(details.get(Need.TEXT.value, "")))


def _cited(case: Case, steps: Sequence[Step]) -> Iterable[str]:
    """The cited articles: of steps and limits, of opinions, and of choosing the path."""
    for each in steps:
        yield from filter(
            None, (each.article, *(str(each.details.get(key) or "") for key in ("basis", "legal_basis")))
        )
    yield from (clock.basis for clock in case.clocks if clock.basis)


def _approved(steps: Iterable[Step]) -> str:
    """The last person who approved or signed, from the newest step that needed it."""
    for each in steps:
        found = each.details.get("approvals") or ()
        if found:
            last = found[-1]
            return f"{last['name']}（{Role(last['role']).title}，{each.day.isoformat()}“{each.title}”）"
        if each.code in _SIGNED:
            return f"{each.actor}（{each.day.isoformat()}“{each.title}”）"
    return ""
