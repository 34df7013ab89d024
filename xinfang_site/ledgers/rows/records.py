"""One record of a sheet into typed values (单行解读)."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Final

from xinfang_site.ledgers.columns.headings import Heading
from xinfang_site.ledgers.columns.mapping import ColumnMapping
from xinfang_site.ledgers.columns.titles import is_serial
from xinfang_site.ledgers.files.sheets import Row
from xinfang_site.ledgers.kinds import LedgerKind, Note, Value, ValueKind
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.rows.bound import Column, bind
from xinfang_site.ledgers.rows.cells import DateReader, Parsed
from xinfang_site.ledgers.rows.dittos import Dittos
from xinfang_site.ledgers.rows.doubts import doubtful
from xinfang_site.ledgers.rows.periods import PeriodColumns
from xinfang_site.ledgers.rows.sheetnames import told_by_name
from xinfang_site.ledgers.text import EXCEL_ERRORS, Cell, cell_text, clean_text, is_blank
from xinfang_site.ledgers.values.vocabulary import Vocabulary
from xinfang_site.ledgers.values.years import YearContext, day_in, span_in, year_in

_NO_YEAR: Final = "没有年份"
_HALF_YEAR: Final = 6
_LONGEST_TITLE: Final = 40
_OUTCOMES: Final = frozenset({"state", "satisfaction"})
_LEDGER: Final = re.compile(
    r"(?:台账|登记[表簿册]?|[一览统计明细情况汇总记录列]表|清单|明细|汇总|导出|目录|底册)$"
)


class RecordReader:
    """Reads the records of one sheet (记录解读), each with the one above it in mind.

    Args:
        heading: the sheet's heading.
        mapping: the field of each column.
        kind: the kind of ledger.
        vocabulary: code tables.
        options: the caller's choices.
        sheet_name: the sheet's name.

    Attributes:
        doubt: what the clerk should check of the columns, told with the first record; None if nothing.
    """

    def __init__(
        self,
        heading: Heading,
        mapping: ColumnMapping,
        kind: LedgerKind,
        vocabulary: Vocabulary,
        options: Options,
        sheet_name: str = "",
    ) -> None:
        self._kind, self._options = kind, options
        self.years = _years(heading, options)
        self.columns = bind(heading, mapping, kind, vocabulary, self.years)
        self._dittos = self._ditto_marks()
        self._yearless: set[str] = set()
        self._aside: list[tuple[str, str, Value]] = []
        bound = [column.title for column in self.columns if column.spec]
        named = {column.spec.name for column in self.columns if column.spec}
        self._dateless = bool(kind.received_by) and named.isdisjoint(kind.received_by)
        self._day = day_in(heading.above, sheet_name, self.years.year) if self._dateless else None
        others = kind.received_by & named
        self._stand_in = None if kind.receipt_field in others else next(iter(sorted(others)), None)
        self._late = (
            next((each for each in kind.stand_ins if each in named), None) if self._dateless else None
        )
        self.doubt = doubtful({c.spec.name: c.title for c in self.columns if c.spec}, kind)
        self._beside = _beside(self.columns)
        self._periods = PeriodColumns(self.columns, self.years)
        counted = (
            c.spec.name == kind.number_field and is_serial(c.title, kind) for c in self.columns if c.spec
        )
        self._always: Mapping[str, Value] = {"renumbered": 1} if any(counted) else {}
        named_first = [*_titles_of(heading), *bound, sheet_name, *heading.above]
        self._implied = kind.implied(named_first) if kind.implied else {}
        self._by_name = partial(told_by_name, kind=kind, vocabulary=vocabulary, columns=named)
        self._named = self._by_name([sheet_name])

    def _ditto_marks(self) -> Dittos:
        dated = {column.place: column.spec.name for column in self.columns if column.spec and column.dated}
        telling = {name for name in dated.values() if name in self._kind.received_by}
        if self._kind.receipt_field in telling:
            # 登记日期 beside it is a later step: its 当日 is the day of receipt
            telling = {self._kind.receipt_field}
        received = {place for place, name in dated.items() if name in telling}
        spec = self._kind.field(self._kind.receipt_field)
        letters = [place for place, name in dated.items() if spec is not None and name == spec.further]
        words = (c for c in self.columns if c.spec and c.spec.kind is ValueKind.CHOICE)
        listed = [c.place for c in words if c.spec and c.spec.vocabulary not in _OUTCOMES]
        later = dated.keys() - received
        return Dittos([column.title for column in self.columns], received, later, letters, listed)

    @property
    def written(self) -> tuple[tuple[int, str], ...]:
        """The marks of the same day in the row last read (同日), which its cells no longer hold."""
        return self._dittos.written

    def prime(self, samples: Sequence[Row]) -> None:
        """Look ahead for the year of the sheet's complete dates (预读年份), nearest row first."""
        dated = [column for column in self.columns if column.dated]
        for row in reversed(samples):
            for column in dated:
                if column.place < len(row) and isinstance(column.read, DateReader):
                    column.read.look_ahead(row[column.place])
        for column in dated:
            if isinstance(column.read, DateReader):
                column.read.begin()

    def section(self, texts: Sequence[str]) -> None:
        """Take what a heading inside the sheet says of the rows below it (分节)."""
        self.years.section(texts)
        self.day_told(texts)
        if self._kind.implied:
            self._implied = {**self._implied, **self._kind.implied(texts)}
        self._named = self._by_name(texts) or self._named

    def day_told(self, texts: Sequence[str]) -> None:
        """Take the day that a line of its own states, where no column holds days (按日分节)."""
        if self._dateless:
            self._day = day_in(texts, texts[0] if len(texts) == 1 else "", self.years.year) or self._day

    def read(self, cells: Row) -> tuple[dict[str, Value], list[Note]]:
        """The values of a record and what to warn about; ditto marks in ``cells`` are filled in place."""
        notes: list[Note] = []
        values: dict[str, Value] = {}
        rest: list[str] = []
        self._yearless.clear()
        self._aside.clear()
        self._dittos.fill(cells, notes)
        self._periods.tell(cells)
        for column in self.columns:
            if column.place >= len(cells):
                break
            cell = cells[column.place]
            if column.plain and type(cell) is str and cell and cell[0] != "#":
                text = clean_text(cell)
                if text and column.spec is not None:
                    values[column.spec.name] = text
                continue
            if cell == "" or cell is None:
                if column.spec is not None and column.spec.warn_missing:
                    notes.append(Note(column.title, "没有填写"))
                continue
            self._cell(column, cell, values, notes, rest)
        if self._aside:
            self._told_aside(values, rest)
        self._extra(cells, rest)
        if self._beside and any(place < len(cells) and not is_blank(cells[place]) for place in self._beside):
            notes.append(Note("", "右边还有一组同名的列，没有另外登记，记入备注"))
        if self._implied.keys().isdisjoint(values):
            values.update(self._implied)
        values.update(self._named)
        self._second_look(cells, values, notes, rest)
        self._dates(values, notes)
        self._remarks(values, rest)
        values.update(self._always)
        return values, notes

    def _cell(
        self, column: Column, cell: Cell, values: dict[str, Value], notes: list[Note], rest: list[str]
    ) -> None:
        if column.spec is None or column.read is None:
            text = cell_text(cell)
            if text:
                rest.append(f"{column.title}：{text}")
            return
        if type(cell) is str and cell[:1] == "#" and cell in EXCEL_ERRORS:
            parsed = Parsed(None, (f"公式出错：{cell}",), cell)
        else:
            parsed = column.read(cell)
        if parsed.value is not None:
            values[column.spec.name] = parsed.value
        if parsed.beside:
            self._aside += ((column.title, *told) for told in parsed.beside)
        if parsed.yearless:
            self._yearless.add(column.spec.name)
        if parsed.notes:
            notes.extend(Note(column.title, message) for message in parsed.notes)
        if parsed.rest:
            rest.append(f"{column.title}：{parsed.rest}")

    def _told_aside(self, values: dict[str, Value], rest: list[str]) -> None:
        """What cells tell of other fields counts where these have no value of their own, else it is kept."""
        for title, name, value in self._aside:
            if values.setdefault(name, value) != value:
                rest.append(f"{title}：{'、'.join(value) if isinstance(value, tuple) else value}")

    def _extra(self, cells: Row, rest: list[str]) -> None:
        """Cells to the right of the last heading."""
        for place in range(len(self.columns), len(cells)):
            text = cell_text(cells[place])
            if text:
                rest.append(f"第{place + 1}列：{text}")

    def _second_look(self, cells: Row, values: dict[str, Value], notes: list[Note], rest: list[str]) -> None:
        """A date without a year, once the other dates of the row have told it."""
        if self._yearless and self.years.of_file == self.years.year is not None:
            notes.append(Note("", f"日期没有写年份，按文件名的{self.years.year}年读取", whole=True))
        if self.years.year is None or not any(note.message.endswith(_NO_YEAR) for note in notes):
            return
        for column in self.columns:
            lost = [note for note in notes if note.column == column.title and note.message.endswith(_NO_YEAR)]
            if lost and column.dated:
                notes[:] = [note for note in notes if note not in lost]
                rest[:] = [line for line in rest if not line.startswith(f"{column.title}：")]
                self._cell(column, cells[column.place], values, notes, rest)

    def _dates(self, values: dict[str, Value], notes: list[Note]) -> None:
        """What finish and the caller's options say of the receipt date (收到日期)."""
        name = self._kind.receipt_field
        if name and self._day is not None:
            values[name] = self._day
            notes.append(Note("", f"没有日期列，按标题或表名的{self._day}读取", whole=True))
        elif self._late is not None and self._late in values:
            values[name] = values[self._late]
            told = next(c.title for c in self.columns if c.spec and c.spec.name == self._late)
            notes.append(Note(told, f"没有收到日期列，各行按“{told}”读取，请核对", whole=True))
        if self._stand_in is not None and self._stand_in in values:
            values[name] = values[self._stand_in]  # a ledger with 登记日期 alone: that is the day of receipt
        if self._kind.finish is not None:
            self._kind.finish(values, notes)
        if not name:
            return
        found = values.get(name)
        spec = self._kind.field(name)
        self._next_year(found, values, notes, spec.further if spec else "")
        title = spec.title if spec else name
        if found is None:
            heading = next((column.title for column in self.columns if column.spec is spec), title)
            if not any(note.column == heading for note in notes):
                notes.append(Note(title, f"没有{title}"))
            if self._options.missing_date is not None:
                values[name] = self._options.missing_date
                notes.append(Note(title, f"按{self._options.missing_date:%Y-%m-%d}登记"))
        day = found.date() if isinstance(found, datetime) else found
        if isinstance(day, date) and self._options.today is not None and day > self._options.today:
            notes.append(Note(title, f"{day:%Y-%m-%d}在今天之后"))

    def _next_year(self, received: Value, values: dict[str, Value], notes: list[Note], letter: str) -> None:
        """A later step without a year that would lie before the receipt is of the next year (跨年办理).

        Likewise the day of a ``letter`` that would lie after its receipt is of the year before.
        """
        if not self._yearless or not isinstance(received, date):
            return
        start = received.date() if isinstance(received, datetime) else received
        for column in self.columns:
            name = column.spec.name if column.spec else ""
            day = values.get(name)
            if name not in self._yearless or type(day) is not date or (day.month, day.day) == (2, 29):
                continue
            months = (start.year - day.year) * 12 + start.month - day.month
            if name == letter and -months >= _HALF_YEAR:
                values[name] = day.replace(year=day.year - 1)
                notes.append(Note(column.title, f"没有写年份，按收到日期的上年{day.year - 1}年读取"))
            elif name != letter and months >= _HALF_YEAR:
                values[name] = day.replace(year=day.year + 1)
                notes.append(Note(column.title, f"没有写年份，按收到日期的次年{day.year + 1}年读取"))

    def _remarks(self, values: dict[str, Value], rest: list[str]) -> None:
        """Unknown columns and text that no value holds are kept in the remarks (记入备注)."""
        if rest and self._kind.remarks_field:
            own = values.get(self._kind.remarks_field)
            values[self._kind.remarks_field] = "\n".join([own, *rest] if isinstance(own, str) else rest)


def _titles_of(heading: Heading) -> list[str]:
    """The short lines above the heading that name the ledger; a column (来访人数) says less of it than they do."""
    return [text for text in heading.above if len(text) <= _LONGEST_TITLE and _LEDGER.search(text)]


def _beside(columns: Sequence[Column]) -> tuple[int, ...]:
    """Columns of a second table to the right (左右两栏): each named like one that tells of a matter or a person."""
    told = {column.title for column in columns if column.spec is not None and column.spec.essential}
    again = [column for column in columns if column.spec is None and column.title[:-1] in told]
    return tuple(column.place for column in again if column.title[-1] == "2") if len(told) > 1 else ()


def _years(heading: Heading, options: Options) -> YearContext:
    """The year of the caller, the title or the sheet's name; that of the file's name is only a guess."""
    span = span_in(heading.above) if options.year is None and heading.year is None else None
    if span is not None:
        return YearContext(span[0], certain=True, begins=span[1])
    year = options.year or heading.year
    name = options.file_name if year is None else None
    guess = year_in([name.rsplit(".", 1)[0]]) if name else None
    return YearContext(year or guess, certain=year is not None, month=heading.month, of_file=guess)
