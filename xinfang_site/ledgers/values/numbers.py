"""Head counts and identity numbers in cells (人数、证件号码)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from xinfang_site.ledgers.text import CHINESE_NUMERAL, EMPTY_WORDS, Cell, cell_text, chinese_number, fold

_DIGIT: Final = rf"(?:\d+|[{CHINESE_NUMERAL}]+)"
_COUNT: Final = re.compile(rf"({_DIGIT})\s*([余多几来]*)\s*(?:人次|人|名|位|个)")
_COUNT_RANGE: Final = re.compile(rf"({_DIGIT})\s*[-~至到—–]\s*{_DIGIT}")
_COUNT_ANY: Final = re.compile(rf"({_DIGIT})\s*([余多几来]*)")
_IN_ALL: Final = re.compile(rf"共计?\s*({_DIGIT})\s*([余多几来]*)\s*[人名]|^({_DIGIT})\s*([余多]*)\s*\(")
"""5名代表（共30人）, 30（代表5人）: all of them, and not those who speak for them."""
_FIGURES: Final = re.compile(r"\d+")
_BATCHES: Final = re.compile(r"\d+\s*(?:批次?|件|起|次|户|家)")
"""Beside these 5人 is the only count; 男3女2 has two."""
_VAGUE: Final = re.compile(r"约|大概|左右|近|上下|[余多几来]|以上|不到")
_ID: Final = re.compile(r"^\d{17}[\dX]$|^\d{15}$")
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Count:
    """A head count (人数); None when the cell gives none."""

    people: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class IdNumber:
    """An identity number (身份证号) with what is doubtful about it."""

    number: str = ""
    note: str = ""


def parse_count(cell: Cell) -> Count:
    """Read a head count (人数) such as 5, 5人, 约30人, 张三等5人, 二十余人."""
    if isinstance(cell, bool):
        return Count(None, "不是人数")
    if isinstance(cell, int | float):
        return (
            _counted(int(cell), "" if cell == int(cell) else "人数不是整数")
            if abs(cell) < 1e9
            else Count(None, "不是人数")
        )
    return _count_of(cell_text(cell))


@lru_cache(maxsize=2048)
def _count_of(text: str) -> Count:
    if text in EMPTY_WORDS:
        return Count()
    plain = fold(text).replace(",", "")
    if re.search(r"[数几若][十百千干]|(?<![\d十百千])多人|^众", plain):
        return Count(None, f"人数“{text[:20]}”不确切")
    ranged = _COUNT_RANGE.search(plain)
    match = ranged or _in_all(plain) or _COUNT.search(plain) or _COUNT_ANY.search(plain)
    if not match:
        return Count(None, f"看不懂的人数“{text[:20]}”")
    told = next(group for group in match.groups() if group)
    value = int(told) if told.isdecimal() else chinese_number(told)
    if value is None:
        return Count(None, f"看不懂的人数“{text[:20]}”")
    if ranged:
        return _counted(value, "写的是一个范围，取前一个数")
    several = match.re is not _IN_ALL and len(set(_FIGURES.findall(_BATCHES.sub("", plain)))) > 1
    return _counted(value, f"人数“{text[:20]}”不确切" if several or _VAGUE.search(plain) else "")


def _in_all(plain: str) -> re.Match[str] | None:
    """The count of all of them; 1（12人） has twelve, in one batch."""
    match = _IN_ALL.search(plain)
    if match and match[3] and match[3].isdecimal():
        inside = _FIGURES.findall(plain[match.end() :])
        return None if any(int(figure) > int(match[3]) for figure in inside) else match
    return match


def _counted(value: int, note: str) -> Count:
    if value < 1:
        return Count(None, "人数应至少为1")
    if value > 100_000:
        return Count(None, f"人数{value}不可信")
    return Count(value, note)


def parse_id_number(cell: Cell) -> IdNumber:
    """Read an identity number (身份证号) and say what is doubtful: lost digits, length, check digit."""
    raw = cell_text(cell)
    if raw in EMPTY_WORDS:
        return IdNumber()
    text = re.sub(r"[\s\-'’·.]", "", fold(raw)).upper().replace("×", "X").replace("＊", "*")
    if isinstance(cell, int | float) and len(text) > 15:
        return IdNumber(text, "身份证号按数字存放，后几位已丢失")
    if re.match(r"^\d\.?\d*E\+?\d+$", text):
        return IdNumber(raw, "身份证号成了科学计数法，后几位已丢失")
    if not _ID.match(text):
        return IdNumber(text, "身份证号位数不对")
    return IdNumber(text, "身份证号校验码不对" if len(text) == 18 and not _checks(text) else "")


def _checks(text: str) -> bool:
    """Whether the check digit of 18 fits (校验码)."""
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == text[17]
