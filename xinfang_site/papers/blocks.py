"""What an official paper is made of (公文要素): frozen values, each drawn by the docx and by the page."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from xinfang_site.papers.metrics import ems


class Align(StrEnum):
    """Where a text stands in its line (对齐)."""

    BOTH = "both"
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Title:
    """The title (标题): 小标宋 二号, centred; ``lines`` are broken where the sense allows it."""

    kind: ClassVar[str] = "title"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A line under the title (副题): 楷体 三号, centred; a period or a place."""

    kind: ClassVar[str] = "subtitle"
    text: str


@dataclass(frozen=True, slots=True)
class Display:
    """Large centred words (大字) of a certificate or a cover; ``size`` in points."""

    kind: ClassVar[str] = "display"
    text: str
    size: float = 36.0
    red: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom (主送): flush left, with a full-width colon."""

    kind: ClassVar[str] = "addressee"
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4 (层次标题): 一、黑体, （一）楷体, 1. and （1）仿宋.

    Attributes:
        level: 1 to 4.
        text: the heading with its number.
        rest: text that follows on the same line.
    """

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text (正文).

    Attributes:
        text: the words.
        lead: words before it in bold.
        indent: begins two characters in.
        align: where the lines stand.
    """

    kind: ClassVar[str] = "paragraph"
    text: str
    lead: str = ""
    indent: bool = True
    align: Align = Align.BOTH


@dataclass(frozen=True, slots=True)
class Blank:
    """Empty lines (空行)."""

    kind: ClassVar[str] = "blank"
    lines: int = 1


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page (分页)."""

    kind: ClassVar[str] = "page_break"


@dataclass(frozen=True, slots=True)
class Attachments:
    """The attachments' note (附件说明) below the body; numbered when there are several."""

    kind: ClassVar[str] = "attachments"
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """The mark of an attachment (附件) that follows on a page of its own; it begins that page."""

    kind: ClassVar[str] = "annex"
    text: str = "附件"


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the signature (落款行): ``right`` characters in; ``keep`` on the page of the next line."""

    text: str
    right: float
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Organ and day (署名、成文日期); room is left for the seal.

    Attributes:
        organs: the host first.
        day: in words, ``2026年3月7日``.
        sealed: a seal goes on it (加盖印章), so that the day stands four characters in.
    """

    kind: ClassVar[str] = "signature"
    organs: tuple[str, ...]
    day: str
    sealed: bool = True

    @property
    def places(self) -> tuple[Place, ...]:
        """Organ and day: the organ is centred on the day; with a seal the day stands four characters in.

        Source: GB/T 9704-2012 clauses 7.3.5.1 and 7.3.5.2. Several organs stand beside each other
        above the day, in a table of their own.
        """
        inset = 4.0 if self.sealed else 2.0
        if len(self.organs) != 1:
            return (Place(self.day, inset),)
        half = (ems(self.organs[0]) - ems(self.day)) / 2
        organ = max(inset - half, 0.0 if self.sealed else 2.0)
        return (Place(self.organs[0], organ, keep=True), Place(self.day, organ + half))


@dataclass(frozen=True, slots=True)
class Note:
    """A note below the day (附注), put in brackets: whom to ask."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table (栏目); ``width`` in parts of the whole."""

    title: str
    width: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head (表格); the head stands again on every page.

    Attributes:
        columns: its columns.
        rows: their texts; a line break inside a cell stays one.
        caption: words above it, or nothing.
        size: size of the type in points.
    """

    kind: ClassVar[str] = "table"
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    size: float = 12.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form (表格单元): ``label`` names, else it holds a value; ``span`` columns wide."""

    text: str
    label: bool = False
    span: int = 1
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a form (表格行); at least ``height`` millimetres high."""

    cells: tuple[Cell, ...]
    height: float = 10.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A form (表单): labels and values in a ruled frame. ``widths`` in parts of the whole."""

    kind: ClassVar[str] = "grid"
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    size: float = 14.0


Block = (
    Title
    | Subtitle
    | Display
    | Addressee
    | Heading
    | Paragraph
    | Blank
    | PageBreak
    | Attachments
    | Annex
    | Signature
    | Note
    | Table
    | Grid
)
