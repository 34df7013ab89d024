"""Plain text as blocks (文本成文): what an office types by its own conventions needs no other marks.

``一、`` and ``（一）`` begin headings (up to the first full stop, the rest follows in body type), ``附件：``
begins the attachments' note, lines between strokes ``| 受送达人 | 张三 |`` make a form.
"""

import re
from collections.abc import Iterator

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

_NUMBERS = "一二三四五六七八九十百"
_LEVELS = (
    re.compile(f"[{_NUMBERS}]{{1,4}}、"),
    re.compile(f"（[{_NUMBERS}]{{1,4}}）"),
)
_NUMBERED = re.compile(r"\d{1,2}[.．、]\s*")
_ATTACHMENTS = "附件："
FORM_WIDTHS = (1.15, 2.0, 1.15, 2.0)
EMPTY_HEIGHT, FULL_HEIGHT = 14.0, 10.0


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a text; empty lines only separate."""
    return tuple(_blocks([line.strip() for line in text.split("\n")]))


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if line.startswith("|"):
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            yield Grid(FORM_WIDTHS, tuple(_row(each) for each in lines[at:end]))
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
    texts = [each.strip() for each in line.strip("|").split("|")][: len(FORM_WIDTHS)]
    left = len(FORM_WIDTHS) - len(texts)
    if len(texts) == 1:
        return Row((Cell(texts[0], span=len(FORM_WIDTHS)),), FULL_HEIGHT)
    cells = tuple(
        Cell(text, label=at % 2 == 0, span=1 + left if at == len(texts) - 1 else 1, align=Align.LEFT)
        for at, text in enumerate(texts)
    )
    empty = all(not each.text for each in cells if not each.label)
    return Row(cells, EMPTY_HEIGHT if empty else FULL_HEIGHT)
