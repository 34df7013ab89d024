"""Dates as programs write them (程序导出的日期): English months, Java's and JavaScript's texts, seconds since 1970."""

import re
from datetime import datetime, timedelta
from typing import Final

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED: Final = "(" + "|".join(_MONTHS) + r")[a-z]*\.?"
_WEEKDAY: Final = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.I)
_DAY_FIRST: Final = re.compile(rf"^(\d{{1,2}})[- ]{_NAMED}(?:[-, ]+(\d{{4}}|\d{{2}}))?(?!\S)", re.I)
_NAME_FIRST: Final = re.compile(rf"^{_NAMED} (\d{{1,2}}),? +(\d{{4}})(?!\S)", re.I)
_YEAR_BEHIND: Final = re.compile(
    rf"^{_NAMED} (\d{{1,2}}) (\d{{1,2}}:\d{{2}}:\d{{2}})(?: [A-Z]{{2,5}})? (\d{{4}})$", re.I
)
"""Mon May 20 09:30:00 CST 2024, as Java shows a moment."""
_STAMP: Final = re.compile(r"^1\d{9}(?:\d{3})?$")
_BEGINNING: Final = datetime(1970, 1, 1, 8)  # noqa: DTZ001  # cells hold naive moments; Beijing was eight hours on
_MILLISECONDS: Final = 13


def in_figures(plain: str) -> str:
    """The date in figures (换成数字写法), the year first; any other text as it is."""
    bare = _WEEKDAY.sub("", plain)
    if match := _YEAR_BEHIND.match(bare):
        name, day, clock, year = match.groups()
        return f"{year}-{_month(name)}-{day} {clock}"
    if match := _DAY_FIRST.match(bare):
        day, name, year = match.groups()
    elif match := _NAME_FIRST.match(bare):
        name, day, year = match.groups()
    else:
        return plain
    told = f"{_month(name)}-{day}{bare[match.end() :]}"
    return f"{year}-{told}" if year else told


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def stamped(plain: str) -> datetime | None:
    """The moment of so many seconds or milliseconds since 1970 (时间戳), in Beijing; None if it is no such figure."""
    if not _STAMP.match(plain):
        return None
    seconds = int(plain) // (1000 if len(plain) == _MILLISECONDS else 1)
    return _BEGINNING + timedelta(seconds=seconds)
