"""A stateful machine walks legal and illegal steps through the services and compares them with the table."""

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from tests import matters, procedure
from tests.people import Cast
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.extensions import db
from xinfang_site.missing import Missing
from xinfang_site.petitions.approving import services as approving
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Clock, Petition, RegisterEntry
from xinfang_site.petitions.proposal_models import OPEN, Proposal
from xinfang_site.petitions.stepping import services as stepping
from xinfang_site.petitions.visibility import scope

PEOPLE = (
    "clerk", "handler", "section_head", "leader", "unit_handler", "unit_handler2", "unit_head", "reviewer",
    "reviewer2",
)  # fmt: skip
MANY = 20
"""Different steps that the walks together must really have taken, or they show nothing."""
WITH_ANOTHER = (Step.REFUSE_REPEATED, Step.MERGE, Step.LINK)
STEPS = sorted(set(Step) - {Step.REGISTER})

ROUTE = (
    Step.SCREEN, Step.FORWARD, Step.SIGN_FOR, Step.ACCEPT, Step.DRAFT, Step.CHECK, Step.ISSUE, Step.SERVE,
    Step.REQUEST_REVIEW, Step.ISSUE_REVIEW, Step.SERVE_REVIEW, Step.REQUEST_FINAL, Step.ISSUE_FINAL,
    Step.SERVE_FINAL, Step.TERMINATE,
)  # fmt: skip
"""The long way of a matter, from the letter to the end of 复核."""
AT_TRIAGE = 1
"""How far a matter has gone when it stands at 待甄别, where most ways part: every second walk begins there."""


class Procedure(RuleBasedStateMachine):
    """One matter at a time, on a real database; days pass between the steps."""

    app: ClassVar[Flask]
    ended_id: ClassVar[int]
    """A matter that 复核 has ended, for all walks: what 不再受理 refers to."""
    seen: ClassVar[set[Step]] = set()

    @initialize(length=st.one_of(st.just(AT_TRIAGE), st.integers(0, len(ROUTE))))
    def register(self, length: int) -> None:
        """A matter that has gone some part of the long way: from there the walk is random."""
        self.petition_id = matters.registered()
        self.other_id = matters.registered(summary="同一小区的另一封信")
        self.day = today()
        for step in ROUTE[:length]:
            before = self._petition().standing
            procedure.step(self.petition_id, step)
            self._compare(step, before)

    @rule(days=st.integers(0, 45))
    def days_pass(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(username=st.sampled_from(PEOPLE), step=st.sampled_from(STEPS))
    def try_any_step(self, username: str, step: Step) -> None:
        before = self._petition()
        version, state = before.version, before.standing
        refusals = self._refusals()
        try:
            taken = self._take(username, step)
        except (Refused, Missing) as answer:
            after = self._petition()
            assert (after.version, after.standing) == (version, state)
            if isinstance(answer, Refused):
                assert self._refusals() == refusals + 1
            return
        assert state in TABLE[step].sources
        assert taken is not bool(TABLE[step].approval)
        if taken:
            self._compare(step, state)

    @rule(data=st.data())
    def take_an_offered_step(self, data: st.DataObject) -> None:
        username = data.draw(st.sampled_from(PEOPLE))
        actor = Cast().actor(username)
        db.session.rollback()
        if not scope.visible(db.session(), actor, self.petition_id):
            return
        seen = scope.see(db.session(), actor, self.petition_id)
        rows = stepping.offered(Situation(db.session(), actor, seen.petition, self.day), seen)
        steps = [row.step for row in rows if row.step in STEPS]
        if steps:
            self.try_any_step(username, data.draw(st.sampled_from(steps)))

    @rule()
    def approve_what_waits(self) -> None:
        proposal = db.session.scalars(
            select(Proposal).where(Proposal.petition_id == self.petition_id, Proposal.state == OPEN)
        ).first()
        if proposal is None:
            return
        state, step = self._petition().standing, Step(proposal.step)
        try:
            taken = approving.approve(
                db.session(),
                Cast().actor(procedure.WHO[proposal.next_role]),
                proposal.id,
                proposal.version,
                self.day,
                {"late_reason": "积压", "late_unit": "甲区信访办"},
            )
        except (Refused, Missing):
            assert self._petition().standing is state
            return
        if taken:
            self._compare(step, state)

    @rule(data=st.data())
    def take_a_step_that_needs_another_matter(self, data: st.DataObject) -> None:
        """With its approvals, else the walks would hardly ever come to its end."""
        state = self._petition().standing
        step = data.draw(st.sampled_from([each for each in WITH_ANOTHER if state in TABLE[each].sources]))
        self.try_any_step("clerk" if step is Step.LINK else "handler", step)
        for _approval in TABLE[step].approval:
            self.approve_what_waits()

    def _take(self, username: str, step: Step) -> bool:
        if step is Step.MEDIATE and self._petition().standing is State.HANDLING:
            procedure.attach(self.petition_id, "agreement", "clerk")
        late = {"late_reason": "积压", "late_unit": "甲区信访办"}
        dated = {name: self.day.isoformat() for name in ("served_on",) if name in procedure.values(step)}
        values = procedure.values(step, **late, **dated, **self._another(step))
        draft = stepping.StepDraft(step, self._petition().version, values)
        return stepping.take(db.session(), Cast().actor(username), self.petition_id, draft, self.day)

    def _another(self, step: Step) -> dict[str, object]:
        """The other matter of the steps that need one."""
        if step is Step.REFUSE_REPEATED:
            return {Need.OTHER_MATTER: self.ended_id, "same_facts": True}
        if step in (Step.LINK, Step.MERGE):
            return {Need.OTHER_MATTER: self.other_id, "link_kind": "same"}
        return {}

    def _compare(self, step: Step, before: State) -> None:
        after, row = self._petition().standing, TABLE[step]
        self.seen.add(step)
        if not row.back:
            assert after is (row.target or before)

    def _petition(self) -> Petition:
        db.session.rollback()
        return db.session.get_one(Petition, self.petition_id)

    def _refusals(self) -> int:
        query = select(func.count()).select_from(AuditEvent).where(AuditEvent.result == "refused")
        return db.session.scalar(query) or 0

    @invariant()
    def a_closed_matter_has_no_running_duty(self) -> None:
        petition = self._petition()
        running = db.session.scalars(
            select(Clock.code).where(Clock.petition_id == self.petition_id, Clock.stopped_on.is_(None))
        ).all()
        if petition.standing.closed:
            assert set(running) <= {Duty.ADVICE_FEEDBACK.value}
            assert petition.closed_on is not None
        else:
            assert petition.closed_on is None

    @invariant()
    def the_registers_say_what_the_matter_says(self) -> None:
        petition = self._petition()
        rows = db.session.scalars(
            select(RegisterEntry).where(RegisterEntry.petition_id == self.petition_id)
        ).all()
        assert rows
        assert {each.state for each in rows} == {petition.state}

    @invariant()
    def the_right_to_review_runs_only_after_service(self) -> None:
        right = db.session.scalars(
            select(Clock).where(
                Clock.petition_id == self.petition_id,
                Clock.code == Duty.REVIEW_REQUEST.value,
                Clock.stopped_on.is_(None),
            )
        ).all()
        assert len(right) == (1 if self._petition().standing is State.SERVED else 0)


@pytest.mark.slow
@pytest.mark.untraced
def test_random_walks_through_the_services_agree_with_the_table(app: Flask, tmp_path: Path) -> None:
    Procedure.app = app
    Procedure.ended_id = matters.registered(summary="三号楼电梯，已经复核终结")
    for step in ROUTE:
        procedure.step(Procedure.ended_id, step)
    run_state_machine_as_test(
        Procedure,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
    assert len(Procedure.seen) >= MANY, sorted(Procedure.seen)
    assert set(WITH_ANOTHER) <= Procedure.seen, sorted(Procedure.seen)
