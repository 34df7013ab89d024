"""Columns bound to their fields (列与字段): what each is read by."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from xinfang_site.ledgers.columns.headings import Heading
from xinfang_site.ledgers.columns.mapping import ColumnMapping
from xinfang_site.ledgers.kinds import FieldSpec, LedgerKind, ValueKind
from xinfang_site.ledgers.rows.cells import CellReader, Parsed, read_id_number, reader_for
from xinfang_site.ledgers.text import Cell, cell_text, clean_text
from xinfang_site.ledgers.values.identities import LENGTH, identities
from xinfang_site.ledgers.values.numbers import parse_id_number
from xinfang_site.ledgers.values.phones import parse_phones
from xinfang_site.ledgers.values.reached import parse_reached, tells_both, tells_scene
from xinfang_site.ledgers.values.vocabulary import Vocabulary
from xinfang_site.ledgers.values.years import YearContext

_DATED: Final = frozenset({ValueKind.DATE, ValueKind.DATETIME})
_PLAIN: Final = frozenset({ValueKind.TEXT, ValueKind.LONG_TEXT})
_EDGES: Final = " \n\t,，;；、/\\|。:："


@dataclass(frozen=True, slots=True)
class Column:
    """One column bound to its field (列): ``spec`` is None for columns that go to the remarks, ``plain`` means text."""

    place: int
    title: str
    spec: FieldSpec | None
    read: CellReader | None
    plain: bool = False

    @property
    def dated(self) -> bool:
        """Whether it holds dates (日期列)."""
        return self.spec is not None and self.spec.kind in _DATED


def bind(
    heading: Heading, mapping: ColumnMapping, kind: LedgerKind, vocabulary: Vocabulary, years: YearContext
) -> list[Column]:
    """The columns of a sheet, each with what reads it (绑定各列)."""
    titles, fields = heading.titles, mapping.fields
    columns: list[Column] = []
    for place in range(max(len(fields), len(titles))):
        name = fields[place] if place < len(fields) else None
        spec = kind.field(name) if name else None
        title = titles[place] if place < len(titles) else f"第{place + 1}列"
        if spec is not None and (other := _beside(spec.name, title, kind, fields)):
            both = partial(_read_both, kind.reached, other, tells_scene(title))
            identity = _field_of(kind, ValueKind.ID_NUMBER)
            columns.append(Column(place, title, spec, partial(_without_identity, identity, both)))
            continue
        reader = _reader(spec, kind, vocabulary, years) if spec else None
        columns.append(Column(place, title, spec, reader, spec is not None and spec.kind in _PLAIN))
    return columns


def _reader(spec: FieldSpec, kind: LedgerKind, vocabulary: Vocabulary, years: YearContext) -> CellReader:
    """The reader of one column; telephones and identity numbers may stand in each other's."""
    if spec.kind is ValueKind.ID_NUMBER and (phones := _field_of(kind, ValueKind.PHONES)):
        return partial(_read_identity, phones)
    reader = reader_for(spec, vocabulary, years)
    if spec.kind is ValueKind.PHONES and (identity := _field_of(kind, ValueKind.ID_NUMBER)):
        return partial(_without_identity, identity, reader)
    return reader


def _field_of(kind: LedgerKind, wanted: ValueKind) -> str:
    return next((spec.name for spec in kind.fields if spec.kind is wanted), "")


def _without_identity(field: str, read: CellReader, cell: Cell) -> Parsed:
    """What a cell tells once the identity number is taken out of it, which goes to its own ``field``."""
    if type(cell) is not str or len(cell) < LENGTH:
        return read(cell)
    numbers, left = identities(clean_text(cell))
    if not numbers or not field:
        return read(cell)
    parsed, notes, rest = read(left), _notes_of(numbers), clean_text(cell) if len(numbers) > 1 else ""
    beside = (*parsed.beside, (field, numbers[0]))
    return replace(parsed, notes=(*parsed.notes, *notes), rest=parsed.rest or rest, beside=beside)


def _read_identity(phones: str, cell: Cell) -> Parsed:
    """An identity number, and the telephone that may stand beside it."""
    if type(cell) is not str or len(cell) <= LENGTH:
        return read_id_number(cell)
    text = clean_text(cell)
    numbers, left = identities(text)
    if not numbers or (len(numbers) == 1 and not left.strip(_EDGES)):
        return read_id_number(cell)
    called = parse_phones(left.strip(_EDGES))
    kept = text if len(numbers) > 1 or called.rest else ""
    beside = ((phones, called.numbers),) if called.numbers else ()
    notes = called.notes if called.numbers else ()  # 户主 is no telephone that could not be read
    return Parsed(numbers[0], (*_notes_of(numbers), *notes), kept, beside=beside)


def _notes_of(numbers: tuple[str, ...]) -> tuple[str, ...]:
    found = parse_id_number(numbers[0])
    several = f"写了{len(numbers)}个身份证号，按第一个读取" if len(numbers) > 1 else ""
    return tuple(note for note in (several, found.note) if note)


def _beside(name: str, title: str, kind: LedgerKind, fields: Collection[str | None]) -> str:
    """The field that a column tells besides its own, where no column of its own does: 住址及电话."""
    if name not in kind.reached or not tells_both(title):
        return ""
    return next((other for other in kind.reached if other not in fields), "")


def _read_both(fields: tuple[str, ...], other: str, scene: bool, cell: Cell) -> Parsed:
    """The address and the telephone of one cell; ``other`` is the one that the column is not bound to.

    Where the matter happened (``scene``) is told in the remarks alone.
    """
    text = cell_text(cell)
    if not text:
        return Parsed(None)
    found = parse_reached(text)
    if scene:
        found = replace(found, address="", rest=text)
    values = dict(zip(fields, (found.address or None, found.phones or None), strict=True))
    beside = values.pop(other)
    return Parsed(values.popitem()[1], found.notes, found.rest, beside=((other, beside),) if beside else ())
