"""What waits at the desk (编辑部待办): the issue of the day and what has to go into it, in one statement."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from xinfang_daily_briefing.issues.models import Issue
from xinfang_daily_briefing.items.queries import NEW_COUNT
from xinfang_daily_briefing.items.verifying import WAITING
from xinfang_daily_briefing.rules.words import IssueState


@dataclass(frozen=True, slots=True)
class AtDesk:
    """What waits (待办).

    Attributes:
        issue_id: the issue of the day, None where there is none yet.
        state: its state.
        warnings: sent warnings that nobody has verified.
        new: sent items that stand in no issue.
    """

    issue_id: int | None
    state: IssueState | None
    warnings: int
    new: int


def at_desk(session: Session, desk_id: int, day: date) -> AtDesk:
    """What waits at a desk on a day."""
    issue_id, state, warnings, new = session.execute(_ASKED, {"desk": desk_id, "day": day}).one()
    return AtDesk(issue_id, None if state is None else IssueState(state), warnings, new)


_OF_DAY = select(Issue.id).where(Issue.office_id == bindparam("desk"), Issue.day == bindparam("day"))
_ASKED = select(
    _OF_DAY.scalar_subquery(),
    _OF_DAY.with_only_columns(Issue.state).scalar_subquery(),
    WAITING.scalar_subquery(),
    NEW_COUNT.scalar_subquery(),
)
"""Made once: every home page of a desk asks."""
