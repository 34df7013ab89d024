"""Dates in every habit (日期): text, serial numbers, Chinese numerals, partial dates, ranges."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from xinfang_site.ledgers.text import CHINESE_NUMERAL, EMPTY_WORDS, Cell, chinese_number, clean_text, fold
from xinfang_site.ledgers.values.exported import in_figures, stamped
from xinfang_site.ledgers.values.lunar import lunar_day, says_lunar, without_lunar

EPOCH: Final = date(1899, 12, 30)
_SERIAL_MIN: Final = 18_264  # 1950-01-01
_SERIAL_MAX: Final = 73_050  # 2099-12-31
_YEAR_MIN: Final = 1949
_YEAR_MAX: Final = 2099

_CN_RUN: Final = re.compile(f"[{CHINESE_NUMERAL}]+(?=[年月日号时点分])")
_WEEKDAY: Final = re.compile(
    r"[(\[【]?\s*(?:星期|周|礼拜)[一二三四五六日天1-7]\s*[)\]】]?|[(\[]\s*[一二三四五六日]\s*[)\]]"
)
_SEPARATOR: Final = r"\s*(?:年\s*[-./]?|[-./\\,_—–·。、])\s*"
_YMD: Final = re.compile(
    rf"(?<!\d)(\d{{4}}|\d{{2}}(?!\s*[-./]\s*\d{{1,2}}\s*[-—–、,]\s*\d{{1,2}}\s*[./月]\s*\d)){_SEPARATOR}"
    r"(\d{1,2})\s*(?:月\s*[-./]?|[-./\\,_—–·。、])\s*(\d{1,2})(?!\d)\s*[日号.]?"
)
"""10.4-10.5 are two days of October, and no day of 2010."""
_YMD_SPACED: Final = re.compile(r"(?<!\d)(\d{4})[\s;―]+(\d{1,2})[\s;―]+(\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})[年./-]?(\d{2})月?(\d{2})(?!\d)")
_COMPACT_TIME: Final = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?$")
_SIX: Final = re.compile(r"^(\d{2})(\d{2})(\d{2})$")
_MD: Final = re.compile(r"(?<!\d)(\d{1,2})\s*(?:月\s*|[-./]\s*)(\d{1,2})(?!\d)\s*[日号]?")
_YM: Final = re.compile(
    r"(?<!\d)(\d{4}|\d{2}(?=\s*年))\s*[-./年]\s*(\d{1,2})\s*(?:月|$)\s*份?([上中下]旬|初|底|末)?"
)
_TIME: Final = re.compile(
    r"(上午|下午|晚上?|中午|凌晨|早上?|am|pm)?\s*(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*(?:[:分]\s*(\d{1,2})?)?|半)?\s*(am|pm)?",
    re.I,
)
_RANGE: Final = re.compile(
    r"^\s*(?:(?:[-~至到—–―、,;及和]+|--+)\s*(?:\d|[年月日])|(?:19|20)\d{2}[-./年]\d|/\s*\d{1,2}[.月-]\d)"
)
_BESIDE: Final = re.compile(
    r"[\d\s年月日号时点分秒许左右约上下午早晚中凌晨星期周礼拜一二三四五六七八九十廿〇○零元壹贰叁肆伍陆柒捌玖拾天:.,;、。~至到/\\—–_()'\"·+-]"
    r"|\b(?:[ap]m|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|cst|gmt|utc)[a-z]*\b|[TZ]",
    re.I,
)
_MDY: Final = re.compile(r"^(\d{1,2})[-./](\d{1,2})[-./]((?:19|20)\d{2})(?!\d)")
_YEAR_LAST: Final = re.compile(r"^(1[0-2]|0?[1-9])/(\d{1,2})/(\d{2})$")
"""3/5/24 in a ledger of 2024; the year first is the habit of all others."""
_MONTH: Final = re.compile(r"^(\d{1,2})\s*月份?([上中下]旬|初|底|末)?$")
_DAY: Final = re.compile(r"^([12]\d|3[01]|0?[1-9])\s*(?:$|[日号](?!\d))")
_FOUR: Final = re.compile(r"^(0[1-9]|1[0-2])(\d{2})$")
_TENS: Final = frozenset("123")
"""What may have been 10, 20 or 30 before a spreadsheet took it for a figure: 3.1."""
_FIGURES: Final = frozenset({6, 8, 10, 12, 13, 14})
"""How many figures a date may have that is written as one number."""
_LETTER: Final = re.compile(r"[A-Za-z]")
_LOOKALIKE: Final = re.compile(r"(?<=[\d./年月-])[oOlI](?=[\d./年月日-]|$)")
_SERIAL_TEXT: Final = re.compile(r"^\d{5}(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class When:
    """A date read from a cell (日期).

    Attributes:
        day: the day; None when the cell gives none.
        clock: the time of day where the cell states one.
        note: what the clerk must be told, empty when nothing.
        yearless: the cell had no year and ``day`` took one from outside.
        blank: the cell was empty or said 无.
    """

    day: date | None
    clock: time | None = None
    note: str = ""
    yearless: bool = False
    blank: bool = False


_BLANK: Final = When(None, blank=True)


def parse_date(cell: Cell, year: int | None = None, *, year_note: str = "", month: int | None = None) -> When:
    """Read a date (日期) from a cell as Excel or csv gives it.

    Args:
        cell: the value.
        year: the year for dates written without one (3月5日).
        year_note: the warning for a day that had to use ``year``; empty when the year is certain.
        month: the month for cells that hold only a day (5日).

    Returns:
        the day and, where stated, the time; ``note`` explains a doubtful or impossible value.
    """
    if isinstance(cell, datetime):
        return _checked(cell.year, cell.month, cell.day, cell.time() if cell.time() != time() else None)
    if isinstance(cell, date):
        return _checked(cell.year, cell.month, cell.day)
    if cell is None or cell == "":
        return _BLANK
    if isinstance(cell, bool | time | timedelta):
        return When(None, note="不是日期")
    if isinstance(cell, int | float):
        return _day_only(f"{cell:g}", year, year_note, month) or _from_number(cell, year, year_note)
    return parse_date_text(cell, year, year_note, month)


def parse_date_text(text: str, year: int | None, year_note: str, month: int | None = None) -> When:
    """Read a date (日期) from text; see ``parse_date``."""
    whole, plain = _whole(text)
    if (
        year is not None
        and (match := _YEAR_LAST.match(plain))
        and int(match[3]) == year % 100 != int(match[1])
    ):
        return _checked(year, int(match[1]), int(match[2]))
    return whole or _partial(plain, year, year_note, month)


@lru_cache(maxsize=8192)
def _whole(text: str) -> tuple[When | None, str]:
    """What a text says whatever year and month are at hand; else None and the text made plain."""
    raw = clean_text(text)
    if raw in EMPTY_WORDS:
        return _BLANK, ""
    if says_lunar(raw) and says_lunar(raw := without_lunar(raw)):
        return None, fold(raw).replace("元年", "1年")
    plain = fold(raw).replace("元年", "1年").replace("元月", "1月").replace("○", "〇").strip(" '\"")
    plain = _CN_RUN.sub(lambda m: _numeral(m.group()), plain)
    plain = " ".join(_WEEKDAY.sub(" ", plain).split())
    if _LETTER.search(plain):
        plain = in_figures(_LOOKALIKE.sub(_figure, plain))
    moment = stamped(plain)
    if moment is not None:
        return When(moment.date(), moment.time()), plain
    return (None if _SERIAL_TEXT.match(plain) else _full(plain)), plain or raw


@lru_cache(maxsize=8192)
def _partial(plain: str, year: int | None, year_note: str, month: int | None) -> When:
    """A serial number, or a date that takes its year or month from the sheet."""
    if says_lunar(plain):
        return _lunar(plain, year)
    if _SERIAL_TEXT.match(plain):
        return _from_number(float(plain), year, year_note)
    return (
        _day_only(plain, year, year_note, month)
        or _short(plain, year, year_note)
        or When(None, note=f"看不懂的日期“{plain[:20]}”")
    )


def _lunar(plain: str, year: int | None) -> When:
    """A day of the traditional calendar (农历), always told: the clerk sees what it was taken for."""
    day = lunar_day(plain, year)
    if day is None:
        return When(None, note=f"“{plain[:20]}”是农历，没有换算出公历日期")
    return When(day, note=f"“{plain[:20]}”是农历，按公历{day:%Y-%m-%d}读取")


def _day_only(plain: str, year: int | None, year_note: str, month: int | None) -> When | None:
    """5日 or 5 under a title or a section that states the month (只写了日)."""
    match = _DAY.match(plain) if month is not None and year is not None else None
    if match is None or year is None or month is None:
        return None
    found = _checked(year, month, int(match[1]), _clock(plain[match.end() :]))
    return When(found.day, found.clock, found.note or year_note, yearless=True)


def _figure(match: re.Match[str]) -> str:
    """The figure that a letter was typed for (形近字母): 2024.5.2O."""
    return "0" if match[0] in "oO" else "1"


def _numeral(run: str) -> str:
    value = chinese_number(run)
    return run if value is None else str(value)


def _full(plain: str) -> When | None:
    """A date with year, month and day (年月日)."""
    compact = _COMPACT_TIME.match(plain)
    if compact:
        clock = _clock_of(int(compact[4]), int(compact[5]), int(compact[6] or 0))
        return _checked(int(compact[1]), int(compact[2]), int(compact[3]), clock)
    match = _MDY.match(plain)
    if match:
        first, second = int(match[1]), int(match[2])
        month, day = (second, first) if first > 12 else (first, second)
        found = _checked(int(match[3]), month, day, _clock(plain[match.end() :]))
        return When(found.day, found.clock, f"“{match[0]}”按{month}月{day}日读取") if found.day else found
    match = _YMD.search(plain) or _YMD_SPACED.search(plain) or _COMPACT.search(plain)
    if match:
        found = _checked(_century(match[1]), int(match[2]), int(match[3]), _clock(plain[match.end() :]))
        rest = plain[match.end() :]
        if found.day and _RANGE.match(rest):
            return When(found.day, found.clock, "写的是一段日期，取第一天")
        return found
    six = _SIX.match(plain)
    if six:
        found = _checked(_century(six[1]), int(six[2]), int(six[3]))
        return When(found.day, note=f"“{plain}”按{found.day:%Y-%m-%d}读取") if found.day else found
    return None


def _short(plain: str, year: int | None, year_note: str) -> When | None:
    """A date without day or without year (缺年或缺日)."""
    match = _YM.search(plain)
    if match:
        return _month_only(_century(match[1]), int(match[2]), match[3] or "")
    month = _MONTH.match(plain)
    if month and year is not None:
        return _month_only(year, int(month[1]), month[2] or "")
    match = _MD.search(plain) or _FOUR.match(plain)
    if not match:
        return None
    if year is None:
        return When(None, note=f"“{plain[:20]}”没有年份")
    found = _checked(year, int(match[1]), int(match[2]), _clock(plain[match.end() :]))
    if found.day is None:
        return found
    note = "写的是一段日期，取第一天" if _RANGE.match(plain[match.end() :]) else year_note
    return When(found.day, found.clock, note, yearless=True)


def _month_only(year: int, month: int, part: str) -> When:
    if not 1 <= month <= 12:
        return When(None, note=f"没有{month}月")
    day = {"": 1, "上旬": 1, "初": 1, "中旬": 11, "下旬": 21}.get(part) or monthrange(year, month)[1]
    found = _checked(year, month, day)
    return When(found.day, note=found.note or f"只写到月，按{day}日读取")


def _from_number(value: float, year: int | None, year_note: str) -> When:
    """A serial number (序列号), a compact date stored as number, or 3.5 meaning 3月5日."""
    if value == 0 or value != value or abs(value) > 1e15:
        return _BLANK if value == 0 else When(None, note="不是日期")
    whole = int(value)
    if _SERIAL_MIN <= whole <= _SERIAL_MAX:
        moment = datetime.combine(EPOCH, time()) + timedelta(seconds=round((value) * 86_400))
        return _checked(
            moment.year, moment.month, moment.day, moment.time() if moment.time() != time() else None
        )
    if value == whole and len(str(whole)) in _FIGURES:
        return parse_date_text(str(whole), year, year_note)
    if value != whole and 1 <= value < 13:
        found = parse_date_text(f"{value:g}", year, year_note)
        told = f"{value:g}".partition(".")[2]  # 3.0000001 is shown as 3
        doubt = f"“{value:g}”按{whole}月{told}日读取" if told in _TENS else ""
        return When(found.day, note=found.note or doubt, yearless=found.yearless)
    if value != whole and _YEAR_MIN <= whole <= _YEAR_MAX:
        return parse_date_text(f"{value:.4f}".rstrip("0"), year, year_note)
    return When(None, note=f"“{value:g}”不是日期")


def _century(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 50 else 1900)


def _checked(year: int, month: int, day: int, clock: time | None = None) -> When:
    """The day if the calendar has it (日期核对), else a note that says why not."""
    try:
        found = date(year, month, day)
    except ValueError:
        return When(None, note=f"没有{year}年{month}月{day}日这一天")
    if not _YEAR_MIN <= year <= _YEAR_MAX:
        return When(None, note=f"年份{year}不可信")
    return When(found, clock)


def beside_day(text: str) -> bool:
    """Whether a cell says more than a day and a time (日期以外的文字): 2021.3.5（补登）."""
    return bool(_BESIDE.sub("", fold(text)))


def _clock(rest: str) -> time | None:
    """The time of day (时刻) that follows a date."""
    match = _TIME.search(rest.replace("T", " ", 1))
    if not match:
        return None
    hour, minute = int(match[2]), int(match[3] or (30 if match[0].endswith("半") else 0))
    half = (match[5] or match[1] or "").lower()
    if half[:1] in ("下", "晚", "p") and hour < 12:
        hour += 12
    elif hour == 12 and (half == "am" or (half == "上午" and match[4])):
        hour = 0  # a program's 上午 12:05:09 is five past midnight, a clerk's 上午12点 is noon
    return _clock_of(hour, minute, int(match[4] or 0))


def _clock_of(hour: int, minute: int, second: int) -> time | None:
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None
