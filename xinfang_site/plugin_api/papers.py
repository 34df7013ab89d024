"""Official papers for a module (公文): describe once, print as docx, show as a page; GB/T 9704-2012.

A page shows one with ``{% import "_paper.html" as official %}{{ official.sheet(paper) }}``.
"""

from xinfang_site.papers.blocks import (
    Addressee,
    Align,
    Annex,
    Attachments,
    Blank,
    Cell,
    Column,
    Display,
    Grid,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signature,
    Subtitle,
    Table,
    Title,
)
from xinfang_site.papers.paper import (
    Imprint,
    LetterHead,
    Masthead,
    MinutesHead,
    Paper,
    RedHead,
    document_number,
    official_day,
)
from xinfang_site.papers.prose import blocks_of
from xinfang_site.papers.storing import dump, load
from xinfang_site.printing import DOCX, stamped, to_docx

__all__ = [
    "DOCX",
    "Addressee",
    "Align",
    "Annex",
    "Attachments",
    "Blank",
    "Cell",
    "Column",
    "Display",
    "Grid",
    "Heading",
    "Imprint",
    "LetterHead",
    "Masthead",
    "MinutesHead",
    "Note",
    "PageBreak",
    "Paper",
    "Paragraph",
    "RedHead",
    "Row",
    "Signature",
    "Subtitle",
    "Table",
    "Title",
    "blocks_of",
    "document_number",
    "dump",
    "load",
    "official_day",
    "stamped",
    "to_docx",
]
