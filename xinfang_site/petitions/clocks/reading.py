"""Reading a matter's clocks (期限查看): each with its words, and how its day was worked out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.calendars.queries import work_calendar
from xinfang_site.domain.limits.clocks import ClockState
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.explain import Explanation, explain
from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.missing import Missing
from xinfang_site.petitions.clocks.rows import as_clock, pressing
from xinfang_site.petitions.models import Clock, Petition
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.wording import Due, due_of


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock as the case page lists it (期限)."""

    id: int
    title: str
    started_on: date
    due: date
    state: str
    stopped_on: date | None
    basis: str
    ended: str
    notes: tuple[str, ...]


def lines_of(rows: Sequence[Clock], day: date) -> Sequence[ClockLine]:
    """The clocks of a matter in words, in the order they started."""
    return [
        ClockLine(
            row.id,
            Duty(row.code).title,
            row.started_on,
            row.due,
            _words(row, day),
            row.stopped_on,
            row.basis,
            _ended(row),
            tuple(_notes(row)),
        )
        for row in rows
    ]


def due_shown(petition: Petition, rows: Sequence[Clock], day: date) -> Due:
    """The day that presses most; while a hearing stops the only limit there is none, and the page says why (中止计时)."""
    halted = any(row.state == ClockState.SUSPENDED.value for row in rows)
    if halted and petition.due_on is None and petition.closed_on is None:
        return Due("听证期间停止计时", "neutral", None)
    return due_of(petition.due_on, petition.closed_on, day)


def _notes(row: Clock) -> Iterator[str]:
    """What else belongs to a limit: the first date, extensions, stops, why it was late or not owed."""
    if row.extensions:
        days = "、".join(f"{each['days']}日（{each['approver']}批准）" for each in row.extensions)
        yield f"原期限 {row.base_due}，延长{days}"
    for each in row.suspensions:
        yield f"听证 {each['first']} 至 {each['last'] or '未结束'}，不计入期限"
    if row.reason:
        yield mask_personal(row.reason)
    if row.late_reason:
        yield f"超期原因：{mask_personal(row.late_reason)}（{row.late_unit}）"


def explanation(session: Session, actor: Actor, petition_id: int, clock_id: int) -> Explanation:
    """How the due day of one clock was worked out (期限推算).

    Raises:
        Missing: not a clock of a matter in the office's register.
    """
    petition = scope.get(session, actor, petition_id)
    row = session.get(Clock, clock_id)
    if row is None or row.petition_id != petition.id:
        raise Missing
    return explain(as_clock(session, row), work_calendar(session))


def _ended(row: Clock) -> str:
    """What happened on the day on which a limit stopped; nothing to a right that had run out by then."""
    if row.state == ClockState.WAIVED.value:
        return "终止"
    if Duty(row.code).optional and row.state == ClockState.LATE.value:
        return ""
    return "结束" if row.code == Duty.OBJECTION.value else "完成"


def _words(row: Clock, day: date) -> str:
    unused = Duty(row.code).optional and (row.stopped_on or day) > row.due
    if unused and row.state != ClockState.WAIVED.value:
        return "已届满"
    if row.stopped_on is not None:
        if row.state == ClockState.LATE.value:
            return f"超期{(row.stopped_on - row.due).days}天"
        ended = row.code == Duty.OBJECTION.value and row.state == ClockState.MET.value
        return "不再计时" if ended else ClockState(row.state).title
    late = (day - row.due).days
    if late > 0 and pressing(row):
        return f"超期{late}天"
    if row.state == ClockState.SUSPENDED.value:
        return f"{ClockState.SUSPENDED.title}，听证结束后续计"
    return "暂定，待录入节假日" if row.provisional else ClockState.RUNNING.title
