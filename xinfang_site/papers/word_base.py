"""The empty docx that every paper starts from (文档底版): page, grid, styles, settings; made once for each set of fonts."""

from functools import cache
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn

from xinfang_site.papers import metrics
from xinfang_site.papers.metrics import BODY, PITCH, SQUEEZE, Fonts
from xinfang_site.papers.wordml import Element, el, exact, fonts, size, twips

NORMAL, TITLE, SUBTITLE = "GwZhengwen", "GwBiaoti", "GwFuti"
HEADINGS = ("GwYiji", "GwErji", "GwSanji", "GwSiji")
CELL, CELL_LABEL, NUMBER, STAMP = "GwBiaoge", "GwBiaotou", "GwYema", "GwDayin"
TITLE_PITCH = 35.0
CELL_PITCH = 1.45
"""Line pitch in a table by its size of type."""

_UNUSED_PARTS = ("/docProps/thumbnail.jpeg", "/word/stylesWithEffects.xml", "/customXml/item1.xml")
_UNUSED_SETTINGS = ("zoom", "proofState", "savePreviewPicture", "rsids", "doNotAutoCompressPictures")


def start(names: Fonts) -> Document:
    """A new document with the styles of an official paper and no text."""
    return docx.Document(BytesIO(_base(names)))


@cache
def _base(names: Fonts) -> bytes:
    document = docx.Document()
    _drop_unused(document)
    _set_styles(document, names)
    _set_settings(document)
    for each in list(document.element.body):
        if each.tag != qn("w:sectPr"):
            document.element.body.remove(each)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _drop_unused(document: Document) -> None:
    """Remove what python-docx's template brings along: its preview picture and the styles of a newsletter."""
    for holder in (document.part.package, document.part):
        for key, relation in list(holder.rels.items()):
            if not relation.is_external and str(relation.target_part.partname) in _UNUSED_PARTS:
                del holder.rels[key]


def _set_settings(document: Document) -> None:
    settings = document.settings.element
    for name in _UNUSED_SETTINGS:
        for found in settings.findall(qn(f"w:{name}")):
            settings.remove(found)
    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")
    for found in settings.findall(qn("w:themeFontLang")):
        found.set(qn("w:eastAsia"), "zh-CN")
    document.settings.odd_and_even_pages_header_footer = True


def _set_styles(document: Document, names: Fonts) -> None:
    root = document.styles.element
    for found in list(root):
        root.remove(found)
    root.append(_defaults(names))
    root.extend(_styles(names))


def _defaults(names: Fonts) -> Element:
    run = el(
        "rPr",
        None,
        fonts(names.body),
        el("spacing", {"val": twips(SQUEEZE)}),
        *size(BODY),
        el("lang", {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"}),
    )
    return el(
        "docDefaults",
        None,
        el("rPrDefault", None, run),
        el("pPrDefault", None, el("pPr", None, exact(PITCH))),
    )


def _styles(names: Fonts) -> list[Element]:
    plain = el("spacing", {"val": 0})
    title = (fonts(names.title), el("spacing", {"val": 0}), *size(metrics.NO_2))
    cell = (fonts(names.body), plain, *size(metrics.SMALL_4))
    return [
        _default_style(),
        _style(TITLE, "公文标题", (exact(TITLE_PITCH), el("jc", {"val": "center"})), title),
        _style(SUBTITLE, "公文副题", (el("jc", {"val": "center"}),), (fonts(names.kai),)),
        _heading(0, "公文一级标题", names.hei),
        _heading(1, "公文二级标题", names.kai),
        _heading(2, "公文三级标题", names.body),
        _heading(3, "公文四级标题", names.body),
        _style(CELL, "公文表格", (exact(metrics.SMALL_4 * CELL_PITCH), el("jc", {"val": "left"})), cell),
        _style(
            CELL_LABEL,
            "公文表头",
            (exact(metrics.SMALL_4 * CELL_PITCH), el("jc", {"val": "center"})),
            (fonts(names.hei), el("spacing", {"val": 0}), *size(metrics.SMALL_4)),
        ),
        _style(
            NUMBER,
            "公文页码",
            (exact(metrics.NO_4),),
            (fonts(names.song), el("spacing", {"val": 0}), *size(metrics.NO_4)),
        ),
        _style(
            STAMP,
            "公文打印信息",
            (exact(metrics.NO_5), el("jc", {"val": "right"})),
            (
                fonts(names.song),
                el("color", {"val": "595959"}),
                el("spacing", {"val": 0}),
                *size(metrics.SMALL_5),
            ),
        ),
    ]


def _default_style() -> Element:
    """Body text. Latin letters and figures stand close to Chinese, or the 28 columns would be lost."""
    properties = el(
        "pPr",
        None,
        el("autoSpaceDE", {"val": 0}),
        el("autoSpaceDN", {"val": 0}),
        exact(PITCH),
        el("jc", {"val": "both"}),
    )
    return el(
        "style",
        {"type": "paragraph", "default": 1, "styleId": NORMAL},
        el("name", {"val": "Normal"}),
        el("qFormat"),
        properties,
    )


def _heading(level: int, name: str, font: str) -> Element:
    return _style(HEADINGS[level], name, (el("outlineLvl", {"val": level}),), (fonts(font),))


def _style(key: str, name: str, paragraph: tuple[Element, ...], run: tuple[Element, ...]) -> Element:
    return el(
        "style",
        {"type": "paragraph", "customStyle": 1, "styleId": key},
        el("name", {"val": name}),
        el("basedOn", {"val": NORMAL}),
        el("qFormat"),
        el("pPr", None, *paragraph),
        el("rPr", None, *run),
    )
