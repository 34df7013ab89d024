"""An oracle that knows no rule: it walks every day of the calendar, one by one (暴力对照)."""

from calendar import monthrange
from datetime import date, timedelta

import chinese_calendar

DAY = timedelta(days=1)


def working(day: date) -> bool:
    return chinese_calendar.is_workday(day)


def span(first: date, last: date) -> list[date]:
    found, day = [], first
    while day <= last:
        found.append(day)
        day += DAY
    return found


def blocked(day: date, periods) -> bool:
    return any(each.first <= day <= each.last for each in periods)


def named(rule, day: date) -> bool:
    """Whether the rule's words name the day."""
    if rule.pattern == "weekly":
        return day.weekday() in rule.weekdays
    if rule.pattern == "daily":
        return working(day)
    if rule.pattern == "dates":
        return day in rule.dates
    last = monthrange(day.year, day.month)[1]
    return day.day in rule.month_days or (day.day == last and any(each > last for each in rule.month_days))


def held(rule, periods, dropped, added) -> list[date]:
    """Days held by a rule that names days one by one."""
    found = set()
    for day in span(rule.first, rule.last):
        if not named(rule, day) or day in dropped:
            continue
        closed = blocked(day, periods)
        if not closed and (working(day) or rule.roll == "keep"):
            found.add(day)
        elif rule.roll in ("forward", "backward") and rule.pattern != "daily":
            step = DAY if rule.roll == "forward" else -DAY
            moved = next(
                (
                    day + step * n
                    for n in range(1, 61)
                    if working(day + step * n) and not blocked(day + step * n, periods)
                ),
                None,
            )
            found |= {moved} if moved else set()
    return sorted(found | set(added))
