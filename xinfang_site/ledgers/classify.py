"""What a row is (行的种类) before its cells are read: record, total, signature, note, heading again, section."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from xinfang_site.ledgers.dates import parse_date
from xinfang_site.ledgers.headings import Heading
from xinfang_site.ledgers.results import RowKind
from xinfang_site.ledgers.sheets import Merge, Row
from xinfang_site.ledgers.text import cell_text, is_blank, squeeze
from xinfang_site.ledgers.traditional import simplified

TOTAL: Final = re.compile(
    r"^[（(【]?(?:本?[页日周旬月季年]度?|上半年|下半年|全年|截[至止].{0,12})?(?:小计|合计|总计|累计|共计|总数|总合计)"
    r"|^(?:本|当|全)[页日周旬月季年](?:度|份)?共|^(?:\d{4}年)?\d{1,2}月份?(?:小计|合计|共)|^共[计收接受登有]?\d+"
)
SIGNATURE: Final = re.compile(
    r"^(?:填[表报]|制表|审[核批定签]|复核|经办|统计|报送|校对|主管|分管|负责|单位负责|部门负责|科室负责|领导签|签[字名章发]|盖章"
    r"|填写|打印|录入|联系|抄[送报]|科长|主任|局长|报表|报告)[\u4e00-\u9fff]{0,6}(?:[(（][^)）]{0,8}[)）])?[:：]"
    r"|^(?:日期|时间|电话|单位|单位名称)[:：]|^[(（](?:盖章|公章|签章|签字)[)）]"
)
NOTE: Final = re.compile(
    r"^[（(【*※]?(?:注|备注|说明|填表说明|附注|附|注释|注意|备\s*注|填报说明|编者注|[*※])\d*[:：、.．]|^[*※]"
)
_TRIGGERS: Final = frozenset(
    "（(【本上下全截小合总累共当填制审复经统报校主分负单部科领签盖打录联抄局日时电注备说附编*※1234567890"
)


class RowClassifier:
    """Tells records from the rest (行分类) on one sheet.

    Args:
        heading: the sheet's heading.
        essential: the columns of which a record has at least one.
        numbering: the columns of serial and register numbers.
        merges: merged ranges of the sheet.
    """

    def __init__(
        self,
        heading: Heading,
        essential: Collection[int],
        numbering: Collection[int],
        merges: Sequence[Merge],
    ) -> None:
        self._heading = heading
        self._essential = frozenset(essential)
        self._numbering = frozenset(numbering)
        self._wide = frozenset(
            row
            for (row, left), (end, right) in merges
            if row == end and right - left >= 2 and row >= heading.first
        )
        self._names = [frozenset(filter(None, (_plain(part) for part in parts))) for parts in heading.parts]
        self._first_names = frozenset(name for names in self._names for name in names)

    def kind(self, row: int, cells: Row) -> RowKind:
        """What the row is; ``RowKind.RECORD`` when nothing says otherwise."""
        first = next((cell for cell in cells if not is_blank(cell)), "")
        filled = len(cells) - cells.count("")
        if not isinstance(first, str):
            return self._essential_or_not(cells)
        if (
            filled > 2
            and simplified(first[0]) not in _TRIGGERS
            and _plain(first[:20]) not in self._first_names
        ):
            return self._essential_or_not(cells)
        places = [place for place, cell in enumerate(cells) if not is_blank(cell)]
        texts = [_plain(cell_text(cells[place])) for place in places]
        return self._form(row, places, texts) or self._essential_or_not(cells)

    def _form(self, row: int, places: list[int], texts: list[str]) -> RowKind | None:
        if self._repeats_heading(places, texts):
            return RowKind.HEADING
        matter = any(
            place in self._essential and len(text) > 12 and not SIGNATURE.match(text)
            for place, text in zip(places[1:], texts[1:], strict=True)
        )
        if TOTAL.match(texts[0]) and len(texts[0]) <= 60 and not matter and not self._holds_date(texts[1:]):
            return RowKind.TOTAL
        if SIGNATURE.match(texts[0]) and not matter:
            return RowKind.SIGNATURE
        if NOTE.match(texts[0]) and len(texts) <= 2:
            return RowKind.NOTE
        if len(texts) == 1:
            return self._alone(row, places[0], texts[0])
        return None

    def _alone(self, row: int, place: int, text: str) -> RowKind | None:
        if text in {_plain(line) for line in self._heading.above}:
            return RowKind.TITLE
        if parse_date(text).day and (place not in self._numbering or not text.isdigit()) and len(text) <= 12:
            return RowKind.SIGNATURE
        if row in self._wide or (place not in self._essential and not text.isdigit()):
            return RowKind.SECTION
        return None

    @staticmethod
    def _holds_date(texts: list[str]) -> bool:
        return any(not text.replace(".", "").isdigit() and parse_date(text).day for text in texts[:6])

    def _repeats_heading(self, places: list[int], texts: list[str]) -> bool:
        same = sum(
            text in self._names[place]
            for place, text in zip(places, texts, strict=True)
            if place < len(self._names)
        )
        return same >= 2 and same * 10 >= len(texts) * 6

    def _essential_or_not(self, cells: Row) -> RowKind:
        for place in self._essential:
            if place < len(cells) and not is_blank(cells[place]):
                return RowKind.RECORD
        return RowKind.EMPTY


def _plain(text: str) -> str:
    return simplified(squeeze(text))
