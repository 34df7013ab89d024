"""A matter that is about to take a step (办理情形): what the guards look at, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.calendars.queries import work_calendar
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits import clocks
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import RuleSet
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.offices.models import Office
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.clocks.rows import as_clock, rows_of
from xinfang_site.petitions.kinds import kind_of
from xinfang_site.petitions.models import Clock, Petition, Step
from xinfang_site.petitions.procedure_models import RECUSE, REPORTED, Recusal, Review, Supervision
from xinfang_site.petitions.visibility import entries


@dataclass
class Situation:
    """A matter, who acts, on which day, and what the form holds (办理情形).

    Attributes:
        session: the database.
        actor: who drafts or takes the step.
        petition: the matter.
        day: legal day.
        values: what the form held, by need and field.
        approver: who approves it now; None while it is drafted or needs no approval.
    """

    session: Session
    actor: Actor
    petition: Petition
    day: date
    values: Mapping[str, Any] = field(default_factory=dict)
    approver: Actor | None = None

    def text(self, name: str) -> str:
        """A text of the form, empty where it was left out."""
        return str(self.values.get(name) or "").strip()

    def date_of(self, name: str) -> date:
        """A day of the form, today where it was left out.

        Raises:
            Refused: the day lies in the future.
        """
        found = self.text(name)
        given = date.fromisoformat(found) if found else self.day
        if given > self.day:
            raise Refused("日期不得晚于今日", field=name)
        return given

    @cached_property
    def kind(self) -> Kind | None:
        """The kind of the matter; choosing a path of article 31 says that it is 申诉求决."""
        known = kind_of(self.session, self.petition)
        if known is not None:
            return known
        named = self.text("kind")
        if named in set(Kind):
            return Kind(named)
        return Kind.APPEAL if self.path is not None else None

    def forget(self, *names: str) -> None:
        """Read something afresh next time, because the step has just changed it."""
        for name in names:
            self.__dict__.pop(name, None)

    @property
    def path(self) -> Path | None:
        """The path chosen in the form, else the one the matter was taken in by."""
        chosen = self.text(Need.PATH) or self.petition.path
        return Path(chosen) if chosen in set(Path) else None

    @cached_property
    def rules(self) -> RuleSet:
        """The rules by which limits that start now are counted."""
        return limits.rules_of(self.session, self.petition, self.day)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working calendar."""
        return work_calendar(self.session)

    @cached_property
    def rows(self) -> Sequence[Clock]:
        """The matter's limits as stored, in the order they started."""
        return rows_of(self.session, self.petition.id)

    def row(self, duty: Duty) -> Clock | None:
        """The newest limit of one kind as stored."""
        return next((each for each in reversed(self.rows) if each.code == duty.value), None)

    def clock(self, duty: Duty) -> clocks.Clock | None:
        """The newest limit of one kind."""
        row = self.row(duty)
        return None if row is None else as_clock(self.session, row)

    @cached_property
    def clocks(self) -> tuple[clocks.Clock, ...]:
        """The matter's limits, in the order they started."""
        return tuple(as_clock(self.session, each) for each in self.rows)

    @cached_property
    def steps(self) -> Sequence[Step]:
        """What has happened, the oldest first."""
        found = select(Step).where(Step.petition_id == self.petition.id).order_by(Step.id)
        return self.session.scalars(found).all()

    def taken(self, *codes: StepCode) -> Step | None:
        """The newest of some steps, if one was taken."""
        wanted = {each.value for each in codes}
        return next((each for each in reversed(self.steps) if each.code in wanted), None)

    def noted(self, code: str) -> bool:
        """Whether the timeline holds an act beside the steps, such as ``recuse``."""
        return any(each.code == code for each in self.steps)

    @property
    def may_report(self) -> bool:
        """Whether somebody may be reported in the matter (检举控告), by its kind now or before: else nobody asks who."""
        return self.petition.accusation or self.noted(REPORTED) or self.taken(StepCode.RECLASSIFY) is not None

    @cached_property
    def recusals(self) -> Sequence[Recusal]:
        """Who stands aside from the matter, in the order they said so."""
        if not self.noted(RECUSE):
            return ()
        found = select(Recusal).where(Recusal.petition_id == self.petition.id).order_by(Recusal.id)
        return self.session.scalars(found).all()

    @cached_property
    def reviews(self) -> Sequence[Review]:
        """Reviews asked for, the oldest first."""
        found = select(Review).where(Review.petition_id == self.petition.id).order_by(Review.id)
        return self.session.scalars(found).all()

    def review(self, round_: int) -> Review | None:
        """The newest review of a round."""
        return next((each for each in reversed(self.reviews) if each.round == round_), None)

    @cached_property
    def supervisions(self) -> Sequence[Supervision]:
        """Supervision and advice with their feedback, the oldest first."""
        if self.taken(StepCode.SUPERVISE, StepCode.ADVISE) is None:
            return ()
        found = (
            select(Supervision).where(Supervision.petition_id == self.petition.id).order_by(Supervision.id)
        )
        return self.session.scalars(found).all()

    def waiting(self, *, supervision: bool) -> Supervision | None:
        """The oldest 督办, or the oldest advice, that has no feedback yet."""
        return next(
            (
                each
                for each in self.supervisions
                if each.feedback_on is None and (each.kind == "supervise") is supervision
            ),
            None,
        )

    @cached_property
    def barred(self) -> frozenset[int]:
        """Offices that may never touch the matter."""
        return frozenset(entries.barred_offices(self.session, self.petition.id))

    @cached_property
    def receiver(self) -> Office | None:
        """The office named in the form."""
        chosen = self.values.get(Need.RECEIVER)
        return self.session.get(Office, int(chosen)) if chosen is not None else None

    @cached_property
    def assigned(self) -> bool:
        """Whether the matter was 交办 with a day for feedback."""
        return self.taken(StepCode.ASSIGN) is not None
