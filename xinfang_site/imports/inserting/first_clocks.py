"""The limits with which imported matters begin (登记期限)."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site.calendars.queries import work_calendar
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rule_sets import rule_set_on
from xinfang_site.domain.procedure.states import State
from xinfang_site.imports.drafting.drafter import Taken
from xinfang_site.petitions.clocks import limits


class FirstClocks:
    """Clocks of open matters (登记期限), reckoned once a day of receipt, and how many are over.

    Args:
        session: the database, for the working calendar.
        today: the day of the import.
    """

    def __init__(self, session: Session, today: date) -> None:
        self._calendar = work_calendar(session)
        self._today = today
        self._rows: dict[date, list[dict[str, Any]]] = {}
        self.running = 0
        self.overdue = 0

    def of(self, taken: Taken) -> list[dict[str, Any]]:
        """The clocks that a matter begins with; none when it is closed."""
        if taken.state is not State.REGISTERED:
            return []
        day = taken.draft.received_on
        if day not in self._rows:
            self._rows[day] = [limits.started(rule_set_on(day), Duty.DISPATCH, day, self._calendar)]
        due_on = limits.nearest_due(self._rows[day])
        self.running += 1
        self.overdue += due_on is not None and due_on < self._today
        return self._rows[day]
