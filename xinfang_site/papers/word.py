"""A paper as docx (公文成文): the authoritative form. Imports python-docx; import this module where it is used.

The same paper gives the same bytes: no clock, no random number, files in a fixed order.
"""

import zipfile
from datetime import datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Pt

from xinfang_site.papers.metrics import MM, PITCH, Fonts
from xinfang_site.papers.paper import LetterHead, Paper
from xinfang_site.papers.word_base import STAMP, start
from xinfang_site.papers.word_blocks import elements
from xinfang_site.papers.word_feet import LETTER_FOOT, fill, footer_distance, imprint, number_line, stamp_line
from xinfang_site.papers.word_heads import Drawn, double_rule, draw
from xinfang_site.papers.wordml import el, exact, paragraph, run, twips, xml_text

_EPOCH = (2000, 1, 1, 0, 0, 0)
_STANDARD_FONTS = Fonts()


def to_docx(paper: Paper, fonts: Fonts = _STANDARD_FONTS) -> bytes:
    """The paper as a docx file."""
    document = start(fonts)
    width = paper.sheet.text_width
    head = draw(paper.head, width, fonts)
    section = document.sections[0]
    _set_page(section, paper)
    _set_feet(section, paper, head)
    end = document.element.body[-1]
    for each in (*head.body, *elements(paper, width, fonts)):
        end.addprevious(each)
    if paper.imprint is not None:
        for each in imprint(paper.imprint, paper.sheet):
            end.addprevious(each)
    _set_properties(document, paper.name)
    return _saved(document)


def stamped(content: bytes, text: str) -> bytes:
    """A copy of a docx made here that says in every footer who printed it and when (打印信息)."""
    document = docx.Document(BytesIO(content))
    section = document.sections[0]
    for foot in (section.footer, section.even_page_footer, section.first_page_footer):
        if foot.is_linked_to_previous:
            continue
        for each in foot.paragraphs:
            if each.style is not None and each.style.style_id == STAMP:
                for found in each.runs:
                    found._r.getparent().remove(found._r)
                each._p.append(run(text))
    return _saved(document)


def _set_page(section: Section, paper: Paper) -> None:
    """Page, margins and the grid of 22 lines (5.2)."""
    sheet, letter = paper.sheet, isinstance(paper.head, LetterHead)
    section.page_width, section.page_height = Pt(sheet.width * MM), Pt(sheet.height * MM)
    section.top_margin, section.bottom_margin = Pt(sheet.top * MM), Pt(sheet.bottom * MM)
    section.left_margin, section.right_margin = Pt(sheet.left * MM), Pt(sheet.right * MM)
    section.header_distance = Pt((30 if letter else 15) * MM)
    section.footer_distance = Pt(LETTER_FOOT * MM if letter else footer_distance(sheet.bottom))
    properties = section._sectPr  # the grid has no call in python-docx
    if paper.across:
        size = properties.find(qn("w:pgSz"))
        if size is not None:
            size.set(qn("w:orient"), "landscape")
    for found in properties.findall(qn("w:docGrid")):
        properties.remove(found)
    properties.append(el("docGrid", {"type": "linesAndChars", "linePitch": twips(PITCH)}))


def _set_feet(section: Section, paper: Paper, head: Drawn) -> None:
    """Page numbers outside; on a letter's first page its second double line instead (7.5, 10.1)."""
    letter = isinstance(paper.head, LetterHead)
    below = footer_distance(paper.sheet.bottom) - LETTER_FOOT * MM if letter else 0
    pad = [paragraph(STAMP, properties=(exact(below),))] if below > 1 else []
    for foot, odd in ((section.footer, True), (section.even_page_footer, False)):
        number = [number_line(odd=odd)] if paper.numbered else []
        fill(foot, *number, stamp_line(), *pad)
    if letter:
        section.different_first_page_header_footer = True
        fill(section.first_page_header, *head.above)
        fill(section.first_page_footer, stamp_line(), double_rule(thick_above=False))


def _set_properties(document: Document, name: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = xml_text(name)[:255], "", ""
    properties.last_modified_by, properties.language = "", "zh-CN"
    properties.created = properties.modified = datetime(*_EPOCH)  # noqa: DTZ001  # no zone in the file; fixed


def _saved(document: Document) -> bytes:
    """The file with fixed times, so that the same paper has the same hash."""
    raw, packed = BytesIO(), BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for each in source.namelist():
            entry = zipfile.ZipInfo(each, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(each))
    return packed.getvalue()
