"""Numerals of articles (条文序号): Chinese or Arabic, from 1 to 9999."""

import unicodedata

from xinfang_site.domain.statutes import chinese_number

CHINESE = "零〇一二两三四五六七八九十百千"
CHARACTERS = f"{CHINESE}0-9０-９"
"""What a numeral is written with, for a character class of a pattern."""
_DIGITS = {each: value for value, each in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def read_number(text: str) -> int | None:
    """The number that a numeral means, such as 31 for 三十一; None where it is not one from 1 to 9999."""
    plain = unicodedata.normalize("NFKC", text).replace("〇", "零").replace("两", "二")
    if plain.isascii() and plain.isdigit():
        return int(plain) if len(plain) <= 4 and int(plain) else None
    value, digit = 0, 0
    for each in plain:
        if each in _UNITS:
            value += (digit or 1) * _UNITS[each]
            digit = 0
        elif each in _DIGITS:
            digit = _DIGITS[each]
        else:
            return None
    value += digit
    return value if 1 <= value <= 9999 and plain in _spellings(value) else None


def _spellings(value: int) -> tuple[str, ...]:
    """How a number may be written: 十五 also as 一十五."""
    usual = chinese_number(value)
    return (usual, f"一{usual}") if usual.startswith("十") else (usual,)
