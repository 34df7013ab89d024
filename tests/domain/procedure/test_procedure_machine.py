import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.procedure.workflow import move, steps_from

FINAL = {State.UNDER_FINAL_REVIEW, State.FINAL_ISSUED, State.FINAL_SERVED}


class Procedure(RuleBasedStateMachine):
    """One matter walked by random legal and illegal steps, compared with the table."""

    @initialize()
    def receive(self):
        self.state = State.RECEIVED
        self.before_merge = None
        self.path = []
        self.running = set()

    @rule(data=st.data())
    def take_a_legal_step(self, data):
        rows = steps_from(self.state)
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        was = self.state
        self.state = move(was, row.step, self.before_merge)
        if row.step is Step.MERGE:
            self.before_merge = was
        self.path.append(row.step)
        self.running = (self.running - set(row.stops)) | set(row.starts)

    @rule(step=st.sampled_from(list(Step)))
    def try_any_step(self, step):
        if self.state in TABLE[step].sources:
            assert move(self.state, step, self.before_merge or State.TRIAGE) in State
            return
        with pytest.raises(Refused, match=self.state.title):
            move(self.state, step, self.before_merge)

    @invariant()
    def an_opinion_was_checked_before_it_was_issued(self):
        if Step.ISSUE in self.path:
            before = self.path[: self.path.index(Step.ISSUE)]
            assert Step.DRAFT in before
            assert Step.CHECK in before

    @invariant()
    def nothing_is_handled_before_it_is_registered_and_screened(self):
        if self.state not in {State.RECEIVED, State.VOID}:
            assert self.path[0] is Step.REGISTER
        if self.state is State.HANDLING:
            assert Step.SCREEN in self.path

    @invariant()
    def a_matter_is_accepted_before_it_is_handled(self):
        if self.state in {State.HANDLING, State.DRAFTED, State.ISSUED}:
            assert {Step.ACCEPT, Step.ACCEPT_SIMPLE, Step.RETURN_CONCLUSION} & set(self.path)

    @invariant()
    def the_review_right_runs_while_an_opinion_is_served(self):
        assert (Duty.REVIEW_REQUEST in self.running) is (self.state is State.SERVED)

    @invariant()
    def the_final_review_clock_runs_exactly_during_the_final_review(self):
        assert (Duty.FINAL_REVIEW in self.running) is (self.state is State.UNDER_FINAL_REVIEW)


TestProcedure = Procedure.TestCase
TestProcedure.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
