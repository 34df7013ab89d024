"""Plain text as blocks (文本成文): what an office types by its own conventions needs no other marks.

``一、`` and ``（一）`` begin headings (up to the first full stop, the rest follows in body type), ``附件：``
begins the attachments' note, lines between strokes ``| 受送达人 | 张三 |`` make a form.
"""

import re
from collections.abc import Iterator
from math import ceil

from xinfang_site.papers.blocks import (
    Align,
    Attachments,
    Block,
    Cell,
    Grid,
    Heading,
    Paragraph,
    Row,
)
from xinfang_site.papers.metrics import ems

_NUMBERS = "一二三四五六七八九十百"
_LEVELS = (
    re.compile(f"[{_NUMBERS}]{{1,4}}、"),
    re.compile(f"（[{_NUMBERS}]{{1,4}}）"),
)
_NUMBERED = re.compile(r"\d{1,2}[.．、]\s*")
_ATTACHMENTS = "附件："
FORM_STROKE = "|"
CELL_BREAK = "\v"
"""Stands for a line break inside a cell, since a line is a row."""
FORM_WIDTHS = (1.25, 1.95, 1.25, 1.95)  # a label of six characters stands in one line
FORM_SIZE = 12.0
EMPTY_HEIGHT, FULL_HEIGHT = 14.0, 10.0


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a text; empty lines only separate."""
    return tuple(_blocks([line.strip() for line in text.split("\n")]))


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if line.startswith(FORM_STROKE):
            while end < len(lines) and lines[end].startswith(FORM_STROKE):
                end += 1
            yield Grid(FORM_WIDTHS, tuple(_row(each) for each in lines[at:end]), FORM_SIZE)
        elif line.startswith(_ATTACHMENTS):
            while end < len(lines) and _NUMBERED.match(lines[end]):
                end += 1
            names = [line.removeprefix(_ATTACHMENTS), *lines[at + 1 : end]]
            yield Attachments(tuple(_NUMBERED.sub("", each, count=1) for each in names if each))
        elif line:
            yield _paragraph(line)
        at = end


def _paragraph(line: str) -> Block:
    for level, begins in enumerate(_LEVELS, 1):
        if begins.match(line):
            text, stop, rest = line.partition("。")
            return Heading(level, text + stop if rest else line, rest)
    return Paragraph(line)


def _row(line: str) -> Row:
    """A row of a form: label and value in turn; the last value takes the columns left over."""
    inner = line.removeprefix(FORM_STROKE).removesuffix(FORM_STROKE)
    texts = [each.strip().replace(CELL_BREAK, "\n") for each in inner.split(FORM_STROKE)]
    texts = texts[: len(FORM_WIDTHS)]
    left = len(FORM_WIDTHS) - len(texts)
    if len(texts) == 1:
        return Row((Cell(texts[0], span=len(FORM_WIDTHS)),), FULL_HEIGHT)
    cells = tuple(
        Cell(text, label=at % 2 == 0, span=1 + left if at == len(texts) - 1 else 1, align=Align.LEFT)
        for at, text in enumerate(texts)
    )
    empty = all(not each.text for each in cells if not each.label)
    return Row(cells, EMPTY_HEIGHT if empty else FULL_HEIGHT)


_GOOD_BREAKS = ("的", "关于", "、", "和", "，")
TITLE_MOST = 20
"""Characters of a title that stand in a line."""


def title_lines(text: str) -> tuple[str, ...]:
    """A title in lines of about the same length, broken where its words allow (标题回行)."""
    found: list[str] = []
    for line in text.split("\n"):
        found += _balanced(line.strip(), max(1, ceil(ems(line.strip()) / TITLE_MOST)))
    return tuple(each for each in found if each) or ("",)


def _balanced(text: str, lines: int) -> list[str]:
    if lines == 1:
        return [text]
    middle = ceil(len(text) / lines)
    near = range(max(1, middle - 3), min(len(text) - 1, middle + 3) + 1)
    allowed = [at for at in near if not (text[at - 1].isascii() and text[at].isascii())] or [middle]
    good = [at for at in allowed if any(text[:at].endswith(each) for each in _GOOD_BREAKS)]
    at = min(good or allowed, key=lambda each: abs(each - middle))
    return [text[:at], *_balanced(text[at:], lines - 1)]
