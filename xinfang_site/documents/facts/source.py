"""What a document is made from (文书数据来源): the matter, the step that produces it, whom it goes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.documents.kinds import SPECS, Reader, Spec
from xinfang_site.documents.models import Document
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.roles import Role
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition, Petitioner, Step
from xinfang_site.petitions.procedure_models import FINAL, REVIEW, Review

PRODUCED: dict[Doc, frozenset[str]] = {
    kind: frozenset(row.step.value for row in TABLE.values() if kind in row.documents) for kind in SPECS
}
"""The steps that produce a kind (产生文书的步骤)."""
_ALSO: dict[Doc, frozenset[str]] = {
    Doc.FORWARD_LETTER: frozenset({StepCode.ASSIGN.value}),
    Doc.ORAL_RECORD: frozenset({StepCode.REGISTER.value}),
    Doc.CONCLUSION_REPORT: frozenset(
        each.value
        for each in (
            StepCode.SERVE,
            StepCode.MEDIATE,
            StepCode.REPLY,
            StepCode.ANSWER_SIMPLE,
            StepCode.ROUTE_RESULT,
        )
    ),
    Doc.SERVICE_PROOF: frozenset(
        step for kind, steps in PRODUCED.items() if SPECS[kind].served for step in steps
    ),
}
"""A service proof goes with whatever is served; 办结报告 is the unit's, once its answer is given (第二十二条第一款第三项)."""
_REVIEWS = {StepCode.ISSUE_REVIEW.value: REVIEW, StepCode.ISSUE_FINAL.value: FINAL}
"""Steps of a review with its round."""

Organs = Mapping[int, int | None]
"""The organ of each round of review, newest request (复查、复核机关)."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the values come from (来源).

    Attributes:
        actor: who makes it.
        spec: the kind of document.
        petition: the matter.
        office: the office that makes it.
        steps: the matter's steps, newest first.
        step: the newest step of the office that produces the kind, or None.
        people: the petitioners, the main one first.
        proven: the document whose service is proven, for a 送达回证.
        day: the day it is made.
    """

    actor: Actor
    spec: Spec
    petition: Petition
    office: Office
    steps: Sequence[Step]
    step: Step | None
    people: Sequence[Petitioner]
    proven: Document | None
    day: date

    def details(self) -> dict[str, object]:
        """What the form of the producing step held (办理内容)."""
        return dict(self.step.details) if self.step is not None else {}

    def newest_of(self, *codes: StepCode) -> Step | None:
        """The newest of some steps, by any office."""
        wanted = {each.value for each in codes}
        return next((each for each in self.steps if each.code in wanted), None)

    @property
    def to_office_id(self) -> int | None:
        """The unit it goes to (去向单位)."""
        if self.spec.reader is not Reader.UNIT and self.spec.kind is not Doc.FORWARD_NOTICE:
            return None
        if self.step is not None and self.step.to_office_id is not None:
            return self.step.to_office_id
        return self.petition.unit_id


def producing(kind: Doc) -> frozenset[str]:
    """Codes of the steps after which a kind may be made."""
    return PRODUCED[kind] | _ALSO.get(kind, frozenset())


def gather(
    session: Session, actor: Actor, petition: Petition, spec: Spec, day: date, proven: Document | None = None
) -> Source:
    """Read what a document of a kind is made from; the caller has checked that the matter may be seen."""
    steps = session.scalars(
        select(Step).where(Step.petition_id == petition.id).order_by(Step.id.desc())
    ).all()
    wanted = producing(spec.kind)
    organs = _organs(session, petition)
    step = next(
        (each for each in steps if each.code in wanted and _ours(actor, each.code, each.office_id, organs)),
        None,
    )
    people = session.scalars(
        select(Petitioner).where(Petitioner.petition_id == petition.id).order_by(Petitioner.position)
    ).all()
    office = session.get_one(Office, actor.office_id)
    return Source(actor, spec, petition, office, steps, step, people, proven, day)


def offered(session: Session, actor: Actor, petition: Petition) -> list[Doc]:
    """The kinds that the actor's office may make now: those that its steps have produced."""
    steps = session.execute(select(Step.code, Step.office_id).where(Step.petition_id == petition.id))
    taken = steps_of_office(actor, [(row.code, row.office_id) for row in steps], _organs(session, petition))
    return offered_after(actor, petition, taken)


def steps_of_office(actor: Actor, steps: Iterable[tuple[str, int | None]], organs: Organs) -> set[str]:
    """Codes of the steps that the actor's office took (本单位办理的步骤), chosen from pairs of code and office."""
    return {code for code, office_id in steps if _ours(actor, code, office_id, organs)}


def _ours(actor: Actor, code: str, office_id: int | None, organs: Organs) -> bool:
    """A review may be signed by a leader of another office, yet its document is the reviewing organ's."""
    if office_id == actor.office_id:
        return True
    round_ = _REVIEWS.get(code)
    return (
        round_ is not None and Role.REVIEWER in actor.roles and organs.get(round_) in (None, actor.office_id)
    )


def _organs(session: Session, petition: Petition) -> Organs:
    rows = session.execute(
        select(Review.round, Review.organ_id).where(Review.petition_id == petition.id).order_by(Review.id)
    )
    return {row.round: row.organ_id for row in rows}


def offered_after(actor: Actor, petition: Petition, taken: set[str]) -> list[Doc]:
    """The same, with the codes of the office's steps at hand."""
    return [
        kind
        for kind, spec in SPECS.items()
        if spec.stored and (producing(kind) & taken or _always(kind, petition, actor))
    ]


def _always(kind: Doc, petition: Petition, actor: Actor) -> bool:
    """Imported matters have no step of registration, yet their office may print the sheet."""
    return kind is Doc.REGISTRATION_SHEET and petition.office_id == actor.office_id
