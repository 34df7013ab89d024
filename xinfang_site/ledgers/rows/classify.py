"""What a row is (行的种类) before its cells are read: record, total, signature, note, heading again, section."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from xinfang_site.ledgers.columns.headings import Heading
from xinfang_site.ledgers.files.sheets import Merge, Row
from xinfang_site.ledgers.results import RowKind
from xinfang_site.ledgers.text import cell_text, chinese_number, fold, is_blank, squeeze
from xinfang_site.ledgers.traditional import simplified
from xinfang_site.ledgers.values.dates import parse_date
from xinfang_site.ledgers.values.years import month_in

TOTAL: Final = re.compile(
    r"^[（(【]?(?:本?[页日周旬月季年]度?|上半年|下半年|全年|截[至止].{0,12})?(?:小计|合计|总计|累计|共计|总数|总合计)"
    r"|^(?:本|当|全)[页日周旬月季年](?:度|份)?共|^(?:\d{4}年)?\d{1,2}月份?(?:小计|合计|共)|^[\d〇○零一二三四五六七八九]{4}年度?(?:全年)?(?:小计|合计|总计|累计|共)|^共[计收接受登有]?\d+|^其中[:,]?(?:[^\d:]{0,8}\d+[件批起条人次个户]+[,、;。]?)*$|^.{1,16}(?:小计|合计|总计)[:：]?(?:\d+[件批起条人次]*)?$"
)
SIGNATURE: Final = re.compile(
    r"^(?:填[表报]|制表|审[核批定签]|复核|经办|统计|报送|校对|主管|分管|负责|单位负责|部门负责|科室负责|领导签|签[字名章发]|盖章"
    r"|填写|打印|录入|联系|抄[送报]|科长|主任|局长|报表|报告)[\u4e00-\u9fff]{0,6}(?:[(（][^)）]{0,8}[)）])?[:：]"
    r"|^(?:日期|时间|电话|单位|单位名称)[:：]|^(?:单位|部门|镇街|街道|社区|科室)(?:名称)?[(（](?:盖章|公章|签章)[)）][:：]|^[(（](?:盖章|公章|签章|签字)[)）]"
    r"|^[\u4e00-\u9fff×]{0,16}[(（](?:盖章|公章|签章|签字|签名)[)）][:：]?$"
)
NOTE: Final = re.compile(
    r"^[（(【*※]?(?:注|备注|说明|填表说明|附注|附|注释|注意|备\s*注|填报说明|编者注|[*※])\d*[:：、.．]|^[*※]"
)
_HINT: Final = re.compile(
    r"必填|选填|可不填|不填|自动|格式|示例|样例|例[:：如]|不超过|[字位]以内|下拉|[请可]?选择|请?填写|\d+位|代码"
)
"""What a template writes below its headings to say how they are filled in."""
_BELOW_BLANK: Final = re.compile(r"^[（(【]?(?:以下|下面|下)(?:为?空白|无正文|空)[）)】]?$")
_COUNTING: Final = frozenset(
    {"件数", "件次", "批次", "人次", "数量", "总数", "占比", "比例", "件数(件)", "人数(人)"}
)
_COLUMN_MARK: Final = re.compile(
    r"[（(]?(\d{1,2}|[①-⑳]|[甲乙丙丁戊己庚辛壬癸]|[A-Za-z]|[一二三四五六七八九十]{1,2})[)）]?(?:栏|列)?"
)
_FIGURE: Final = re.compile(r"\d{1,8}(?:\.\d+)?[%％件批人次]*")  # a telephone is no figure
_COUNTED: Final = re.compile(r"[\d:,、;。.件批起条人次个户]*")
_NUMBERED: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}(?:[)）]、?|[、.．])")
_ENDINGS: Final = ":： 0123456789件批起条人次"
"""What may follow 双碑街道小计 in its cell."""
_LONGEST_SECTION: Final = 20
_FEW: Final = 4
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_TRIGGERS: Final = frozenset(
    "（(【本上下全截小合总累共其当填制审复经统报校主分负单部科领签盖打录联抄局日时电注备说附编*※1234567890"
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
        self._below = heading.first + heading.height
        self._counting = False
        titled = (place for place, parts in enumerate(heading.parts) if any(parts))
        self._leftmost = next(titled, 0)

    def kind(self, row: int, cells: Row) -> RowKind:
        """What the row is; ``RowKind.RECORD`` when nothing says otherwise."""
        if row == self._below and (counts_columns(cells) or _explains(cells)):
            self._below = row + 1
            return RowKind.HEADING
        found = self._kind(row, cells)
        if found is RowKind.HEADING:
            self._below = row + 1
        return found

    def _kind(self, row: int, cells: Row) -> RowKind:
        first = next((cell for cell in cells if not is_blank(cell)), "")
        filled = len(cells) - cells.count("")
        if filled <= _FEW and self._counts(cells):
            return RowKind.NOTE
        if not isinstance(first, str):
            return self._essential_or_not(cells)
        if (
            filled > 2
            and simplified(first[0]) not in _TRIGGERS
            and first.rstrip(_ENDINGS)[-1:] != "计"
            and _plain(first[:20]) not in self._first_names
        ):
            return self._essential_or_not(cells)
        places = [place for place, cell in enumerate(cells) if not is_blank(cell)]
        texts = [_plain(cell_text(cells[place])) for place in places]
        return self._form(row, places, texts) or self._essential_or_not(cells)

    def _counts(self, cells: Row) -> bool:
        """Whether a row belongs to a small table of figures below the ledger: 类别 件数 占比, and what it counts."""
        texts = [text for text in map(cell_text, cells) if text]
        if not _COUNTING.isdisjoint(texts[1:]):
            self._counting = True
            return True
        self._counting = self._counting and len(texts) > 1 and all(map(_FIGURE.fullmatch, texts[1:]))
        return self._counting

    def _form(self, row: int, places: list[int], texts: list[str]) -> RowKind | None:
        if self._repeats_heading(places, texts):
            return RowKind.HEADING
        matter = any(
            place in self._essential and len(text) > 12 and not SIGNATURE.match(text)
            for place, text in zip(places[1:], texts[1:], strict=True)
        )
        if not matter and len(texts[0]) <= 60 and self._totals(places, texts):
            return RowKind.TOTAL
        if SIGNATURE.match(texts[0]) and not matter:
            return RowKind.SIGNATURE
        if NOTE.match(texts[0]) and len(texts) <= 2:
            return RowKind.NOTE
        return self._alone(row, places[0], texts[0]) if len(texts) == 1 else None

    def _alone(self, row: int, place: int, text: str) -> RowKind | None:
        if _BELOW_BLANK.match(text):
            return RowKind.NOTE
        if text in {_plain(line) for line in self._heading.above}:
            return RowKind.TITLE
        if parse_date(text).day and (place not in self._numbering or not text.isdigit()) and len(text) <= 12:
            # 2021年1月信访台账 begins a month; 2022年1月5日填 at the foot of a page is no other year
            return RowKind.SECTION if month_in([text]) else RowKind.SIGNATURE
        # further right, 二、要求赔偿 is the second demand of the matter above
        numbered = place <= self._leftmost and len(text) <= _LONGEST_SECTION and _NUMBERED.match(text)
        if numbered or row in self._wide or (place not in self._essential and not text.isdigit()):
            return RowKind.SECTION
        return None

    def _totals(self, places: list[int], texts: list[str]) -> bool:
        """Whether a row adds up; beside a day, only by the word alone and figures: 合计 2026.1.31 3件."""
        match = TOTAL.match(texts[0])
        if match is None or not self._holds_date(texts[1:]):
            return match is not None
        told = (text for place, text in zip(places[1:], texts[1:], strict=True) if place in self._essential)
        figures = all(_FIGURE.fullmatch(text) or parse_date(text).day for text in told)
        return bool(_COUNTED.fullmatch(texts[0][match.end() :])) and figures

    @staticmethod
    def _holds_date(texts: list[str]) -> bool:
        return any(not text.replace(".", "", 1).isdigit() and parse_date(text).day for text in texts[:6])

    def _repeats_heading(self, places: list[int], texts: list[str]) -> bool:
        same = sum(
            text in self._names[place]
            for place, text in zip(places, texts, strict=True)
            if place < len(self._names)
        )
        return same >= 2 and same * 10 >= len(texts) * 6

    def _essential_or_not(self, cells: Row) -> RowKind:
        for place in self._essential:
            if place < len(cells) and not is_blank(cell := cells[place]):
                if type(cell) is str and not cell.isdigit():
                    return RowKind.RECORD
                if any(place < len(cells) and len(cell_text(cells[place])) > 1 for place in self._essential):
                    return RowKind.RECORD
        return RowKind.EMPTY


def _explains(cells: Row) -> bool:
    """Whether a row right below the heading says how its columns are to be filled in (填写说明): 必填, 格式：2024-01-01."""
    texts = [text for text in map(cell_text, cells) if text]
    hints = sum(len(text) <= _LONGEST_SECTION and bool(_HINT.search(text)) for text in texts)
    return hints >= _FEW - 1 and hints * 3 >= len(texts) * 2


def counts_columns(cells: Row) -> bool:
    """Whether a row below the heading only numbers the columns (栏次): 1 2 3, ① ② ③, 甲 乙 1 2."""
    texts = [text for text in map(cell_text, cells) if text]
    marks = [match for text in texts if (match := _COLUMN_MARK.fullmatch(text))]
    if len(texts) < _FEW - 1 or len(marks) < len(texts):
        return False
    places = [_place_of(match[1]) for match in marks]
    return places[0] == 1 and all(right - left == 1 or right == 1 for left, right in pairwise(places))


def _place_of(mark: str) -> int:
    """The number that a column's mark stands for."""
    if mark in _STEMS:
        return _STEMS.index(mark) + 1
    if mark.isascii() and mark.isalpha():
        return ord(mark.lower()) - ord("a") + 1
    plain = fold(mark)
    return int(plain) if plain.isdecimal() else chinese_number(plain) or 0


def _plain(text: str) -> str:
    return simplified(squeeze(text))
