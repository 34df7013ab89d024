"""States of a matter (信访事项状态): what each is called, whose turn it is, whether it is over."""

from enum import StrEnum

from xinfang_site.domain.titles import Title, Titled


class Turn(Titled):
    """Whose turn it is (当前责任方)."""

    PETITION_OFFICE = "petition_office", "信访部门"
    UNIT = "unit", "责任单位"
    REVIEW_ORGAN = "review_organ", "复查机关"
    FINAL_ORGAN = "final_organ", "复核机关"
    PETITIONER = "petitioner", "信访人"
    NOBODY = "nobody", "无"


class State(StrEnum):
    """A state of a matter (状态); the value is what tables store."""

    RECEIVED = "received"
    REGISTERED = "registered"
    TRIAGE = "triage"
    REPORTED = "reported"
    AWAITING_RECEIPT = "awaiting_receipt"
    SIGNED_FOR = "signed_for"
    OBJECTED = "objected"
    JOINT_MEETING = "joint_meeting"
    HANDLING = "handling"
    ON_STATUTORY_ROUTE = "on_statutory_route"
    DRAFTED = "drafted"
    CHECKED = "checked"
    ISSUED = "issued"
    SERVED = "served"
    UNDER_REVIEW = "under_review"
    REVIEW_ISSUED = "review_issued"
    REVIEW_SERVED = "review_served"
    UNDER_FINAL_REVIEW = "under_final_review"
    FINAL_ISSUED = "final_issued"
    FINAL_SERVED = "final_served"
    TERMINATED = "terminated"
    FINISHED = "finished"
    CONCLUDED = "concluded"
    EVALUATED = "evaluated"
    ANSWERED = "answered"
    TO_JUDICIAL = "to_judicial"
    TO_DISCIPLINE = "to_discipline"
    NOT_ACCEPTED = "not_accepted"
    NO_LONGER_ACCEPTED = "no_longer_accepted"
    GUIDED = "guided"
    FILED = "filed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    VOID = "void"
    ARCHIVED = "archived"

    @property
    def title(self) -> Title:
        """The state's Chinese name (状态名称)."""
        return Title(_STATES[self][0])

    @property
    def turn(self) -> Turn:
        """Whose turn it is (轮到谁办)."""
        return _STATES[self][1]

    @property
    def closed(self) -> bool:
        """Whether the matter is over (已了结): no office has to act on its substance any more."""
        return self in CLOSED

    @property
    def open(self) -> bool:
        """Whether the matter is under way (未了结)."""
        return self not in CLOSED


_STATES: dict[State, tuple[str, Turn]] = {
    State.RECEIVED: ("收件", Turn.PETITION_OFFICE),
    State.REGISTERED: ("已登记", Turn.PETITION_OFFICE),
    State.TRIAGE: ("待甄别", Turn.PETITION_OFFICE),
    State.REPORTED: ("已报送待决定", Turn.PETITION_OFFICE),
    State.AWAITING_RECEIPT: ("待签收", Turn.UNIT),
    State.SIGNED_FOR: ("已签收", Turn.UNIT),
    State.OBJECTED: ("异议待核实", Turn.PETITION_OFFICE),
    State.JOINT_MEETING: ("联席会议协调中", Turn.PETITION_OFFICE),
    State.HANDLING: ("办理中", Turn.UNIT),
    State.ON_STATUTORY_ROUTE: ("已导入法定途径", Turn.UNIT),
    State.DRAFTED: ("意见书待审核", Turn.UNIT),
    State.CHECKED: ("意见书待签发", Turn.UNIT),
    State.ISSUED: ("意见书待送达", Turn.UNIT),
    State.SERVED: ("意见书已送达", Turn.PETITIONER),
    State.UNDER_REVIEW: ("复查中", Turn.REVIEW_ORGAN),
    State.REVIEW_ISSUED: ("复查意见待送达", Turn.REVIEW_ORGAN),
    State.REVIEW_SERVED: ("复查意见已送达", Turn.PETITIONER),
    State.UNDER_FINAL_REVIEW: ("复核中", Turn.FINAL_ORGAN),
    State.FINAL_ISSUED: ("复核意见待送达", Turn.FINAL_ORGAN),
    State.FINAL_SERVED: ("复核意见已送达", Turn.FINAL_ORGAN),
    State.TERMINATED: ("已终结", Turn.PETITION_OFFICE),
    State.FINISHED: ("待认定办结", Turn.PETITION_OFFICE),
    State.CONCLUDED: ("已办结", Turn.NOBODY),
    State.EVALUATED: ("已评价", Turn.NOBODY),
    State.ANSWERED: ("已直接答复", Turn.NOBODY),
    State.TO_JUDICIAL: ("已转政法机关", Turn.NOBODY),
    State.TO_DISCIPLINE: ("已转纪检监察机关", Turn.NOBODY),
    State.NOT_ACCEPTED: ("不予受理", Turn.NOBODY),
    State.NO_LONGER_ACCEPTED: ("不再受理", Turn.NOBODY),
    State.GUIDED: ("已引导分流", Turn.NOBODY),
    State.FILED: ("存件", Turn.NOBODY),
    State.WITHDRAWN: ("已撤回", Turn.NOBODY),
    State.MERGED: ("已并入", Turn.NOBODY),
    State.VOID: ("已作废", Turn.NOBODY),
    State.ARCHIVED: ("已归档", Turn.NOBODY),
}

CLOSED = frozenset(state for state, (_, turn) in _STATES.items() if turn is Turn.NOBODY)
"""States in which nobody has to act (已了结的状态)."""

OPEN = frozenset(State) - CLOSED
"""States in which somebody has to act (未了结的状态)."""

UNSIGNED = frozenset({State.HANDLING, State.DRAFTED, State.CHECKED})
"""States in which an opinion is the unit's own draft (意见书未签发): not yet made, nor anybody else's to read."""
