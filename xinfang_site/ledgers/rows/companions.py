"""One matter over several rows (一件多行): its number and text are merged or stand once, each row names a petitioner."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from xinfang_site.ledgers.files.sheets import Row
from xinfang_site.ledgers.kinds import Join, LedgerKind, Value, ValueKind
from xinfang_site.ledgers.results import RowKind, RowResult
from xinfang_site.ledgers.rows.bound import Column
from xinfang_site.ledgers.text import is_blank

_PERSONAL = frozenset({ValueKind.NAMES, ValueKind.PHONES, ValueKind.ID_NUMBER})
_OF_PERSONS: Final = (
    "性别",
    "年龄",
    "民族",
    "职业",
    "出生年月",
    "文化程度",
    "政治面貌",
    "工作单位",
    "与当事人关系",
    "关系",
)
"""Columns without a field that tell of a person and nothing of the matter."""


class Companions:
    """Tells the rows that continue a matter and joins them to it (合并同件).

    Args:
        columns: the bound columns of the sheet.
        kind: the kind of ledger; one without ``join`` has no such rows.
    """

    def __init__(self, columns: Iterable[Column], kind: LedgerKind) -> None:
        self._join: Join | None = kind.join
        bound = [column for column in columns if column.spec is not None]
        self._numbers = {c.place for c in bound if c.spec and c.spec.name in kind.numbering}
        self._texts = {c.place for c in bound if c.spec and c.spec.name in kind.telling}
        self._persons = {
            c.place for c in bound if c.spec and (c.spec.kind in _PERSONAL or c.spec.name in kind.reached)
        } | {c.place for c in columns if c.spec is None and c.title.endswith(_OF_PERSONS)}
        self._names = {c.place for c in bound if c.spec and c.spec.kind is ValueKind.NAMES}
        self._numbered = False
        self._room = 0

    def begun(self, values: Mapping[str, Value]) -> None:
        """Note a matter: how many of the people that it counts are still to be named."""
        people, names = values.get("people"), values.get("names")
        counted = isinstance(people, int) and isinstance(names, tuple) and not self._numbers
        self._room = (
            people - len(names) if counted and isinstance(people, int) and isinstance(names, tuple) else 0
        )

    def continues(self, filled: Collection[int]) -> bool:
        """Whether a row whose ``filled`` cells come from merged ones above belongs to the matter above."""
        return (
            self._join is not None
            and not self._numbers.isdisjoint(filled)
            and bool(self._texts)
            and self._texts.issubset(filled)
        )

    def follows(self, cells: Row) -> bool:
        """Whether a row names a person and no more, below a numbered matter or one of more people than it names.

        Such a row has no number, no day and no text of its own.
        """
        if self._join is None or self._filled(self._numbers, cells):
            self._numbered = True
            return False
        if not self._numbered and self._room < 1:
            return False
        told = {place for place, cell in enumerate(cells) if not is_blank(cell)}
        if told <= self._persons and not self._names.isdisjoint(told) and self._texts:
            self._room -= 1
            return True
        self._numbered, self._room = False, 0
        return False

    @staticmethod
    def _filled(places: Collection[int], cells: Row) -> bool:
        return any(place < len(cells) and not is_blank(cells[place]) for place in places)

    def joined(self, results: Iterable[RowResult]) -> Iterator[RowResult]:
        """The results in order, each matter with the people of the rows that continue it."""
        held: RowResult | None = None
        after: list[RowResult] = []
        for result in results:
            if result.kind is RowKind.COMPANION and held is not None and self._join is not None:
                held = replace(held, values=self._join(held.values, result.values))
                after.append(result)
                continue
            if held is not None:
                yield held
            yield from after
            held, after = (result, []) if result.accepted else (None, [])
            if held is None:
                yield result
        if held is not None:
            yield held
        yield from after
