"""Blocks of a paper as WordprocessingML (公文要素转换); one function a kind of block."""

from collections.abc import Callable

from docx.oxml.ns import qn

from xinfang_site.papers import metrics
from xinfang_site.papers.blocks import (
    Addressee,
    Align,
    Annex,
    Attachments,
    Blank,
    Display,
    Grid,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    Subtitle,
    Table,
    Title,
)
from xinfang_site.papers.flow import closing, is_short, may_tie, stands_alone
from xinfang_site.papers.metrics import BODY, PITCH, SQUEEZE, Fonts
from xinfang_site.papers.paper import Paper
from xinfang_site.papers.word_base import HEADINGS, NORMAL, SUBTITLE, TITLE, TITLE_PITCH
from xinfang_site.papers.word_tables import borderless, grid, table
from xinfang_site.papers.wordml import Element, el, exact, fonts, paragraph, run, size, twips

CHARACTER = BODY + SQUEEZE


def elements(paper: Paper, width: float, names: Fonts) -> list[Element]:
    """The elements of all blocks in order; a block that must share the page with the next one is tied to it."""
    tied = _tied(paper)
    made: list[Element] = []
    for at, block in enumerate(paper.blocks):
        drawn = _DRAWN[block.kind](block, width, names)
        if at == 0 and paper.head is None:
            _stand_at_the_top(drawn[0])
        if at in tied:
            _keep_with_next(drawn)
        made += drawn
    return made


def _stand_at_the_top(first: Element) -> None:
    """Without a head, drop the two empty lines above the title: they belong below a red line."""
    for spacing in first.iter(qn("w:spacing")):
        if spacing.get(qn("w:before")) is not None:
            spacing.set(qn("w:before"), "0")


def _tied(paper: Paper) -> set[int]:
    """Positions of the blocks that are tied to the next one (不得出现“此页无正文”).

    A signature is tied to the lines below it, and body text to a signature that would otherwise stand alone.
    """
    found: set[int] = set()
    for at, block in enumerate(paper.blocks):
        if not isinstance(block, Signature):
            continue
        close = closing(paper.blocks, at)
        found.update(range(at, at + len(close) - 1))
        before = at - 2 if at and isinstance(paper.blocks[at - 1], Attachments) else at - 1
        last = paper.blocks[before] if before >= 0 else None
        if isinstance(last, Paragraph | Heading) and (
            is_short(last) or (may_tie(last) and stands_alone(paper.head, paper.blocks[:at], close))
        ):
            found.add(before)
    return found


def _keep_with_next(drawn: list[Element]) -> None:
    for each in drawn:
        properties = each.find(qn("w:pPr"))
        if properties is not None and properties.find(qn("w:keepNext")) is None:
            properties.insert(1, el("keepNext"))


def indent(left: float = 0, right: float = 0, first: float = 0) -> Element:
    """Indents in characters of body text (缩进); negative ``first`` hangs."""
    values: dict[str, object] = {
        "left": twips(left * CHARACTER),
        "right": twips(right * CHARACTER),
        "firstLine" if first >= 0 else "hanging": twips(abs(first) * CHARACTER),
    }
    return el("ind", values)


def _title(block: Title, width: float, names: Fonts) -> list[Element]:
    last = len(block.lines) - 1
    return [
        paragraph(
            TITLE,
            run(line),
            properties=(
                el("keepNext"),
                exact(TITLE_PITCH, before=2 * PITCH if at == 0 else 0, after=PITCH if at == last else 0),
            ),
        )
        for at, line in enumerate(block.lines)
    ]


def _subtitle(block: Subtitle, width: float, names: Fonts) -> list[Element]:
    return [paragraph(SUBTITLE, run(block.text))]


def _display(block: Display, width: float, names: Fonts) -> list[Element]:
    colour = (el("color", {"val": metrics.RED}),) if block.red else ()
    words = run(block.text, fonts(names.title), *colour, el("spacing", {"val": 0}), *size(block.size))
    pitch = exact(block.size * 1.4, before=PITCH / 2, after=PITCH / 2)
    return [paragraph(NORMAL, words, properties=(pitch, el("jc", {"val": "center"})))]


def _addressee(block: Addressee, width: float, names: Fonts) -> list[Element]:
    return [paragraph(NORMAL, run(block.text), properties=(el("jc", {"val": "left"}),))]


def _heading(block: Heading, width: float, names: Fonts) -> list[Element]:
    rest = [run(block.rest, fonts(names.body))] if block.rest else []
    properties = () if rest else (el("keepNext"),)
    return [
        paragraph(
            HEADINGS[block.level - 1],
            run(block.text),
            *rest,
            properties=(*properties, indent(first=2)),
        )
    ]


def _paragraph(block: Paragraph, width: float, names: Fonts) -> list[Element]:
    lead = [run(block.lead, el("b"))] if block.lead else []
    return [
        paragraph(
            NORMAL,
            *lead,
            run(block.text),
            properties=(indent(first=2 if block.indent else 0), el("jc", {"val": block.align.value})),
        )
    ]


def _blank(block: Blank, width: float, names: Fonts) -> list[Element]:
    return [paragraph(NORMAL) for _ in range(block.lines)]


def _page_break(block: PageBreak, width: float, names: Fonts) -> list[Element]:
    return [paragraph(NORMAL, el("r", None, el("br", {"type": "page"})))]


def _attachments(block: Attachments, width: float, names: Fonts) -> list[Element]:
    made = [paragraph(NORMAL, properties=(el("keepNext"),))]
    for at, name in enumerate(block.names, 1):
        label = "附件：" if at == 1 else ""
        number = f"{at}. " if len(block.names) > 1 else ""
        hang = metrics.ems(number)
        left = 2 + 3 + hang
        shown = run(f"{label}{number}{name}")
        place = indent(left=left, first=-(3 + hang) if at == 1 else -hang)
        made.append(paragraph(NORMAL, shown, properties=(el("keepNext"), place)))
    return made


def _annex(block: Annex, width: float, names: Fonts) -> list[Element]:
    return [
        paragraph(
            NORMAL,
            run(block.text, fonts(names.hei)),
            properties=(el("pageBreakBefore"), el("jc", {"val": "left"})),
        )
    ]


def _signature(block: Signature, width: float, names: Fonts) -> list[Element]:
    made = [paragraph(NORMAL, properties=(el("keepNext"),)) for _ in range(2 if block.sealed else 1)]
    if len(block.organs) > 1:
        made.append(borderless(block.organs, width))
    for place in block.places:
        following = (el("keepNext"),) if place.keep else ()
        properties = (*following, indent(right=place.right), el("jc", {"val": "right"}))
        made.append(paragraph(NORMAL, run(place.text), properties=properties))
    return made


def _note(block: Note, width: float, names: Fonts) -> list[Element]:
    return [paragraph(NORMAL, run(f"（{block.text}）"), properties=(indent(first=2),))]


def _table(block: Table, width: float, names: Fonts) -> list[Element]:
    caption = paragraph(
        NORMAL,
        run(block.caption, fonts(names.hei), *size(metrics.NO_4)),
        properties=(el("keepNext"), el("jc", {"val": Align.CENTER.value})),
    )
    return [*([caption] if block.caption else []), table(block, width), _after_table()]


def _grid(block: Grid, width: float, names: Fonts) -> list[Element]:
    return [grid(block, width), _after_table()]


def _after_table() -> Element:
    """A paragraph that takes no room: Word asks for one between two tables and after the last."""
    return paragraph(NORMAL, properties=(exact(1),))


_DRAWN: dict[str, Callable[..., list[Element]]] = {
    Title.kind: _title,
    Subtitle.kind: _subtitle,
    Display.kind: _display,
    Addressee.kind: _addressee,
    Heading.kind: _heading,
    Paragraph.kind: _paragraph,
    Blank.kind: _blank,
    PageBreak.kind: _page_break,
    Attachments.kind: _attachments,
    Annex.kind: _annex,
    Signature.kind: _signature,
    Note.kind: _note,
    Table.kind: _table,
    Grid.kind: _grid,
}
