"""Sheets that are no table (不是一行一件的表): registration forms of one matter, and fields down with matters across."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Final

from xinfang_site.ledgers.columns.contents import ANY_LIST, is_word
from xinfang_site.ledgers.columns.titles import normal_title, shown_title, title_index
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.sheets import Marks, Merge, Row, Sheet
from xinfang_site.ledgers.kinds import LedgerKind, ValueKind
from xinfang_site.ledgers.text import Cell, cell_text, is_blank
from xinfang_site.ledgers.values.dates import beside_day, parse_date

_SURE: Final = 0.9
_FIELDS: Final = 5
_ROWS: Final = 3
_LONGEST_LABEL: Final = 14
_MOST_CARDS: Final = 2000
_NUMBERS: Final = frozenset({ValueKind.PHONES, ValueKind.ID_NUMBER})
_NUMBER: Final = re.compile(r"[\d\s()（）+/、,-]{6,}[\dXx]")
_ASSUMED_YEAR: Final = 2000
_WHO_WROTE: Final = frozenset({"联系人", "负责人"})  # on a form: of the office that sends it
_NO_FIELDS: Final = frozenset(
    {"性别", "年龄", "民族", "职业", "邮编", "邮政编码", "政治面貌", "文化程度", "工作单位", "证件类型"}
)  # labels all the same: 联系电话 left open before 民族 is no telephone
_LOOSE: Final = "其他文字"
_CARDS: Final = "原表是登记单（一张一件），已按各栏的名称读取，请核对"
_TURNED: Final = "原表一列一件，已转成一行一件，行号按转成的表数，请核对"

_Pair = tuple[str, Cell]
_Read = Callable[[Sequence[Row], "_Labels"], tuple[Sequence[Row], list["_Card"]]]


class _Labels:
    """Which texts name a field (栏目名称)."""

    def __init__(self, kind: LedgerKind) -> None:
        self._index, self._kind = title_index(kind), kind
        self._known: dict[str, str | None] = {}
        self._numbers = [spec.name for spec in kind.fields if spec.kind in _NUMBERS]

    def field(self, cell: Cell) -> str | None:
        """The field that a cell names for certain."""
        text = shown_title(cell) if type(cell) is str and len(cell) <= 2 * _LONGEST_LABEL else ""
        if not text or len(text) > _LONGEST_LABEL or text in _WHO_WROTE:
            return None
        if text not in self._known:
            match = self._index.match((text,)) if normal_title(text) in self._index.words else None
            self._known[text] = match.field if match and match.confidence >= _SURE else None
        return self._known[text]

    def names(self, cell: Cell) -> bool:
        """Whether a cell is a label, of a field or of what has none."""
        return self.field(cell) is not None or shown_title(cell).rstrip(":：") in _NO_FIELDS

    def takes(self, cell: Cell) -> bool:
        """Whether a cell can be the value of the label before it, being none itself."""
        return not self.names(cell) and _split(cell, self) is None

    def answers(self, label: Cell, cell: Cell) -> bool:
        """Whether a cell that may be a label is what is chosen beside another one: 信访形式 电话, 内容分类 其他."""
        spec = self._kind.field(self.field(label) or "")
        text = cell_text(cell)
        return (
            spec is not None
            and spec.kind is ValueKind.CHOICE
            and (text in ANY_LIST or is_word(spec.vocabulary, text))
        )

    def fields(self, cells: Sequence[Cell]) -> list[str | None]:
        """The field that each cell of a row names, if any."""
        before = ["", *cells]
        return [None if self.answers(a, b) else self.field(b) for a, b in zip(before, cells, strict=False)]

    def essential(self, title: str) -> bool:
        """Whether a label names what every form has once: who, what."""
        spec = self._kind.field(self.field(title) or "")
        return spec is not None and spec.essential

    def suffice(self, pairs: Mapping[str, Cell]) -> bool:
        """Whether a filled form makes a matter: who, what, enough besides, and a day or a number that is one.

        A sheet that explains how a ledger is filled in has the same labels, but words beside them.
        """
        told = {name: value for title, value in pairs.items() if (name := self.field(title))}
        days = [told[name] for name in self._kind.received_by if name in told]
        numbers = [cell_text(told[name]) for name in self._numbers if name in told]
        if not any(map(_is_day, days)) and (days or not any(map(_NUMBER.fullmatch, numbers))):
            return False
        found = set(told)
        people = {spec.name for spec in self._kind.fields if spec.kind is ValueKind.NAMES and spec.essential}
        return (
            len(found) >= _FIELDS
            and not found.isdisjoint(people)
            and not found.isdisjoint(self._kind.telling)
        )


@dataclass(slots=True)
class _Card:
    """One form (登记单): the row it begins in, what its labels say, and those that begin the next form when they come again."""

    place: int
    pairs: dict[str, Cell] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)


def as_table(sheet: Sheet, head: Sequence[Row], kind: LedgerKind) -> Sheet | None:
    """The sheet laid out as one matter a row (转成表), or None when it is a table, or nothing that is known.

    Args:
        sheet: the sheet.
        head: its first rows.
        kind: the kind of ledger; only one that knows what a record tells has such forms.
    """
    if not kind.telling or not head:
        return None
    labels = _Labels(kind)
    column = _first_column(head)
    if _is_turned(head, labels, column):
        first = _first_label(head, labels, column)
        turned = _laid_out(sheet, labels, partial(_turned, column=column), _TURNED)
        return replace(turned, cell_of=lambda row: f"{_letters(column + row - first - 1)}{first + 1}")
    if _is_form(head, labels):
        first = _cards(head, labels)[1][
            0
        ].place  # the heading made of the labels stands where the first form begins
        laid_out = _laid_out(sheet, labels, _cards, _CARDS)
        return replace(laid_out, cell_of=lambda row: f"A{row - 1 if row == first + 1 else row}")
    return None


def _laid_out(sheet: Sheet, labels: _Labels, read: _Read, note: str) -> Sheet:
    def load() -> tuple[tuple[Merge, ...], Iterator[Row]]:
        _, rows = sheet.load()
        return (), iter(_rows(*read(list(rows), labels)))

    return replace(sheet, load=load, marks=Marks(), note=note)


def _rows(above: Sequence[Row], cards: Sequence[_Card]) -> list[Row]:
    """Titles, a heading of all labels, and each form in a row of its own number."""
    titles = list(dict.fromkeys(title for card in cards for title in card.pairs))
    rows: list[Row] = [*above, list(titles)]
    for card in cards:
        rows.extend([] for _ in range(card.place - len(rows)))
        rows.append([card.pairs.get(title, "") for title in titles])
    return rows


def _is_turned(head: Sequence[Row], labels: _Labels, column: int) -> bool:
    """Labels down the first column that holds anything, matters and no labels beside them."""
    own = [row[column] for row in head if column < len(row) and not is_blank(row[column])]
    fields = [name for name in map(labels.field, own) if name]
    if len(set(fields)) < len(fields) or len(fields) < _FIELDS or len(fields) * 3 < len(own) * 2:
        return False
    beside = (
        cell for row in head if column < len(row) and labels.field(row[column]) for cell in row[column + 1 :]
    )
    if any(map(labels.field, beside)):
        return False
    _, matters = _turned(head, labels, column)
    return len(matters) > 1 and all(labels.suffice(matter.pairs) for matter in matters)


def _first_column(rows: Sequence[Row]) -> int:
    return min((place for row in rows for place, cell in enumerate(row) if not is_blank(cell)), default=0)


def _first_label(rows: Sequence[Row], labels: _Labels, column: int) -> int:
    return next(place for place, row in enumerate(rows) if column < len(row) and labels.field(row[column]))


def _turned(rows: Sequence[Row], labels: _Labels, column: int) -> tuple[Sequence[Row], list[_Card]]:
    """A matter for each column; a row without a label goes on with the one above it."""
    first = _first_label(rows, labels, column)
    cards: list[_Card] = []
    for place in range(column + 1, max(map(len, rows), default=0)):
        card, title = _Card(first + place - column), ""
        for row in rows[first:]:
            title = shown_title(row[column]) if column < len(row) and not is_blank(row[column]) else title
            if place < len(row) and not is_blank(row[place]):
                before = card.pairs.get(title)
                text = row[place] if before is None else f"{cell_text(before)}\n{cell_text(row[place])}"
                card.pairs[title] = text
        if card.pairs:
            cards.append(card)
    return rows[:first], cards


def _letters(column: int) -> str:
    """A column as Excel names it, counted from 0: A to Z, AA."""
    above, rest = divmod(column, 26)
    return (_letters(above - 1) if above else "") + chr(ord("A") + rest)


def _is_form(head: Sequence[Row], labels: _Labels) -> bool:
    """Labels with their values spread over rows; in a table they stand beside one another in one row."""
    told = [labels.fields([cell for cell in row if not is_blank(cell)]) for row in head]
    if any(sum(bool(a and b) for a, b in pairwise(fields)) >= _ROWS for fields in told):
        return False
    spread = sum(any(fields) or _in_cell(row, labels) for fields, row in zip(told, head, strict=True))
    if spread < _ROWS:
        return False
    _, cards = _cards(head, labels)
    return any(labels.suffice(card.pairs) for card in cards)


def _is_day(cell: Cell) -> bool:
    found = parse_date(cell, _ASSUMED_YEAR)
    return found.day is not None and not found.note and not (type(cell) is str and beside_day(cell))


def _in_cell(row: Row, labels: _Labels) -> bool:
    return any(_split(cell, labels) is not None for cell in row)


def _split(cell: Cell, labels: _Labels) -> _Pair | None:
    """姓名：张丰 in one cell."""
    if type(cell) is not str:
        return None
    text = cell_text(cell)
    label, colon, value = text.replace(":", "：", 1).partition("：")
    return (shown_title(label), value.strip()) if colon and value.strip() and labels.field(label) else None


def _cards(rows: Sequence[Row], labels: _Labels) -> tuple[Sequence[Row], list[_Card]]:
    """The forms of a sheet, one below another; the first label, who or what coming again begins the next one.

    反映问题 and 诉求 are both of one form, and so is a second 联系电话, that of 接待人.
    """
    cards: list[_Card] = []
    above: list[Row] = []
    loose: str | None = None
    for place, row in enumerate(rows):
        cells = [cell for cell in row if not is_blank(cell)]
        pairs = list(_pairs(cells, labels))
        if not any(labels.names(title) if cards else labels.field(title) for title, _ in pairs):
            if not cards:
                above.append(row)
            elif cells and loose is not None and len(cells) == 1:
                cards[-1].pairs[loose] = cells[0]
            elif len(cells) > 1 or any(len(cell_text(cell)) > _LONGEST_LABEL for cell in cells):
                _add_loose(cards[-1], cells)
            loose = None
            continue
        titles = {title for title, _ in pairs if labels.field(title)}
        if not cards or not titles.isdisjoint(cards[-1].anchors):
            cards.append(_Card(place + (not cards), anchors=set(titles)))
        cards[-1].anchors |= set(filter(labels.essential, titles))
        loose = pairs[0][0] if len(pairs) == 1 and is_blank(pairs[0][1]) else None
        _fill(cards[-1], pairs)
    if len(cards) > _MOST_CARDS:
        raise LedgerError(f"一个工作表里的登记单超过{_MOST_CARDS}张，请分成几个工作表")
    return above, [card for card in cards if card.pairs]


def _fill(card: _Card, pairs: Sequence[_Pair]) -> None:
    for title, value in pairs:
        if title in card.pairs and not is_blank(value):
            _add_loose(card, [f"{title}：{cell_text(value)}"])
        elif not is_blank(value):
            card.pairs[title] = value


def _add_loose(card: _Card, cells: Sequence[Cell]) -> None:
    """Text under no label is kept in the remarks."""
    before = card.pairs.get(_LOOSE)
    card.pairs[_LOOSE] = "；".join([*([cell_text(before)] if before else []), *map(cell_text, cells)])


def _pairs(cells: Sequence[Cell], labels: _Labels) -> Iterator[_Pair]:
    """Label and value in turn; a label that another one follows has no value."""
    rest = list(cells)
    while rest:
        cell = rest.pop(0)
        inside = _split(cell, labels)
        if inside is not None:
            yield inside
        elif rest and (labels.answers(cell, rest[0]) or labels.takes(rest[0])):
            yield shown_title(cell).rstrip("：:"), rest.pop(0)
        else:
            yield shown_title(cell).rstrip("：:"), ""
