"""Changing a running clock (期限变更): extension (延期) and standing still (中止)."""

from dataclasses import replace
from datetime import date

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.limits.clocks import Clock, Extension, Suspension, check_runs, recompute


def extend(clock: Clock, extension: Extension, calendar: WorkCalendar) -> Clock:
    """Extend a clock (延期); the days add to the unrolled due day.

    Raises:
        Refused: no extension is provided for, it is past due, too long, once too often, not approved
            by the head of the organ, or without a reason.
    """
    check_runs(clock)
    rule = clock.rule
    if not rule.extension_max:
        raise Refused(f"“{clock.duty.title}”期限没有可以延长的规定", rule.basis, "days")
    if not extension.reason.strip():
        raise Refused("延长办理期限应当写明理由并告知信访人", rule.basis, "reason")
    if extension.approver_role is not rule.approver:
        raise Refused("延长办理期限应当经本机关、单位负责人批准", rule.basis, "approver")
    if extension.decided_on > clock.due:
        raise Refused(f"期限已于{clock.due}届满，不能再延长", rule.basis, "decided_on")
    if extension.days < 1:
        raise Refused("延长期限至少1日", rule.basis, "days")
    if clock.extended_by + extension.days > rule.extension_max:
        raise Refused(f"延长期限累计不得超过{rule.extension_max}日", rule.basis, "days")
    if rule.extension_count is not None and len(clock.extensions) >= rule.extension_count:
        raise Refused(f"只能延长{rule.extension_count}次", rule.basis, "days")
    return recompute(replace(clock, extensions=(*clock.extensions, extension)), calendar)


def suspend(clock: Clock, suspension: Suspension, calendar: WorkCalendar) -> Clock:
    """Let a clock stand still (中止); only what its rule allows, only once at a time.

    Raises:
        Refused: the cause does not stop this clock, the days run backwards, overlap another stop,
            or begin after the due day.
    """
    check_runs(clock)
    if suspension.kind not in clock.rule.suspended_by:
        raise Refused(
            f"{suspension.kind.title}不停止“{clock.duty.title}”期限的计算", clock.rule.basis, "kind"
        )
    if suspension.last is not None and suspension.last < suspension.first:
        raise Refused("中止的结束日不得早于开始日", clock.rule.basis, "last")
    if not clock.started_on <= suspension.first <= clock.due:
        raise Refused(f"中止应当在{clock.started_on}至{clock.due}之间开始", clock.rule.basis, "first")
    if any(_overlap(suspension, other) for other in clock.suspensions):
        raise Refused("中止的时间不得重叠", clock.rule.basis, "first")
    stops = tuple(sorted((*clock.suspensions, suspension), key=lambda each: each.first))
    return recompute(replace(clock, suspensions=stops), calendar)


def resume(clock: Clock, last: date, calendar: WorkCalendar) -> Clock:
    """End the open stop (恢复计算); ``last`` is its last day, included.

    Raises:
        Refused: no stop is open, or it would end before it began.
    """
    check_runs(clock)
    current = clock.open_suspension
    if current is None:
        raise Refused("没有未结束的中止", clock.rule.basis, "last")
    if last < current.first:
        raise Refused("中止的结束日不得早于开始日", clock.rule.basis, "last")
    closed = tuple(replace(each, last=last) if each is current else each for each in clock.suspensions)
    return recompute(replace(clock, suspensions=closed), calendar)


def _overlap(one: Suspension, other: Suspension) -> bool:
    return one.first <= (other.last or date.max) and other.first <= (one.last or date.max)
