"""What a step does to the limits (步骤与期限): which stop, which start and from which day, which are waived."""

from datetime import date

from sqlalchemy import select

from xinfang_site.domain.limits.clocks import ClockState, Extension
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import Interruption
from xinfang_site.domain.procedure.states import OPEN, State
from xinfang_site.domain.procedure.steps import Need, Transition
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.receiving import acceptance
from xinfang_site.domain.receiving.paths import Kind, Path, route_until
from xinfang_site.domain.roles import Role
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.clocks.rows import pressing
from xinfang_site.petitions.guards import handling
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Clock, Petitioner

SENDING = frozenset({StepCode.FORWARD, StepCode.ASSIGN, StepCode.DECIDE_JOINTLY})
_NOT_DONE = {
    State.WITHDRAWN: "信访人撤回",
    State.MERGED: limits.MERGED_REASON,
    State.VOID: "已作废",
}
"""States that end a matter with its duties undone: the limits are waived with this reason."""

_SET_ASIDE = {
    StepCode.RECALL: "转送、交办已撤回",
    StepCode.AGREE_TO_OBJECTION: "异议成立，已退回",
    StepCode.DECIDE_JOINTLY: "已由联席会议决定承办单位",
    StepCode.ROUTE_BACK: "已退回信访程序",
    StepCode.CONVERT: "已转为普通程序",
}
"""Steps that take a duty from whoever had it, without its having been done: one not yet late is owed no longer."""

_DONE_BY_IT = frozenset({Duty.OBJECTION, Duty.OBJECTION_RULING})
"""Limits that such a step does keep: the ruling on an objection; and a unit's to object, which nobody has to use."""

_EVENT_DAYS = frozenset({Duty.REVIEW, Duty.FINAL_REVIEW})


def on_step(now: Situation, row: Transition) -> None:
    """Stop, start, extend and suspend the limits of a step; inside ``writing()``, after the state changed."""
    _stop(now, row)
    if row.step is StepCode.EXTEND:
        _extend(now, Duty.CONCLUSION, Role.UNIT_HEAD)
    elif row.step is StepCode.EXTEND_REVIEW:
        _extend(now, handling.review_duty(now), Role.LEADER)
    elif row.step in (StepCode.OPEN_HEARING, StepCode.CLOSE_HEARING):
        _hear(now, row.step)
    if now.petition.standing.open or row.step is StepCode.ADVISE:
        _start(now, row)
    limits.settle(now.session, now.petition)


def late_rows(now: Situation, row: Transition) -> list[Clock]:
    """Overdue limits that the step would end and that have no reason for the delay yet (超期期限)."""
    ends = _closes(row) and row.target not in _NOT_DONE
    stops = {duty.value for duty in row.stops}
    return [
        each
        for each in now.rows
        if pressing(each) and each.due < now.day and (ends or each.code in stops) and not each.late_reason
    ]


def _closes(row: Transition) -> bool:
    """Whether the step closes an open matter; limits started after closing, such as that of advice, run on."""
    return row.target is not None and row.target.closed and not row.sources.isdisjoint(OPEN)


def _stop(now: Situation, row: Transition) -> None:
    why = _NOT_DONE.get(now.petition.standing) if _closes(row) else None
    stops = {duty.value for duty in row.stops}
    late = {each.id for each in late_rows(now, row)}
    for clock in limits.running(now.session, now.petition.id):
        undone = why or _set_aside(now, row, clock)
        if undone:
            limits.waive(now.session, clock, undone, now.day)
        elif clock.code in stops or _closes(row):
            if clock.id in late:
                clock.late_reason, clock.late_unit = now.text("late_reason"), now.text("late_unit")
            limits.stop(now.session, clock, _stop_day(now, clock))
    now.forget("rows", "clocks")


def _set_aside(now: Situation, row: Transition, clock: Clock) -> str:
    """Why the duty is owed no longer (不再计时); what was late by then stays late."""
    duty = Duty(clock.code)
    kept = duty in _DONE_BY_IT or duty not in row.stops or clock.due < now.day
    return "" if kept else _SET_ASIDE.get(row.step, "")


def _stop_day(now: Situation, clock: Clock) -> date:
    """A petitioner's right ends on the day of the request, even if that is registered later."""
    return now.date_of("event_day") if Duty(clock.code).petitioners_right else now.day


def _extend(now: Situation, duty: Duty, role: Role) -> None:
    clock = limits.latest(now.session, now.petition.id, duty)
    if clock is not None:
        who = (now.approver or now.actor).name
        limits.extend(
            now.session,
            clock,
            Extension(int(now.values[Need.DAYS]), now.text(Need.REASON), who, role, now.day),
        )


def _hear(now: Situation, step: StepCode) -> None:
    """A hearing pauses the limit of 复核 and no other (第三十六条第二款)."""
    clock = limits.latest(now.session, now.petition.id, Duty.FINAL_REVIEW)
    if clock is None or clock.stopped_on is not None:
        return
    if Interruption.HEARING not in now.rules.rule(Duty.FINAL_REVIEW).suspended_by:
        return
    day = now.date_of("event_day")
    if step is StepCode.CLOSE_HEARING and clock.state == ClockState.SUSPENDED.value:
        limits.resume(now.session, clock, day)
    elif step is StepCode.OPEN_HEARING and day <= clock.due:  # after it there is nothing left to stop
        limits.suspend(now.session, clock, day)


def _start(now: Situation, row: Transition) -> None:
    waived = _waived(now)
    for duty in _starting(now, row):
        clock = limits.open_clock(
            now.session, now.petition, now.rules, duty, _first_day(now, row, duty), _until(now, row, duty)
        )
        if clock is not None and duty in waived:
            limits.waive(now.session, clock, "信访人姓名、住址不清", now.day)


def _starting(now: Situation, row: Transition) -> tuple[Duty, ...]:
    """The limits that a step starts: those of the table, adapted to kind, path and procedure of the matter."""
    if row.step in SENDING:
        assigned = row.step is StepCode.ASSIGN
        return acceptance.limits_at_dispatch(
            now.rules, assigned=assigned, joint=row.step is StepCode.DECIDE_JOINTLY
        )
    if row.step in (StepCode.ACCEPT, StepCode.ACCEPT_SIMPLE):
        return handling.judgement(now, simple=row.step is StepCode.ACCEPT_SIMPLE).starts
    if Duty.CONCLUSION in row.starts and not _sixty_days(now):
        return tuple(each for each in row.starts if each is not Duty.CONCLUSION)
    return row.starts


def _sixty_days(now: Situation) -> bool:
    """Whether the limit of sixty days applies (第三十四条): on the sixth path; under the 2005 rules to every accepted matter."""
    return now.rules.concludes_all or (now.kind is Kind.APPEAL and now.path is Path.PETITION)


def _first_day(now: Situation, row: Transition, duty: Duty) -> date:
    if "served_on" in now.values:
        return date.fromisoformat(now.text("served_on"))
    if duty is Duty.DIRECT_NOTICE or row.step is StepCode.RECALL:
        return now.petition.received_on  # nothing was handed on meanwhile: the first receipt counts
    if duty in _EVENT_DAYS:
        return now.date_of("event_day")
    if row.step is StepCode.CONVERT:
        simple = now.row(Duty.SIMPLE_ANSWER)
        return simple.started_on if simple is not None else now.day
    return now.day


def _until(now: Situation, row: Transition, duty: Duty) -> date | None:
    named = now.text(Need.DUE_DAY) or now.text("until")
    if duty in (Duty.FEEDBACK, Duty.STATUTORY_ROUTE, Duty.ADVICE_FEEDBACK) and named:
        return date.fromisoformat(named)
    if duty is Duty.STATUTORY_ROUTE and row.step is StepCode.ROUTE and now.path is not None:
        return route_until(now.path, now.day)
    return None


def _waived(now: Situation) -> tuple[Duty, ...]:
    """Notices that need not be given because the petitioner's name or address is unknown (第二十三条第二款)."""
    people = now.session.scalars(select(Petitioner).where(Petitioner.petition_id == now.petition.id))
    reachable = any(each.address or each.phones for each in people)
    return acceptance.waived_for(name_known=not now.petition.anonymous, address_known=reachable)
