"""Walking the transition table (流转): which steps are offered, and what a step leads to."""

from xinfang_site.domain.errors import Forbidden, Refused
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step, Transition
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.roles import Role


def steps_from(state: State) -> tuple[Transition, ...]:
    """The steps offered in a state (可办步骤), in the table's order."""
    return tuple(row for row in TABLE.values() if state in row.sources)


def steps_for(state: State, roles: frozenset[Role] | set[Role]) -> tuple[Transition, ...]:
    """The steps that somebody with ``roles`` may take in a state (本人可办步骤)."""
    return tuple(row for row in steps_from(state) if row.allows(roles))


def approval_chain(row: Transition, levels: int) -> tuple[Role, ...]:
    """Who approves a step of a matter of weight, in order (审批链); the table's chain is never shortened.

    Only what the section's head approves first gets more levels, each another leader: an urgent report does not
    wait, and a unit has one head.

    Args:
        row: the step.
        levels: least levels of approval.
    """
    if row.approval[:1] != (Role.SECTION_HEAD,):
        return row.approval
    return row.approval + (Role.LEADER,) * (levels - len(row.approval))


def contradicts(waiting: Transition, row: Transition) -> bool:
    """Whether a step may not be proposed beside one that waits for approval (互斥的拟办): a matter goes one way at a time.

    An urgent report is proposed beside anything, since its hours run (第二十五条), and beside it what may follow it.
    """
    if waiting.target is None or row.target is None or row.step is Step.REPORT:
        return False
    return waiting.step is not Step.REPORT or waiting.target not in row.sources


def check_role(step: Step, roles: frozenset[Role] | set[Role]) -> None:
    """Refuse a step to somebody without its role (岗位权限).

    Raises:
        Forbidden: none of ``roles`` may take the step.
    """
    row = TABLE[step]
    if not row.allows(roles):
        who = "、".join(role.title for role in sorted(row.actors, key=list(Role).index))
        raise Forbidden(f"“{row.title}”应当由{who}办理", row.basis)


def move(state: State, step: Step, before: State | None = None) -> State:
    """The state after a step (流转后的状态).

    Args:
        state: the state now.
        step: the step to take.
        before: for 取消并入 only, the state before the matter was merged.

    Raises:
        Refused: the table does not offer the step in this state.
    """
    row = TABLE[step]
    if state not in row.sources:
        raise Refused(f"事项现为“{state.title}”，不能办理“{row.title}”", row.basis)
    if row.back:
        if before not in TABLE[Step.MERGE].sources:
            raise Refused("没有并入前的状态记录，不能取消并入", row.basis)
        return before
    return row.target or state
