"""Figures and tables of reports (统计数据和统计表): frozen values, shared by the core and its plugins.

A rate is never typed: it is computed from its two numbers, which it always carries, together with its
definition, the day it was true on and the address of the records behind it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NOTHING = "—"
_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
CHARTS = ("bar", "line", "stacked")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report (数字).

    Attributes:
        text: as it is printed.
        number: its value for charts and workbooks; None for words and for a rate without a base.
        url: the address of the records behind it; empty when there is no such list.
        numerator: of a rate.
        denominator: of a rate.
        definition: what is divided by what, in words.
        as_of: the day it was true on.
    """

    text: str
    number: Decimal | None = None
    url: str = ""
    numerator: int | None = None
    denominator: int | None = None
    definition: str = ""
    as_of: date | None = None

    @property
    def link(self) -> str:
        """The address of the records behind it where there are any; nothing leads nowhere."""
        return "" if self.number == 0 or self.text == NOTHING else self.url

    @property
    def base(self) -> str:
        """``64/71`` beside a rate; empty for anything else."""
        return "" if self.denominator is None else f"{self.numerator}/{self.denominator}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table (行); ``total`` marks a line that sums others up."""

    label: str
    figures: tuple[Figure, ...]
    url: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """How a table is drawn (图): by which of its columns, counted from 0.

    ``kind``: ``bar`` lying bars of one column, ``line`` a line a column over the rows, ``stacked``
    standing bars that add the columns up.
    """

    kind: str = "bar"
    columns: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures (统计表).

    Attributes:
        key: its short name within the module, such as ``channels``; letters, digits, hyphens.
        caption: its title.
        head: heading of the first column, which holds the rows' labels.
        columns: headings of the figures.
        rows: its lines; each has a figure for every column.
        unit: what is counted, such as 件.
        notes: remarks printed below.
        chart: how to draw it; None for a table that is not drawn.
        as_of: the day its figures were true on.
    """

    key: str
    caption: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: str = "件"
    notes: tuple[str, ...] = ()
    chart: Chart | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Refuse a table whose lines do not fit its columns."""
        for row in self.rows:
            if len(row.figures) != len(self.columns):
                raise ValueError(f"“{self.caption}”的“{row.label}”行应有 {len(self.columns)} 个数字")
        if self.chart is not None and (
            self.chart.kind not in CHARTS
            or any(not 0 <= each < len(self.columns) for each in self.chart.columns)
        ):
            raise ValueError(f"“{self.caption}”的图没有对应的列")

    @property
    def definitions(self) -> tuple[str, ...]:
        """The definitions of its rates, each once."""
        found = (figure.definition for row in self.rows for figure in row.figures if figure.definition)
        return tuple(dict.fromkeys(found))

    def with_notes(self, *notes: str) -> "Table":
        """The table with further remarks."""
        return replace(self, notes=(*self.notes, *notes))


def words(text: str, url: str = "") -> Figure:
    """Words in a place for a number (文字)."""
    return Figure(text, url=url)


def count(number: int, url: str = "", as_of: date | None = None) -> Figure:
    """A number of matters, people, sessions (数量)."""
    return Figure(str(number), Decimal(number), url, as_of=as_of)


def rate(
    numerator: int, denominator: int, definition: str, *, url: str = "", as_of: date | None = None
) -> Figure:
    """A rate in per cent (比率), with its base; without a base there is no rate.

    Raises:
        ValueError: a negative number.
    """
    share = percent(numerator, denominator)
    text = NOTHING if share is None else f"{plain(share)}%"
    return Figure(text, share, url, numerator, denominator, definition, as_of)


def percent(numerator: int, denominator: int) -> Decimal | None:
    """Per cent with two decimals, half up; 100 and 0 only when exact, None when the base is 0.

    ``199999/200000`` is 99.99 and not 100: a rate that is not full never looks full.

    Raises:
        ValueError: a negative number.
    """
    if numerator < 0 or denominator < 0:
        raise ValueError("比率的分子、分母不能为负数")
    if denominator == 0:
        return None
    rounded = (Decimal(numerator) * _HUNDRED / Decimal(denominator)).quantize(_CENT, ROUND_HALF_UP)
    if numerator < denominator and rounded == _HUNDRED:
        return _HUNDRED - _CENT
    if numerator > denominator and rounded == _HUNDRED:
        return _HUNDRED + _CENT
    if numerator > 0 and rounded == 0:
        return _CENT
    return rounded


def change(now: int, before: int, definition: str) -> Figure:
    """Growth against an earlier period in per cent (同比、环比), whose two numbers stand beside it; no base, no growth."""
    if before == 0:
        return Figure(NOTHING, definition=definition)
    grown = (Decimal(now - before) * _HUNDRED / Decimal(before)).quantize(_CENT, ROUND_HALF_UP)
    sign = "+" if grown > 0 else ""
    return Figure(f"{sign}{plain(grown)}%", grown, definition=definition)


def plain(number: Decimal) -> str:
    """A decimal without trailing zeros: 100, 84.31, 3.5."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def listed(module: str, tables: Sequence[Table]) -> Iterator[tuple[str, str, Figure]]:
    """Every figure of ``tables`` with its id and its label: ``module.table.row.column`` by position.

    A figure that names no day of its own has its table's.
    """
    for table in tables:
        key = table.key.removeprefix(f"{module}-")
        for line, row in enumerate(table.rows, 1):
            for place, figure in enumerate(row.figures, 1):
                label = f"{table.caption}：{row.label}，{table.columns[place - 1]}"
                yield (
                    f"{module}.{key}.{line}.{place}",
                    label,
                    replace(figure, as_of=figure.as_of or table.as_of),
                )


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart shows (图的内容): labels of the rows, and the numbers of each series drawn."""

    kind: str
    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
