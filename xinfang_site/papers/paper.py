"""An official paper (公文): its head, its blocks, its foot. Needs no petition, no office, no database."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from xinfang_site.papers.blocks import Block
from xinfang_site.papers.metrics import ACROSS, UPRIGHT, Sheet


@dataclass(frozen=True, slots=True)
class RedHead:
    """The head of a document with a red mark (文件格式), clause 7.2.

    Attributes:
        organs: issuing organs, the host first.
        number: ``区信访发〔2026〕5号``.
        word: what follows the organs' names, usually 文件; may be empty.
        signer: who signed (签发人), on papers to a superior organ only.
        urgency: 特急 or 加急.
        notice: 内部 or another limit of circulation; never a level of state secrecy.
        copy: six digits (份号).
    """

    kind: ClassVar[str] = "red"
    organs: tuple[str, ...]
    number: str = ""
    word: str = "文件"
    signer: str = ""
    urgency: str = ""
    notice: str = ""
    copy: str = ""


@dataclass(frozen=True, slots=True)
class LetterHead:
    """The head of a letter (信函格式), clause 10.1: red mark, double lines, number at the right."""

    kind: ClassVar[str] = "letter"
    organ: str
    number: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class MinutesHead:
    """The head of minutes (纪要格式), clause 10.3: ``name`` ends in 纪要."""

    kind: ClassVar[str] = "minutes"
    name: str
    number: str = ""
    organ: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of a briefing (简报报头): 刊名, 期号, 编印单位, 日期.

    Attributes:
        name: 每日要情 and the like.
        issue: ``第231期`` or ``〔2026〕第231期（总第1687期）``.
        organ: who edits it, at the left.
        day: its day in words, at the right.
        notice: ``内部资料　注意保存`` and the like, upper left.
        urgency: 特急 or 加急, upper right.
    """

    kind: ClassVar[str] = "briefing"
    name: str
    issue: str
    organ: str
    day: str
    notice: str = ""
    urgency: str = ""

    @property
    def spaced(self) -> str:
        """The name as printed: a short one with room between its characters (刊名)."""
        return "　".join(self.name) if len(self.name) <= 4 else self.name


Head = RedHead | LetterHead | MinutesHead | Masthead


@dataclass(frozen=True, slots=True)
class Imprint:
    """The foot of the last page (版记), clause 7.4.

    Attributes:
        lines: ``抄送：区政府办公室。``, ``报：…``, ``送：…``; each with its colon and full stop.
        organ: who printed it (印发机关), or empty.
        day: ``2026年3月7日印发``, or ``共印30份``; at the right.
        staff: ``编辑：…　审核：…　签发：…`` of a briefing, above the lines.
    """

    lines: tuple[str, ...] = ()
    organ: str = ""
    day: str = ""
    staff: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper (公文).

    Attributes:
        name: the document's name in the file's properties and the page's title.
        blocks: what it says, in order.
        head: None for a form, a table, a certificate.
        imprint: the foot of the last page, or None.
        across: the page lies across (横排).
        numbered: pages carry their numbers.
    """

    name: str
    blocks: tuple[Block, ...]
    head: Head | None = None
    imprint: Imprint | None = None
    across: bool = False
    numbered: bool = True

    @property
    def sheet(self) -> Sheet:
        """Its page (纸张)."""
        return ACROSS if self.across else UPRIGHT


def official_day(day: date) -> str:
    """A day as papers write it (成文日期): no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def document_number(code: str, year: int, number: int) -> str:
    """A document's number (发文字号): ``区信访发〔2026〕5号``."""
    return f"{code}〔{year}〕{number}号"
