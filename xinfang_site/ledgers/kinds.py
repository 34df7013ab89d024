"""Kinds of ledgers (台账种类): which fields a ledger has and by which headings they are known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from xinfang_site.ledgers.values.names import Names

Value = str | int | date | datetime | Decimal | Names | tuple[str, ...] | None


class ValueKind(Enum):
    """What a column holds (值的种类)."""

    TEXT = "文本"
    LONG_TEXT = "长文本"
    CODE = "编号"
    DATE = "日期"
    DATETIME = "日期时间"
    COUNT = "人数"
    INTEGER = "整数"
    DECIMAL = "金额"
    NAMES = "姓名"
    PHONES = "电话"
    ID_NUMBER = "证件号码"
    CHOICE = "选项"


@dataclass(frozen=True, slots=True)
class Note:
    """A warning for the clerk (提示): the heading of the column and a plain sentence.

    ``whole`` says that it is about the whole table, told with the first record that it holds for.
    """

    column: str
    message: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a ledger (字段).

    Attributes:
        name: English identifier, the key in ``RowResult.values``.
        title: the Chinese name shown on pages.
        kind: how cells are read.
        synonyms: headings that mean this field; the title always does.
        required: a mapping without it is refused.
        essential: a row without any essential value holds no record.
        vocabulary: the code table for ``ValueKind.CHOICE``.
        warn_missing: an empty cell is worth a warning.
        identifies: takes part in the comparison of records (a serial number does not).
        further: the field that a second column of the same meaning takes (固定电话 beside 手机).
    """

    name: str
    title: str
    kind: ValueKind = ValueKind.TEXT
    synonyms: tuple[str, ...] = ()
    required: bool = False
    essential: bool = False
    vocabulary: str = ""
    warn_missing: bool = False
    identifies: bool = True
    further: str = ""


Finish = Callable[[dict[str, Value], list[Note]], None]
Implied = Callable[[Sequence[str]], Mapping[str, Value]]
Join = Callable[[Mapping[str, Value], Mapping[str, Value]], Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class LedgerKind:
    """A kind of ledger (台账种类): petitions, a rota, briefings, study records.

    Attributes:
        name: English identifier.
        title: the Chinese name.
        fields: the fields in the order of the page.
        number_field: the field that should be unique in a file; clashes are warned about.
        remarks_field: takes what unknown columns hold, as 列名：值 lines.
        receipt_field: the date that ``Options.today`` and ``Options.missing_date`` speak of.
        received_by: the fields that may tell that date; a sheet without any of them takes it from its title.
        stand_ins: the fields that tell that date in a table that has no column of them, the best one first.
        late_receipt: headings of that date that name a later step where another column tells it too (受理时间).
        numbering: the fields that number a record; merged over rows together with all of ``telling`` they
            say that the rows are one record.
        telling: the fields that tell what a record is about.
        join: takes what such a further row says into the record.
        implied: what titles, sheet names and sections say of every row below them (来信登记簿).
        reached: the fields of address and telephone, which one column may tell together (住址及电话).
        told_by_name: the fields that a sheet's or a section's name may state for every row in it (一街一表).
        finish: looks at a whole row once its cells are read; may change values and add notes.
    """

    name: str
    title: str
    fields: tuple[FieldSpec, ...]
    number_field: str = ""
    remarks_field: str = "remarks"
    receipt_field: str = ""
    finish: Finish | None = None
    implied: Implied | None = None
    received_by: frozenset[str] = frozenset()
    stand_ins: tuple[str, ...] = ()
    late_receipt: frozenset[str] = frozenset()
    numbering: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    join: Join | None = None
    reached: tuple[str, ...] = ()
    told_by_name: tuple[str, ...] = ()

    def field(self, name: str) -> FieldSpec | None:
        """The field of that name (按名取字段), or None."""
        return next((spec for spec in self.fields if spec.name == name), None)
