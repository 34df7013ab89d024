"""What each row of a ledger would become (导入计划): the same for a trial and for the import itself."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from xinfang_site.imports.drafting.drafted_rows import Drafted, DraftedRows
from xinfang_site.imports.drafting.drafter import Taken
from xinfang_site.imports.drafting.words import Words
from xinfang_site.imports.orders import Desk, Order
from xinfang_site.imports.planning.known import Known
from xinfang_site.ledgers.kinds import Note
from xinfang_site.ledgers.results import Outcome, RowKind, RowResult


@dataclass(frozen=True, slots=True)
class Planned:
    """A row, what it came to, and the matter it becomes, if any (计划行)."""

    result: RowResult
    taken: Taken | None = None
    fingerprint: str = ""


class Plan:
    """Reads a ledger for a desk and decides on each row (逐行计划).

    Args:
        session: the database, to know what was imported before.
        desk: the office that imports.
        order: the clerk's choices.
        words: the office's words.
        today: the day of the import.
    """

    def __init__(self, session: Session, desk: Desk, order: Order, words: Words, today: date) -> None:
        self._session, self._known = session, Known(session, desk)
        self._drafted = DraftedRows(order, words, today, marked_before=self._known.marked_before())
        session.rollback()  # no snapshot is kept while the file is read
        self._common: Counter[str] = Counter()
        self._tables: dict[str, None] = {}

    def chunks(self, path: Path, file_name: str) -> Iterator[list[Planned]]:
        """All rows in order, some at a time.

        Raises:
            LedgerError: the file cannot be read.
            ReaderError: the process that read it broke off.
        """
        for some in self._drafted.chunks(path, file_name):
            yield self._decide(some)

    def remarks(self) -> tuple[str, ...]:
        """Warnings about the file as a whole, once it is read."""
        return (*self._tables, *(f"{rows} {words}" for words, rows in self._common.items()))

    def _decide(self, drafted: Sequence[Drafted]) -> list[Planned]:
        batches = self._batches([each for each in drafted if each.taken])
        fresh = [each.taken for each in drafted if each.taken and each.mark not in batches]
        clashes = self._known.numbers({each.draft.external_number for each in fresh} - {""})
        self._session.rollback()
        return [self._planned(each, batches, clashes) for each in drafted]

    def _planned(self, drafted: Drafted, batches: dict[str, str], clashes: dict[str, str]) -> Planned:
        result, taken = drafted.result, drafted.taken
        if taken is None:
            return Planned(result)
        if drafted.mark in batches:
            reason = f"与批次 {batches[drafted.mark]} 导入过的行完全相同"
            return Planned(result.skipped(RowKind.DUPLICATE, reason))
        self._common.update(taken.common)
        result = self._about_itself(result)
        number = taken.draft.external_number
        if number in clashes:
            words = f"编号{number}已登记为 {clashes[number]}，内容或写法不同，请核对是否重复，仍然导入"
            notes = (*result.warnings, Note("编号", words))
            result = replace(result, outcome=Outcome.WARNED, warnings=notes)
        return Planned(result, taken, drafted.mark)

    def _about_itself(self, result: RowResult) -> RowResult:
        """The row without what its first one tells of a whole table, which is a remark about the file."""
        whole = [note.message for note in result.warnings if note.whole]
        if not whole:
            return result
        self._tables.update(dict.fromkeys(f"工作表“{result.sheet}”：{message}" for message in whole))
        notes = tuple(note for note in result.warnings if not note.whole)
        return replace(result, warnings=notes, outcome=Outcome.WARNED if notes else Outcome.IMPORTED)

    def _batches(self, rows: Sequence[Drafted]) -> dict[str, str]:
        """Fingerprints imported before, and the code of that batch; rows marked the older way are found by it."""
        older = {each.older: each.mark for each in rows if each.older}
        found = self._known.batches([*(each.mark for each in rows), *older])
        return {older.get(mark, mark): code for mark, code in found.items()}
