"""Printing (打印成文): an official paper as docx in this site's fonts; python-docx is loaded on first use."""

from xinfang_site.extensions import settings
from xinfang_site.papers.metrics import Fonts
from xinfang_site.papers.paper import Paper

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def site_fonts() -> Fonts:
    """The fonts that the office's machines carry (字体配置)."""
    set_to = settings()
    return Fonts(set_to.font_title, set_to.font_body, set_to.font_kai, set_to.font_hei, set_to.font_song)


def to_docx(paper: Paper) -> bytes:
    """The paper as a docx file; the same paper gives the same bytes."""
    from xinfang_site.papers import word

    return word.to_docx(paper, site_fonts())


def stamped(content: bytes, text: str) -> bytes:
    """A copy of such a docx that says in its footers who printed it and when (打印信息)."""
    from xinfang_site.papers import word

    return word.stamped(content, text)
