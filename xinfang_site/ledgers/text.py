"""Cleaning of text (文本清理): invisible characters, full-width forms, ditto marks, Chinese numerals."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

Cell = str | int | float | bool | date | datetime | time | timedelta | None

# zero-width, bidi and byte-order marks, soft hyphen, C0/C1 controls but tab and line feed, lone surrogates
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\U000e0000-\U000e007f]"
)
_ODD_SPACE: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_LINE_END: Final = re.compile("\r\n?|\u2028|\u2029|\x85|_x000[dD]_\n?")
# those of the above that count as printable: text without them and without unprintable ones is clean as it is
_ODD_PRINTABLE: Final = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0]")
_RETURN: Final = "_x000"
"""How a workbook writes a carriage return into a text; looked for apart, for a set alone is found three times as fast."""
_WHITE: Final = re.compile(r"\s+")
_LINE_SPACE: Final = re.compile(r" *\n *")

DITTO: Final = frozenset(
    {"同上", "同前", "〃", "″", '"', "“", "”", "''", "″″", "同上。", "同上行", "……同上", "（同上）", "(同上)", "ditto", "〃〃",
     '""', "“”", "ˮ", "仝上", "々", "〞", "〝", "--〃--", "-〃-", "—〃—", "——〃——", "--\"--", "—\"—", "——\"——",
     "同", "上同", "同上述", "同上所述", "与上同", "同上一行", "同上一条", "↑", "⬆", "、、", "，，",
     "同上日期", "同上时间", "同上条", "同上件", "同上例", "同上栏", "同上人", "同前条"}
)  # fmt: skip
_DITTO_STROKES: Final = frozenset("〃″＂\"“”〝〞ˮ'‘’′ˊ｀`´∥‖")
"""Strokes that say 'as above' when two or more of them stand alone."""
_SINGLE_STROKES: Final = frozenset("'‘’′ˊ｀`´")
"""These alone say nothing: Excel marks text by one."""
DITTO_FIRST: Final = (
    frozenset(mark[0] for mark in DITTO) | _DITTO_STROKES | frozenset("当/") | frozenset(" \t\n\u3000\u00a0")
)
"""What a ditto mark may begin with."""
EMPTY_WORDS: Final = frozenset(
    {"", "-", "--", "---", "—", "——", "－", "/", "\\", "／", "无", "暂无", "空", "none", "None", "NULL", "null", "nan",
     "NaN", "N/A", "n/a", "\\N", "*", "、", ".", "。", "\u3000"}
)  # fmt: skip
EXCEL_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)

_DIGITS: Final[Mapping[str, int]] = {
    **{c: i for i, c in enumerate("〇一二三四五六七八九")}, **{c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "○": 0, "Ｏ": 0, "O": 0, "两": 2, "俩": 2, "仨": 3, "貳": 2, "參": 3, "陸": 6,
}  # fmt: skip
_UNITS: Final[Mapping[str, int]] = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SHORT: Final[Mapping[str, int]] = {"廿": 20, "卅": 30}
CHINESE_NUMERAL: Final = "〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖○两俩仨貳參陸十拾百佰千仟万廿卅"


def clean_text(text: str) -> str:
    """Text without invisible characters (清理文本); inner line breaks stay, other odd spaces become plain ones.

    A leading apostrophe, by which Excel marks text, is taken off when the rest looks like a number, a date or
    a formula. Text that starts with ``=``, ``+``, ``-`` or ``@`` stays as it is: it is text, never a formula.
    """
    if text.isalnum():  # most cells; none of the characters below is alphanumeric but the fillers
        return (
            _INVISIBLE.sub("", text)
            if not text.isascii() and ("\u1160" in text or "\u3164" in text)
            else text
        )
    if text.isprintable() and _RETURN not in text and not _ODD_PRINTABLE.search(text):
        text = text.strip()
    else:
        text = _LINE_END.sub("\n", text)
        text = _ODD_SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()
    if len(text) > 1 and text[0] in "'`" and (text[1] in "=+-@" or text[1].isdigit()):
        text = text[1:]
    return _LINE_SPACE.sub("\n", text) if "\n" in text else text


def fold(text: str) -> str:
    """Compatible forms folded (全角转半角): full-width digits, letters and punctuation become plain ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def squeeze(text: str) -> str:
    """Text folded and without any white space (去空白), for comparing headings and names."""
    return _WHITE.sub("", fold(text))


def number_text(value: float) -> str:
    """A number as its digits (数字转文本): no exponent, no trailing ``.0``."""
    if isinstance(value, int):
        return str(value)
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def cell_text(cell: Cell) -> str:
    """The text that a clerk sees in the cell (单元格文本), cleaned."""
    if isinstance(cell, str):
        return clean_text(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return number_text(cell)
    return _moment_text(cell)


def _moment_text(cell: date | datetime | time | timedelta) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    return cell.isoformat()


def is_blank(cell: Cell) -> bool:
    """Whether a cell shows nothing (空白单元格): empty, spaces, zero-width characters."""
    if cell is None or cell == "":
        return True
    return isinstance(cell, str) and not cell.isalnum() and not clean_text(cell)


def is_ditto(text: str) -> bool:
    """Whether a cell says 'as above' (同上)."""
    mark = _WHITE.sub("", text)
    return mark in DITTO or (mark != "" and mark not in _SINGLE_STROKES and _DITTO_STROKES.issuperset(mark))


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral (中文数字), by places (二〇二一) or by units (三百二十); None if it is none."""
    if not text or any(character not in CHINESE_NUMERAL for character in text):
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, section, digit = 0, 0, 0
    for character in text:
        if character == "万":
            total, section, digit = (total + section + digit or 1) * 10_000, 0, 0
        elif character in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[character], 0
        elif character in _SHORT:
            section, digit = section + _SHORT[character], 0
        else:
            digit = _DIGITS[character]
    return total + section + digit
