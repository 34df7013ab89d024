"""A matter as steps read it (事项的记载): limits, timeline, reviews and supervision, each read once and cached."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import cast

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from xinfang_site.calendars.queries import work_calendar
from xinfang_site.domain.limits import clocks
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import RuleSet
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.clocks.rows import as_clock, rows_of
from xinfang_site.petitions.models import Clock, Petition, Step
from xinfang_site.petitions.procedure_models import RECUSE, REPORTED, Recusal, Review, Supervision
from xinfang_site.petitions.visibility import entries

_OF_MATTER: BindParameter[int] = bindparam("petition_id")
_TIMELINE = select(Step.__table__).where(Step.petition_id == _OF_MATTER).order_by(Step.id)


class Matter:
    """A matter with everything on record about it (事项及其记载); call ``forget`` for what a step has just changed."""

    session: Session
    petition: Petition
    day: date

    def forget(self, *names: str) -> None:
        """Drop cached properties, so that the next access reads them from the database again."""
        for name in names:
            self.__dict__.pop(name, None)

    @cached_property
    def rules(self) -> RuleSet:
        """The rule set for limits that start today."""
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
        """The rows of the timeline, the oldest first.

        Rows of the table, which say the same as objects of the class and are read in a third of the time: a step never changes.
        """
        rows = self.session.execute(_TIMELINE, {"petition_id": self.petition.id}).all()
        return cast(Sequence[Step], rows)

    def taken(self, *codes: StepCode) -> Step | None:
        """The newest of some steps, if one was taken."""
        wanted = {each.value for each in codes}
        return next((each for each in reversed(self.steps) if each.code in wanted), None)

    def noted(self, code: str) -> bool:
        """Whether the timeline holds an act beside the steps, such as ``recuse``."""
        return any(each.code == code for each in self.steps)

    @property
    def may_report(self) -> bool:
        """Whether the matter is or was a report (检举控告); if not, the reported persons need not be read."""
        return self.petition.accusation or self.noted(REPORTED) or self.taken(StepCode.RECLASSIFY) is not None

    @cached_property
    def recusals(self) -> Sequence[Recusal]:
        """Declarations of standing aside (回避), the oldest first."""
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
    def assigned(self) -> bool:
        """Whether the matter was 交办 with a day for feedback."""
        return self.taken(StepCode.ASSIGN) is not None
