"""WordprocessingML by hand (文档标记): elements that python-docx has no call for, in the schema's order."""

import re
from collections.abc import Mapping

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from xinfang_site.papers.metrics import MM

Element = BaseOxmlElement

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def el(tag: str, attributes: Mapping[str, object] | None = None, *children: Element) -> Element:
    """An element of the ``w`` namespace with its attributes and children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in (attributes or {}).items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def twips(points: float) -> int:
    """Points as twentieths (缇)."""
    return round(points * 20)


def mm(millimetres: float) -> int:
    """Millimetres as twips."""
    return twips(millimetres * MM)


def xml_text(text: str) -> str:
    """A text without what XML cannot hold, its line ends as one LF."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def run(text: str, *properties: Element) -> Element:
    """A run; line breaks in the text stay, what XML cannot hold is left out."""
    made = el("r", None, *([el("rPr", None, *properties)] if properties else []))
    for at, line in enumerate(xml_text(text).split("\n")):
        if at:
            made.append(el("br"))
        for place, part in enumerate(line.split("\t")):
            if place:
                made.append(el("tab"))
            if part:
                text_element = el("t")
                text_element.text = part
                text_element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                made.append(text_element)
    return made


def fonts(name: str) -> Element:
    """A font for every script (字体), so that figures and brackets do not fall out of line."""
    return el("rFonts", {"hint": "eastAsia", "ascii": name, "hAnsi": name, "eastAsia": name, "cs": name})


def size(points: float) -> tuple[Element, Element]:
    """A size (字号); Word counts half points."""
    return el("sz", {"val": round(points * 2)}), el("szCs", {"val": round(points * 2)})


def field(code: str) -> list[Element]:
    """A field that Word fills in, such as the page's number (域)."""
    instruction = el("instrText")
    instruction.text = f" {code} "
    shown = el("t")
    shown.text = "1"
    return [
        el("r", None, el("fldChar", {"fldCharType": "begin"})),
        el("r", None, instruction),
        el("r", None, el("fldChar", {"fldCharType": "separate"})),
        el("r", None, shown),
        el("r", None, el("fldChar", {"fldCharType": "end"})),
    ]


def exact(points: float, before: float = 0, after: float = 0) -> Element:
    """A line pitch that nothing changes (固定值)."""
    return el(
        "spacing",
        {
            "before": twips(before),
            "after": twips(after),
            "line": twips(points),
            "lineRule": "exact",
        },
    )


def border(side: str, points: float, colour: str = "000000", space: int = 0) -> Element:
    """One side of a border (边框); Word counts eighths of a point."""
    return el(side, {"val": "single", "sz": round(points * 8), "space": space, "color": colour})


def paragraph(style: str, *content: Element, properties: tuple[Element, ...] = ()) -> Element:
    """A paragraph in a named style; ``properties`` in the schema's order."""
    return el("p", None, el("pPr", None, el("pStyle", {"val": style}), *properties), *content)
