"""Days of the traditional calendar (农历): 农历三月初五, 正月十五, 辛丑年腊月廿三, as the day that they fell on."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from xinfang_site.ledgers.text import CHINESE_NUMERAL, chinese_number

FIRST_YEAR: Final = 1949
_ALMANAC: Final = """
287152d 4700536 3600aad 26515aa 44005b2 3300ba5 2331d4a 4200d4a 3080a95 4800a97 3800556 2760ab5 4500ad5 35006d2
2440ea5 4300ea5 320064a 2030c97 3900a9b 297155a 470056a 3600b69 2651752 4500b52 3300b25 224164b 4100a4b 30814ab
48002ad 37005ad 2760b69 4600da9 3500d92 2441d25 4300d25 32a1a4d 5000a56 39002b6 28605b5 47006d5 3600ea9 2651e92
4500e92 3400d26 2230a56 4000a57 30814d6 490035a 37006d5 27516c9 4600749 3500693 234152b 420052b 3100a5b 212155a
390056a 2871b55 4800ba4 3700b49 2551a93 4400a95 330052d 2240aad 4000ab5 30915aa 49005d2 3800da5 2761d4a 4600d4a
3500c95 244152e 4200556 3100ab5 21215b2 40006d2 2860ea5 4700725 360064b 2550c97 4300cab 330055a 2230ad6 4100b69
30b1752 4900b52 3800b25 2761a4b 4500a4b 34004ab 235055b 42005ad 3100b6a 2121b52 4000d92 2971d25 4700d25 3600a55
25514ad 44004b6 32005b5 2230daa 4100ec9 3181e92 4900e92 3800d26 2760a56 4500a57 3400556 23406d5 4200755 3200749
2030e93 3900693 287152b 470052b 3500a5b 255155a 440056a 3300b65 224174a 4100b4a 3081a95 4900a95 370052d 2660aad
4500ab5 35005aa 2340ba5 4200da5 3200d4a 2131c95 3900c96 287194e 4700556 3600ab5 25515b2 44006d2 3300ea5 2340e4a
400068b 2980c97 48004ab 370055b 2660ad6 4500b6a 3500752 2441725 4200b45 3100a8b 202149b
"""
"""One word a year from ``FIRST_YEAR`` on: days from 1 January to New Year's Day (decimal, two figures), the month that
is doubled (hexadecimal, 0 for none), and bit by bit from the lowest which of its months have thirty days."""
_YEARS: Final = tuple(_ALMANAC.split())

_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_CYCLE_AT: Final = 4
"""The year 4 was a 甲子."""
_CYCLE: Final = 60
_MONTH_NAMES: Final = {"正": 1, "冬": 11, "腊": 12}
_MARK: Final = re.compile(r"[(（]?(?:农|阴|旧|夏)历[)）]?[:：]?")
_SIGN: Final = re.compile(r"[农阴旧夏]历|[正腊冬]月|月\s*初[一二三四五六七八九十\d]|闰.{1,2}月")
_COMMON: Final = re.compile(
    r"月.{1,3}[日号]|\d{4}\s*年\s*\d{1,2}\s*月\s*\d|\d[-./]\d{1,2}[-./]\d|(?:19|20)\d{6}"
)
_NUMERAL: Final = re.compile(rf"[\d{CHINESE_NUMERAL}]")
_FIGURES: Final = "0123456789" + CHINESE_NUMERAL
_TOLD_BESIDE: Final = re.compile(r"(?:[公阳新西]历|[(（])[:：]?\s*((?:19|20)\d{2}\s*[年./-].*)")
_RUN: Final = re.compile(f"[{CHINESE_NUMERAL}]+")
_DAY: Final = re.compile(
    rf"^(?:(\d{{4}})\s*[年./-]|([{_STEMS}][{_BRANCHES}])年)?\s*(闰)?\s*(正|冬|腊|\d{{1,2}})\s*[月./-]\s*初?(\d{{1,2}})\s*[日号]?$"
)


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the traditional calendar (农历日): ``year`` is None where the cell gives none."""

    year: int | None
    month: int
    doubled: bool
    day: int


def says_lunar(text: str) -> bool:
    """Whether a text is of the traditional calendar (是农历): it says so, or names a month or day as only that does."""
    return _SIGN.search(text) is not None


def without_lunar(text: str) -> str:
    """The day of the common calendar, where that of the other one only stands beside it: 4月16日（农历三月初五）."""
    sign = _SIGN.search(text)
    if sign is None:
        return text
    before = text[: sign.start()]
    if sign[0][0] == "月":
        before = before.rstrip(_FIGURES)
    if (sign[0][-1] != "历" or _NUMERAL.search(text, sign.end())) and _COMMON.search(before):
        return before.rstrip("(（ ")
    beside = _TOLD_BESIDE.search(text, sign.end())
    return beside[1] if beside and _NUMERAL.search(text, sign.start(), beside.start()) else text


def lunar_day(text: str, year: int | None) -> date | None:
    """The day on which a day of the traditional calendar fell (公历日); None when it cannot be told.

    Args:
        text: what the cell says, in plain characters.
        year: of the sheet, for a day without one: the day is the one that fell into it.
    """
    found = _parsed(text, year)
    if found is None:
        return None
    if found.year is not None:
        return _fell_on(found, found.year)
    if year is None:
        return None
    days = (_fell_on(found, each) for each in (year, year - 1))
    return next((day for day in days if day is not None and day.year == year), None)


def _parsed(text: str, near: int | None) -> LunarDay | None:
    plain = _RUN.sub(_figures, _MARK.sub("", text).strip())
    match = _DAY.match(plain)
    if match is None:
        return None
    year = int(match[1]) if match[1] else _of_cycle(match[2], near) if match[2] else None
    month = _MONTH_NAMES.get(match[4]) or int(match[4])
    return LunarDay(year, month, bool(match[3]), int(match[5]))


def _figures(match: re.Match[str]) -> str:
    value = chinese_number(match[0])
    return match[0] if value is None else str(value)


def _of_cycle(name: str, near: int | None) -> int | None:
    """The year of a name out of sixty (干支), the one nearest to that of the sheet."""
    if near is None:
        return None
    wanted = next(
        (n for n in range(_CYCLE) if name == _STEMS[n % len(_STEMS)] + _BRANCHES[n % len(_BRANCHES)]), None
    )
    if wanted is None:
        return None
    half = _CYCLE // 2
    return next(each for each in range(near - half, near + half) if (each - _CYCLE_AT) % _CYCLE == wanted)


def _fell_on(wanted: LunarDay, year: int) -> date | None:
    if not FIRST_YEAR <= year < FIRST_YEAR + len(_YEARS):
        return None
    word = _YEARS[year - FIRST_YEAR]
    begins, leap, long = int(word[:2]), int(word[2], 16), int(word[3:], 16)
    months = [
        (month, again) for month in range(1, 13) for again in (False, True) if not again or month == leap
    ]
    day = date(year, 1, 1) + timedelta(begins)
    for place, each in enumerate(months):
        length = 30 if long >> place & 1 else 29
        if each == (wanted.month, wanted.doubled):
            return day + timedelta(wanted.day - 1) if 1 <= wanted.day <= length else None
        day += timedelta(length)
    return None
