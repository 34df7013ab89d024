"""One matter over several rows (一件多行): its number and text are merged, each row names one petitioner."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from xinfang_site.ledgers.kinds import Join, LedgerKind
from xinfang_site.ledgers.records import Column
from xinfang_site.ledgers.results import RowKind, RowResult


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

    def continues(self, filled: Collection[int]) -> bool:
        """Whether a row whose ``filled`` cells come from merged ones above belongs to the matter above."""
        return (
            self._join is not None
            and not self._numbers.isdisjoint(filled)
            and bool(self._texts)
            and self._texts.issubset(filled)
        )

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
