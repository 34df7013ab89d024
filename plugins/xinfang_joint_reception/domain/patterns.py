"""How a rule names its days (排班规则): a fixed day of the month, weekdays, every working day, n times a week.

A pattern gives *nominal* days; ``expansion`` turns them into days that can be held.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.calendars import WorkCalendar
from xinfang_site.domain.titles import Titled

WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
MOST_DAYS = 3700
"""Longest validity of a rule in days, a little over ten years: what expansion may cost."""


class Pattern(Titled):
    """The ways to name days (排班方式)."""

    MONTHLY = "monthly", "每月固定日期"
    WEEKLY = "weekly", "每周固定星期"
    DAILY = "daily", "每个工作日"
    TIMES = "times", "每周若干次"
    QUARTERLY = "quarterly", "每季度若干次"
    DATES = "dates", "专题接访日"


class Roll(Titled):
    """What becomes of a nominal day that is not worked (遇节假日)."""

    FORWARD = "forward", "顺延至下一工作日"
    BACKWARD = "backward", "提前至上一工作日"
    DROP = "drop", "当次取消"
    KEEP = "keep", "照常接访"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a rota (排班规则).

    Attributes:
        pattern: how the days are named.
        first: first nominal day.
        last: last nominal day.
        roll: what becomes of a nominal day that is not worked.
        month_days: days of the month, 1 to 31; a shorter month has its last day instead.
        weekdays: 0 is Monday; for ``TIMES`` and ``QUARTERLY`` the preferred ones, empty for any.
        times: sessions a week or a quarter.
        dates: topic days.
        head_weekday: the weekday received by the head of Party committee or government (主要负责人), if any.
    """

    pattern: Pattern
    first: date
    last: date
    roll: Roll = Roll.FORWARD
    month_days: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    times: int = 1
    dates: tuple[date, ...] = ()
    head_weekday: int | None = None


def check_rule(rule: Rule) -> None:
    """Whether a rule says all that its pattern needs (核对规则).

    Raises:
        Refused: something is missing or cannot be; the field is named.
    """
    if rule.last < rule.first:
        raise Refused("结束日期不能早于开始日期", field="last")
    if (rule.last - rule.first).days > MOST_DAYS:
        raise Refused("一条规则最长十年", field="last")
    if rule.pattern is Pattern.MONTHLY and not rule.month_days:
        raise Refused("请填写每月哪一日", field="month_days")
    if any(not 1 <= each <= 31 for each in rule.month_days):
        raise Refused("日期应在1至31日之间", field="month_days")
    if rule.pattern is Pattern.WEEKLY and not rule.weekdays:
        raise Refused("请选择星期几", field="weekdays")
    if rule.pattern in (Pattern.TIMES, Pattern.QUARTERLY) and rule.times < 1:
        raise Refused("次数至少为1", field="times")
    if rule.pattern is Pattern.TIMES and rule.times > 7:
        raise Refused("每周次数不能多于7次", field="times")
    if rule.pattern is Pattern.DATES and not rule.dates:
        raise Refused("请填写专题接访日的日期", field="dates")


def words(rule: Rule) -> str:
    """The rule in a sentence (规则文字): 每月15日，遇节假日顺延至下一工作日."""
    names = "、".join(f"周{WEEKDAYS[each]}" for each in sorted(rule.weekdays))
    text = {
        Pattern.MONTHLY: f"每月{'、'.join(str(each) for each in sorted(rule.month_days))}日",
        Pattern.WEEKLY: f"每{names}",
        Pattern.DAILY: "每个工作日",
        Pattern.TIMES: f"每周{rule.times}次" + (f"（优先{names}）" if names else ""),
        Pattern.QUARTERLY: f"每季度{rule.times}次" + (f"（限{names}）" if names else ""),
        Pattern.DATES: "专题接访日：" + "、".join(each.isoformat() for each in sorted(rule.dates)),
    }[rule.pattern]
    if rule.head_weekday is not None:
        text += f"，周{WEEKDAYS[rule.head_weekday]}由主要负责人接访"
    if rule.pattern in (Pattern.MONTHLY, Pattern.WEEKLY, Pattern.DATES):
        text += f"，遇节假日{rule.roll.title}"
    return text


def monday_of(day: date) -> date:
    """The Monday of the day's week (周一): weeks run from Monday to Sunday."""
    return day - timedelta(days=day.weekday())


def days(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, both included (逐日)."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


Open = Callable[[date], bool]
"""Whether a day can be held: worked and not blocked."""


def nominal_days(rule: Rule, calendar: WorkCalendar, is_open: Open) -> list[date]:
    """The days that a rule names (名义日), in order, each once.

    Args:
        rule: the rule.
        calendar: the working calendar, which ``DAILY`` asks.
        is_open: which days can be held; ``TIMES`` and ``QUARTERLY`` choose among them.
    """
    if rule.pattern is Pattern.MONTHLY:
        return _monthly(rule)
    if rule.pattern is Pattern.WEEKLY:
        return [day for day in days(rule.first, rule.last) if day.weekday() in rule.weekdays]
    if rule.pattern is Pattern.DAILY:
        return [day for day in days(rule.first, rule.last) if calendar.is_working(day)]
    if rule.pattern is Pattern.DATES:
        return sorted({day for day in rule.dates if rule.first <= day <= rule.last})
    chosen = _a_week if rule.pattern is Pattern.TIMES else _a_quarter
    return chosen(rule, is_open)


def _monthly(rule: Rule) -> list[date]:
    found = set()
    year, month = rule.first.year, rule.first.month
    while date(year, month, 1) <= rule.last:
        length = monthrange(year, month)[1]
        found |= {date(year, month, min(each, length)) for each in rule.month_days}
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return sorted(day for day in found if rule.first <= day <= rule.last)


def _a_week(rule: Rule, is_open: Open) -> list[date]:
    """``times`` open days of each week: the preferred weekdays first, then the others from the latest back."""
    found: list[date] = []
    monday = monday_of(rule.first)
    while monday <= rule.last:
        week = [day for day in days(monday, monday + WEEK - ONE_DAY) if rule.first <= day <= rule.last]
        able = [day for day in week if is_open(day)]
        liked = [day for day in able if day.weekday() in rule.weekdays]
        others = [day for day in able if day not in liked]
        spare = _spread(others, rule.times - len(liked)) if not rule.weekdays else others[::-1]
        found += sorted((liked + spare)[: rule.times])
        monday += WEEK
    return found


def _a_quarter(rule: Rule, is_open: Open) -> list[date]:
    """``times`` open days of each quarter, evenly apart."""
    found: list[date] = []
    year, quarter = rule.first.year, (rule.first.month - 1) // 3
    while date(year, quarter * 3 + 1, 1) <= rule.last:
        begin = date(year, quarter * 3 + 1, 1)
        year, quarter = (year + 1, 0) if quarter == 3 else (year, quarter + 1)
        end = date(year, quarter * 3 + 1, 1) - ONE_DAY
        able = [day for day in days(max(begin, rule.first), min(end, rule.last)) if is_open(day)]
        if rule.weekdays:
            able = [day for day in able if day.weekday() in rule.weekdays]
        found += _spread(able, rule.times)
    return found


def _spread(choice: list[date], number: int) -> list[date]:
    """``number`` of the days, evenly apart; all of them when there are fewer."""
    if number >= len(choice):
        return list(choice)
    return [choice[(2 * place + 1) * len(choice) // (2 * number)] for place in range(max(number, 0))]
