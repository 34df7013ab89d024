"""Rows of one sheet into results (逐行结果): nothing is dropped in silence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from xinfang_site.ledgers.columns.headings import Heading, JoinedColumns, blank_row
from xinfang_site.ledgers.files.sheets import Merge, Row, Sheet
from xinfang_site.ledgers.files.strikes import without_struck
from xinfang_site.ledgers.kinds import LedgerKind, Note, Value, ValueKind
from xinfang_site.ledgers.results import Outcome, RowKind, RowResult
from xinfang_site.ledgers.rows.classify import RowClassifier
from xinfang_site.ledgers.rows.companions import Companions
from xinfang_site.ledgers.rows.fills import Fills, with_formulas
from xinfang_site.ledgers.rows.records import RecordReader
from xinfang_site.ledgers.tables.stacked import FurtherTables, NumberedRows
from xinfang_site.ledgers.text import cell_text, is_blank

_REASONS: Final[Mapping[RowKind, str]] = {
    RowKind.TITLE: "标题行",
    RowKind.HEADING: "表头行",
    RowKind.TOTAL: "小计或合计行，不是信访件",
    RowKind.SIGNATURE: "签字或落款行，不是信访件",
    RowKind.NOTE: "说明文字，不是信访件",
    RowKind.SECTION: "分节标题，不是信访件",
    RowKind.EMPTY: "没有可登记的内容",
    RowKind.CONTINUED: "合并单元格的延续行，没有自己的内容",
}
_FEW: Final = 3


@dataclass(slots=True)
class Seen:
    """What earlier rows of the whole file held (已读过的): for duplicates, clashing numbers, years, doubts told once."""

    rows: dict[tuple[int, int], tuple[str, int]] = field(default_factory=dict)
    numbers: dict[str, tuple[str, int]] = field(default_factory=dict)
    year: int | None = None
    doubts: set[Note] = field(default_factory=set)

    def anew(self, doubt: Note) -> bool:
        """Whether a doubt about a whole table is to be told (首次提示): it was not yet."""
        told = doubt in self.doubts
        self.doubts.add(doubt)
        return not told


class SheetRows:
    """Interprets the rows of one sheet (工作表解读).

    Args:
        sheet: the sheet.
        heading: its heading.
        records: reads single records.
        kind: the kind of ledger.
        seen: shared by the sheets of one file.

    Attributes:
        further: the heading of another table, once the rows above it have been read.
    """

    def __init__(
        self, sheet: Sheet, heading: Heading, records: RecordReader, kind: LedgerKind, seen: Seen
    ) -> None:
        self._sheet, self._heading, self._records, self._kind, self._seen = (
            sheet,
            heading,
            records,
            kind,
            seen,
        )
        self.further: Heading | None = None
        self._guess_told = False
        self._marked = bool(sheet.marks.struck or sheet.marks.partly_struck or sheet.marks.hidden_rows)
        self._numbering = frozenset(
            c.place for c in records.columns if c.spec and c.spec.kind is ValueKind.CODE
        )
        self._companions = Companions(records.columns, kind)
        self._asides = frozenset(
            c.place for c in records.columns if c.spec is None or c.spec.name == kind.remarks_field
        )
        self._ignored = frozenset(c.place for c in records.columns if c.spec and not c.spec.identifies)
        self._wanted = "、".join(c.title for c in records.columns if c.spec and c.spec.essential)

    def results(self, rows: NumberedRows, merges: Sequence[Merge]) -> Iterator[RowResult]:
        """One result for each row (逐行结果), up to the heading of another table; a run of blank rows is one result."""
        found, cell_of = self._companions.joined(self._each(rows, merges)), self._sheet.cell_of
        if cell_of is None:
            return found
        return (each if each.structural else _placed(each, cell_of(each.row_number)) for each in found)

    def _each(self, rows: NumberedRows, merges: Sequence[Merge]) -> Iterator[RowResult]:
        blank_from, blanks = 0, 0
        columns, body = JoinedColumns(self._heading), self._heading.first + self._heading.height
        fills, classifier = Fills(merges, body), self._classifier(merges)
        tables = FurtherTables(self._heading, self._kind, merges, self._sheet.name)
        formulas, struck = self._sheet.marks.formulas, self._sheet.marks.partly_struck
        for place, raw in rows:
            cells = with_formulas(raw, formulas[place]) if place in formulas else raw
            cells = without_struck(cells, struck[place]) if place in struck else cells
            if blank_row(cells):
                blank_from, blanks = (blank_from if blanks else place), blanks + 1
                continue
            if blanks:
                yield self._blank(blank_from, blanks)
                blanks = 0
            if place >= body and (further := tables.begins(place, cells, rows)):
                self.further = further
                rows.put_back(place, raw)
                return
            result = self._row(place, columns.join(cells) if place >= body else cells, fills, classifier)
            tables.passed(cells, record=result.kind is RowKind.RECORD)
            yield result
        if blanks:
            yield self._blank(blank_from, blanks)

    def _classifier(self, merges: Sequence[Merge]) -> RowClassifier:
        bound = [column for column in self._records.columns if column.spec]
        essential = [column.place for column in bound if column.spec and column.spec.essential]
        return RowClassifier(
            self._heading, essential or [column.place for column in bound], self._numbering, merges
        )

    def _blank(self, first: int, rows: int) -> RowResult:
        reason = f"空行{rows}行" if rows > 1 else "空行"
        return RowResult(
            self._sheet.name, first + 1, Outcome.SKIPPED, RowKind.BLANK, reason=reason, rows=rows
        )

    def _skip(self, place: int, cells: Row, kind: RowKind, reason: str) -> RowResult:
        return RowResult(self._sheet.name, place + 1, Outcome.SKIPPED, kind, reason=reason, raw=tuple(cells))

    def _row(self, place: int, cells: Row, fills: Fills, classifier: RowClassifier) -> RowResult:
        heading = self._heading
        if place < heading.first + heading.height:
            kind = RowKind.TITLE if place < heading.first else RowKind.HEADING
            return self._skip(place, cells, kind, _REASONS[kind])
        before = len(cells) - cells.count("")
        filled = fills.fill(place, cells)
        kind = classifier.kind(place, cells)
        if kind is RowKind.SECTION:
            self._section(cells)
        elif kind is RowKind.SIGNATURE:
            self._records.day_told([cell_text(cell) for cell in cells if not is_blank(cell)])
        if kind is RowKind.EMPTY and filled and before <= 1:
            kind = RowKind.CONTINUED
        if kind is RowKind.EMPTY:
            return replace(self._skip(place, cells, kind, _REASONS[kind]), column=self._wanted)
        if kind is not RowKind.RECORD:
            return self._skip(place, cells, kind, _REASONS[kind])
        if self._companions.continues(filled) or self._companions.follows(cells):
            values, _ = self._records.read(cells)
            reason = "与上一行是同一件，信访人记入该件"
            return replace(self._skip(place, cells, RowKind.COMPANION, reason), values=values)
        return self._record(place, cells)

    def _section(self, cells: Row) -> None:
        """A heading inside the sheet may name another year or month (2020年, 三月), or a channel (二、来访)."""
        self._records.section([cell_text(cell) for cell in cells if not is_blank(cell)])

    def _record(self, place: int, cells: Row) -> RowResult:
        values, notes = self._records.read(cells)
        self._companions.begun(values)
        raw = tuple(cells)
        name, number = self._sheet.name, place + 1
        if self._marked and self._struck(place, cells, notes, values):
            reason = "整行有删除线，视为作废"
            return RowResult(name, number, Outcome.VOID, RowKind.STRUCK, values, tuple(notes), reason, raw)
        first = self._duplicate(place, cells, notes)
        if first is not None:
            where = f"第{first[1]}行" if first[0] == name else f"工作表“{first[0]}”第{first[1]}行"
            return RowResult(
                name, number, Outcome.SKIPPED, RowKind.DUPLICATE, reason=f"与{where}完全相同", raw=raw
            )
        self._clash(place, values, notes)
        if self._heading.height == 0 and not self._guess_told:
            notes.append(Note("", "没有表头，按各列的内容认列，请核对", whole=True))
            self._guess_told = True
        if self._sheet.note:
            notes.append(Note("", self._sheet.note, whole=True))
        if self._records.doubt is not None:
            notes.append(self._records.doubt)
        notes = [note for note in notes if not note.whole or self._seen.anew(note)]
        outcome = Outcome.WARNED if notes else Outcome.IMPORTED
        return RowResult(
            name,
            number,
            outcome,
            RowKind.RECORD,
            values,
            tuple(notes),
            "",
            raw,
            written=self._records.written,
        )

    def _struck(self, place: int, cells: Row, notes: list[Note], values: dict[str, Value]) -> bool:
        """Whether the whole row is struck out; a hidden row and a partly struck one are warned about."""
        marks = self._sheet.marks
        if place in marks.hidden_rows:
            notes.append(Note("", "这一行在表里是隐藏的"))
        struck = marks.struck.get(place, frozenset())
        partly = marks.partly_struck.get(place, {})
        if not struck and not partly:
            return False
        filled = {column for column, cell in enumerate(cells) if not is_blank(cell)} - self._numbering
        told = filled - self._asides  # 备注 may say why the row was struck out
        if struck >= (told or filled):
            return True
        titles = {column.place: column.title for column in self._records.columns}
        whole = [titles.get(column, "有的单元格") for column in sorted(struck)]
        if whole:
            notes.append(Note(whole[0], f"{'、'.join(whole)}有删除线"))
        for column, text in sorted(partly.items()):
            title = titles.get(column, "有的单元格")
            notes.append(Note(title, f"{title}有删除线，划去的“{text.struck.strip()[:60]}”没有采用"))
            told_before, line = (
                values.get(self._kind.remarks_field),
                f"{title}（划去）：{text.struck.strip()}",
            )
            values[self._kind.remarks_field] = f"{told_before}\n{line}" if told_before else line
        return False

    def _duplicate(self, place: int, cells: Row, notes: list[Note]) -> tuple[str, int] | None:
        """The first row that is exactly the same but for its serial number (完全重复)."""
        content = [cell for column, cell in enumerate(cells) if column not in self._ignored]
        while content and content[-1] == "":
            content.pop()
        text = "\0".join(map(str, content))
        key = (hash(text), len(text))
        first = self._seen.rows.setdefault(key, (self._sheet.name, place + 1))
        if first == (self._sheet.name, place + 1):
            return None
        if len(content) - content.count("") < _FEW:
            notes.append(Note("", f"与第{first[1]}行相同，但内容太少，仍然导入"))
            return None
        return first

    def _clash(self, place: int, values: Mapping[str, Value], notes: list[Note]) -> None:
        """The same number with other content (编号冲突)."""
        number = values.get(self._kind.number_field) if self._kind.number_field else None
        if not isinstance(number, str):
            return
        first = self._seen.numbers.setdefault(number, (self._sheet.name, place + 1))
        if first != (self._sheet.name, place + 1):
            where = f"第{first[1]}行" if first[0] == self._sheet.name else f"工作表“{first[0]}”第{first[1]}行"
            notes.append(Note("编号", f"编号{number}与{where}重复，内容不同"))


def _placed(result: RowResult, cell: str) -> RowResult:
    """The result where it stands in the file: in a row of its own, or from a cell on."""
    column = cell.rstrip("0123456789")
    if column == "A":
        return replace(result, row_number=int(cell.removeprefix(column)))
    return replace(result, cell=cell)
