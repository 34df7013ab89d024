"""What each state means (状态含义), read from the statute's table itself, so that it cannot say anything else."""

from collections.abc import Sequence
from dataclasses import dataclass

from xinfang_site.domain.procedure.states import State, Turn
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE

ANYWHERE = frozenset({Step.MERGE, Step.WITHDRAW, Step.CANCEL})
"""Steps of nearly every open state (随时可以办的): told once below the table."""


@dataclass(frozen=True, slots=True)
class StateLine:
    """One state (状态): who is to act now, and the steps that lead on from it."""

    state: State
    turn: str
    steps: Sequence[str]


def lines() -> Sequence[StateLine]:
    """Every state in the order of the procedure."""
    return [StateLine(each, _turn(each), _leading_on(each)) for each in State]


def _turn(state: State) -> str:
    return "已了结" if state.turn is Turn.NOBODY else str(state.turn.title)


def _leading_on(state: State) -> list[str]:
    """Steps that change the state; those that only note something, or may be taken in nearly every state, are left out."""
    return [
        row.title
        for step, row in TABLE.items()
        if state in row.sources and row.target not in (None, state) and step not in ANYWHERE
    ]
