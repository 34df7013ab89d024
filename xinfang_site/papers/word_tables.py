"""Tables of a paper as WordprocessingML (公文表格): thin rules, fixed widths, the head on every page."""

from collections.abc import Sequence

from xinfang_site.papers.blocks import Align, Cell, Grid, Row, Table
from xinfang_site.papers.metrics import MM, PITCH, Sheet, ems
from xinfang_site.papers.word_base import CELL, CELL_LABEL, CELL_PITCH, NORMAL
from xinfang_site.papers.wordml import Element, border, el, exact, mm, paragraph, run, size, twips

RULE = 0.5
WHOLE = 300
"""Characters up to which a row of a form stands on one page; a longer one may run over to the next."""
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MOST_EMS = 28
"""Characters that stand in a line of organs."""


def table(block: Table, width: float) -> Element:
    """A table with a head."""
    widths = _shares([each.width for each in block.columns], width)
    made = _frame(widths)
    titles = [Cell(each.title, label=True) for each in block.columns]
    made.append(_row(titles, widths, block.size, el("cantSplit"), el("tblHeader")))
    for texts in block.rows:
        cells = [Cell(text, align=each.align) for each, text in zip(block.columns, texts, strict=True)]
        made.append(_row(cells, widths, block.size, el("cantSplit")))
    return made


def grid(block: Grid, width: float) -> Element:
    """A form of labels and values."""
    widths = _shares(block.widths, width)
    made = _frame(widths)
    for each in block.rows:
        made.append(_row(each.cells, widths, block.size, *_height(each)))
    return made


def borderless(texts: Sequence[str], width: float) -> Element:
    """Organs beside each other, up to three a line, with room for their seals."""
    columns = min(len(texts), 3, max(1, int(_MOST_EMS // (max(ems(each) for each in texts) + 1))))
    widths = _shares([1.0] * columns, width)
    made = _frame(widths, ruled=False)
    for start in range(0, len(texts), columns):
        line = [*texts[start : start + columns], *[""] * (columns - len(texts[start : start + columns]))]
        row = el("tr", None, el("trPr", None, el("cantSplit"), _at_least(2.5 * PITCH)))
        for text, wide in zip(line, widths, strict=True):
            centred = (el("keepNext"), el("jc", {"val": Align.CENTER.value}))
            words = paragraph(NORMAL, run(text, el("spacing", {"val": 0})), properties=centred)
            row.append(el("tc", None, el("tcPr", None, _wide(wide)), words))
        made.append(row)
    return made


def bottom_table(sheet: Sheet, top: float) -> Element:
    """A table as wide as the text, ``top`` points below the page's upper edge (版记位置).

    It is centred on the page, since LibreOffice lets so wide a table float nowhere else. On the side of the wider
    margin a column without rules fills up the difference (see :func:`bottom_row`).
    """
    widths = [twips(abs(sheet.left - sheet.right) * MM), twips(sheet.text_width)]
    made = _frame(widths if sheet.left > sheet.right else widths[::-1], ruled=False)
    placed = {"vertAnchor": "page", "horzAnchor": "page", "tblpXSpec": "center", "tblpY": twips(top)}
    made[0].insert(0, el("tblpPr", placed))
    return made


def bottom_row(sheet: Sheet, content: Element, *edges: Element) -> Element:
    """A row of such a table, with the rules of its own cell."""
    rules = [el("tcBorders", None, *edges)] if edges else []
    cell = el("tc", None, el("tcPr", None, _wide(twips(sheet.text_width)), *rules), content)
    spare = _wide(twips(abs(sheet.left - sheet.right) * MM))
    beside = el("tc", None, el("tcPr", None, spare), paragraph(NORMAL, properties=(exact(1),)))
    cells = (beside, cell) if sheet.left > sheet.right else (cell, beside)
    return el("tr", None, el("trPr", None, el("cantSplit")), *cells)


def _frame(widths: Sequence[int], *, ruled: bool = True) -> Element:
    rules = [border(side, RULE) for side in SIDES] if ruled else []
    margins = [el(side, {"w": mm(1.2) if ruled else 0, "type": "dxa"}) for side in ("left", "right")]
    properties = el(
        "tblPr",
        None,
        el("tblW", {"w": sum(widths), "type": "dxa"}),
        el("jc", {"val": Align.CENTER.value}),
        el("tblBorders", None, *rules),
        el("tblLayout", {"type": "fixed"}),
        el("tblCellMar", None, *margins),
    )
    columns = el("tblGrid", None, *(el("gridCol", {"w": each}) for each in widths))
    return el("tbl", None, properties, columns)


def _shares(parts: Sequence[float], width: float) -> list[int]:
    """Widths in twips that add up to the whole."""
    whole, total, used, found = twips(width), sum(parts), 0, []
    for at in range(1, len(parts) + 1):
        upto = round(whole * sum(parts[:at]) / total)
        found.append(upto - used)
        used = upto
    return found


def _row(cells: Sequence[Cell], widths: Sequence[int], points: float, *properties: Element) -> Element:
    made = el("tr", None, el("trPr", None, *properties))
    at = 0
    for each in cells:
        made.append(_cell(each, sum(widths[at : at + each.span]), points))
        at += each.span
    return made


def _cell(cell: Cell, width: int, points: float) -> Element:
    span = [el("gridSpan", {"val": cell.span})] if cell.span > 1 else []
    properties = el("tcPr", None, _wide(width), *span, el("vAlign", {"val": "center"}))
    made = el("tc", None, properties)
    style = CELL_LABEL if cell.label else CELL
    align = Align.CENTER if cell.label else cell.align
    pitch = exact(points * CELL_PITCH, before=2, after=2)
    for line in cell.text.split("\n"):
        made.append(
            paragraph(style, run(line, *size(points)), properties=(pitch, el("jc", {"val": align.value})))
        )
    return made


def _wide(width: int) -> Element:
    return el("tcW", {"w": width, "type": "dxa"})


def _height(row: Row) -> tuple[Element, ...]:
    tall = el("trHeight", {"val": mm(row.height), "hRule": "atLeast"})
    if sum(len(each.text) for each in row.cells) > WHOLE:
        return (tall,)
    return (el("cantSplit"), tall)


def _at_least(points: float) -> Element:
    return el("trHeight", {"val": twips(points), "hRule": "atLeast"})
