"""Feet of a paper as WordprocessingML (版记、页码): imprint, page numbers, the line that says who printed it."""

from math import ceil

from docx.section import _Footer, _Header

from xinfang_site.papers import metrics
from xinfang_site.papers.metrics import MM, NO_4, Sheet, ems
from xinfang_site.papers.paper import Imprint
from xinfang_site.papers.word_base import NORMAL, NUMBER, STAMP
from xinfang_site.papers.word_tables import bottom_row, bottom_table
from xinfang_site.papers.wordml import Element, border, el, exact, field, paragraph, run, size, twips

OUTER, INNER = 1.0, 0.7
"""Rules of the imprint in points: 0.35 mm outside, 0.25 mm inside."""
IMPRINT_PITCH = 22.0
STAMP_HEIGHT = metrics.NO_5
LETTER_FOOT = 20.0
"""From the page's edge up to a letter's second double line, in millimetres."""


def footer_distance(bottom: float) -> float:
    """Distance of the footer from the page's lower edge in points: the number stands 7 mm below the text, then the stamp."""
    return (bottom - metrics.NUMBER_BELOW) * metrics.MM - NO_4 - STAMP_HEIGHT


def fill(part: _Footer | _Header, *content: Element) -> None:
    """Replace what a header or footer holds by ``content``."""
    part.is_linked_to_previous = False
    root = part._element  # python-docx has no public way to more than paragraphs
    for found in list(root):
        root.remove(found)
    root.extend(content)


def number_line(*, odd: bool) -> Element:
    """``— 1 —``, one character in from the outer edge."""
    look = el("ind", {"right" if odd else "left": twips(NO_4)})
    align = el("jc", {"val": "right" if odd else "left"})
    return paragraph(NUMBER, run("— "), *field("PAGE"), run(" —"), properties=(look, align))


def stamp_line() -> Element:
    """The line for who prints the paper and when: empty in the file, filled in by ``stamped``."""
    return paragraph(STAMP, run(""))


def imprint(value: Imprint, sheet: Sheet) -> list[Element]:
    """The imprint: a table at the foot of the last page, then the paragraph that anchors it there."""
    width = sheet.text_width
    lines = [_copy_line(text) for text in value.lines]
    if value.organ or value.day:
        tab = el("tabs", None, el("tab", {"val": "right", "pos": twips(width - NO_4)}))
        inset = el("ind", {"left": twips(NO_4)})
        lines.append(_line(f"{value.organ}\t{value.day}", tab, exact(IMPRINT_PITCH), inset))
    top = (sheet.height - sheet.bottom) * MM - _height(value, width)
    made = bottom_table(sheet, top)
    if value.staff:
        words = _line(value.staff, exact(IMPRINT_PITCH), el("jc", {"val": "right"}))
        made.append(bottom_row(sheet, words))
    for at, line in enumerate(lines):
        edges = [border("top", INNER if at else OUTER)]
        edges += [border("bottom", OUTER)] if at == len(lines) - 1 else []
        made.append(bottom_row(sheet, line, *edges))
    return [made, paragraph(NORMAL, properties=(exact(1),))]


def _height(value: Imprint, width: float) -> float:
    """Height of the imprint in points."""
    lines = bool(value.organ or value.day) + bool(value.staff)
    for text in value.lines:
        room = width / NO_4 - 2 - _hang(text)
        lines += max(1, ceil((ems(text) - _hang(text)) / room))
    return lines * IMPRINT_PITCH


def _hang(text: str) -> int:
    """How far further lines are indented, in characters: they stand under the first name after the colon."""
    return len(text.partition("：")[0]) + 1 if "：" in text else 0


def _copy_line(text: str) -> Element:
    """Copies to: one character in at both ends."""
    hang = _hang(text)
    inset = {"left": twips((1 + hang) * NO_4), "right": twips(NO_4), "hanging": twips(hang * NO_4)}
    return _line(text, exact(IMPRINT_PITCH), el("ind", inset))


def _line(text: str, *properties: Element) -> Element:
    return paragraph(NORMAL, run(text, el("spacing", {"val": 0}), *size(NO_4)), properties=properties)
