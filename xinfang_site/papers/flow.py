"""How far down a page the text comes (版面推算): enough to tell whether a signature would stand alone.

GB/T 9704-2012 7.3.5.5: no page may hold the organ and the day without any body text. A paragraph tied to
the signature keeps it company, but a tied paragraph is never split, so only one that needs it is tied.
"""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from xinfang_site.papers.blocks import (
    Addressee,
    Attachments,
    Blank,
    Block,
    Heading,
    Note,
    Paragraph,
    Signature,
    Subtitle,
    Title,
)
from xinfang_site.papers.metrics import COLUMNS, LINES, ems
from xinfang_site.papers.paper import Head

HEAD_LINES = {"red": 10.0, "letter": 2.5, "minutes": 9.0, "briefing": 6.0}
"""What a head takes of page one, in lines of body text."""
TITLE_LINE, TITLE_SPACE = 1.25, 3.0
SLACK = 1.5
"""The estimate may be so many lines wrong: punctuation is never left at a line's beginning."""
MOST_BELOW = 8
"""With more lines below it a signature is not held together with them."""
SHORT = 3
LONGEST_TIED = 12
"""A longer paragraph is not tied: it would leave too much of a page empty."""


def lines_of(block: Block) -> float:
    """Height of a block in lines of body text."""
    for kind, height in _HEIGHTS:
        if isinstance(block, kind):
            return height(block)
    return 1


def closing(blocks: Sequence[Block], at: int) -> Sequence[Block]:
    """The signature at a place and the lines below it (落款和附注): they stay on one page."""
    end = at + 1
    while end < len(blocks) and isinstance(blocks[end], Paragraph | Note):
        end += 1
    return blocks[at:end] if end - at <= MOST_BELOW else blocks[at : at + 1]


def stands_alone(head: Head | None, before: Sequence[Block], close: Sequence[Block]) -> bool:
    """Whether the signature may fall on a page without body text.

    Args:
        head: the paper's head.
        before: the blocks above.
        close: the signature and the lines below it.
    """
    filled = HEAD_LINES.get(head.kind, 0.0) if head else 0.0
    filled += sum(lines_of(each) for each in before)
    left = LINES - filled % LINES
    needed = sum(lines_of(each) for each in close)
    return left < needed + SLACK or left > LINES - SLACK


def is_short(block: Block) -> bool:
    """Whether a block is so short that it may be tied even without need."""
    return lines_of(block) <= SHORT


def may_tie(block: Block) -> bool:
    """Whether a block is short enough to be kept whole beside the signature."""
    return lines_of(block) <= LONGEST_TIED


def _wrapped(text: str, indent: float) -> float:
    return sum(max(1, ceil((ems(line) + indent) / COLUMNS)) for line in text.split("\n"))


def _signature(block: Signature) -> float:
    return (2 if block.sealed else 1) + 2 + 3 * (len(block.organs) - 1)


_HEIGHTS: tuple[tuple[Any, Callable[[Any], float]], ...] = (
    (Title, lambda block: TITLE_SPACE + TITLE_LINE * len(block.lines)),
    (Paragraph, lambda block: _wrapped(f"{block.lead}{block.text}", 2 if block.indent else 0)),
    (Heading, lambda block: _wrapped(f"{block.text}{block.rest}", 2)),
    (Note | Addressee | Subtitle, lambda block: _wrapped(block.text, 0)),
    (Blank, lambda block: block.lines),
    (Attachments, lambda block: 1 + len(block.names)),
    (Signature, _signature),
)
