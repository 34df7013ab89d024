"""Measures of an official paper (公文尺寸), GB/T 9704-2012 clauses 5.2, 7.2 to 7.5, 9 and 10, in millimetres and points.

A line of body text holds 28 characters: 156 mm are 442.2 pt, 28 characters of 16 pt are 448 pt, so each
gives up a quarter of a point. Word and WPS could do this by the document grid alone, but LibreOffice then
gives every character two cells; spacing that stands in the style does it in all three.
"""

import unicodedata
from dataclasses import dataclass

MM = 72 / 25.4
"""Points in a millimetre."""

BODY = 16.0
"""三号: body text."""
PITCH = 28.95
"""From line to line: the height of a character and seven eighths of it."""
SQUEEZE = -0.25
"""Spacing of body characters, in points."""
LINES, COLUMNS = 22, 28
NUMBER_BELOW = 7.0
"""From the type area down to the page number, in millimetres."""

NO_1, NO_2, SMALL_2, NO_3, NO_4, SMALL_4, NO_5, SMALL_5 = 26.0, 22.0, 18.0, 16.0, 14.0, 12.0, 10.5, 9.0
"""Sizes by their Chinese names (字号): 一号, 二号, 小二, 三号, 四号, 小四, 五号, 小五."""

RED = "FF0000"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and its margins (纸张和页边), in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def text_width(self) -> float:
        """Width of the type area (版心宽度) in points."""
        return (self.width - self.left - self.right) * MM


UPRIGHT = Sheet(210, 297, top=37, bottom=35, left=28, right=26)
ACROSS = Sheet(297, 210, top=28, bottom=26, left=35, right=37)
"""A wide table lies with its head at the binding edge (7.3.6, clause 9): the upright margins turned."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Fonts by name (字体); none is shipped. An office on Kylin or UOS names its own in their place."""

    title: str = "方正小标宋简体"
    body: str = "仿宋_GB2312"
    kai: str = "楷体_GB2312"
    hei: str = "黑体"
    song: str = "宋体"


def ems(text: str) -> float:
    """Width of a text in characters (字数): ASCII counts half."""
    return sum(1.0 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in text)


def mark_size(text: str, *, most: float, width: float) -> float:
    """Size of an organ's mark (发文机关标志字号): the largest that is allowed and fits in one line.

    Args:
        text: the mark.
        most: largest size in points.
        width: what it may take, in points.
    """
    fitting = width / max(ems(text), 1.0)
    return max(NO_2, min(most, fitting // 1))
