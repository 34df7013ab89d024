"""What each row of a ledger would become (导入计划): the same for a trial and for the import itself."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.imports.dating import Dater
from xinfang_site.imports.drafting import Drafter, Taken
from xinfang_site.imports.marked_rows import Marked, MarkedRows
from xinfang_site.imports.models import MARKS, ImportBatch, ImportedRow
from xinfang_site.imports.orders import Desk, Order
from xinfang_site.imports.words import Words
from xinfang_site.ledgers.kinds import Note
from xinfang_site.ledgers.petition_kind import LedgerRow, ledger_row
from xinfang_site.ledgers.results import Outcome, RowKind, RowResult
from xinfang_site.petitions.models import Petition, RegisterEntry

_SAID_BETTER = frozenset({"没有收到日期", "姓名为空"})


@dataclass(frozen=True, slots=True)
class Planned:
    """A row, what it came to, and the matter it becomes, if any (计划行)."""

    result: RowResult
    taken: Taken | None = None
    fingerprint: str = ""


class _Row(NamedTuple):
    """A row on its way."""

    result: RowResult
    mark: str
    older: str
    row: LedgerRow


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
        self._session, self._desk, self._order, self._words = session, desk, order, words
        self._drafter = Drafter(words, order, today)
        self._dater = Dater(today, order.missing_date)
        self._channels, self._without_channel = 0, 0
        self._implied: Counter[tuple[str, str]] = Counter()
        self._default = order.default_channel

    def chunks(self, path: Path, file_name: str) -> Iterator[list[Planned]]:
        """All rows in order, some at a time.

        Raises:
            LedgerError: the file cannot be read.
            ReaderError: the process that read it broke off.
        """
        rows = MarkedRows(self._order, self._words.vocabulary, marked_before=self._marked_before())
        for some in rows.chunks(path, file_name):
            yield self._decide(some)

    def remarks(self) -> tuple[str, ...]:
        """Warnings about the file as a whole, once it is read."""
        found = [
            f"{rows} 件没有写明信访形式，按“{source[:30]}”登记为{channel}"
            for (source, channel), rows in self._implied.items()
        ]
        if self._without_channel:
            found.append(f"{self._without_channel} 件没有写明信访形式，按“{self._default}”登记")
        if self._drafter.without_closing:
            found.append(f"{self._drafter.without_closing} 件已了结而没有写办结日期，按收到日期记")
        return tuple(found)

    def _decide(self, marked: Sequence[Marked]) -> list[Planned]:
        rows = [_row(each) for each in marked]
        known = self._known([each for each in rows if each is not None])
        fresh = [each for each in rows if each is not None and each.mark not in known]
        clashes = self._clashes([each.row for each in fresh])
        days = iter(self._dater.of([each.row for each in fresh]))
        planned: list[Planned] = []
        for source, each in zip(marked, rows, strict=True):
            if each is None:
                planned.append(Planned(_without_example(source.result)))
            elif each.mark in known:
                reason = f"与批次 {known[each.mark]} 导入过的行完全相同"
                planned.append(Planned(_skipped(each.result, RowKind.DUPLICATE, reason)))
            else:
                taken = self._drafter.take(each.row, next(days))
                planned.append(self._planned(each, taken, clashes))
        self._session.rollback()
        return planned

    def _planned(self, each: _Row, taken: Taken, clashes: dict[str, str]) -> Planned:
        notes = [note for note in each.result.warnings if note.message not in _SAID_BETTER]
        notes += taken.notes
        notes += self._channel_note(each.row)
        number = taken.draft.external_number
        if number in clashes:
            notes.append(
                Note(
                    "编号",
                    f"编号{number}已登记为 {clashes[number]}，内容或写法不同，请核对是否重复，仍然导入",
                )
            )
        if not notes and each.result.outcome is Outcome.IMPORTED:
            return Planned(each.result, taken, each.mark)
        outcome = Outcome.WARNED if notes else Outcome.IMPORTED
        return Planned(replace(each.result, outcome=outcome, warnings=tuple(notes)), taken, each.mark)

    def _channel_note(self, row: LedgerRow) -> list[Note]:
        """A gap in a column is worth a warning of its own; a ledger without the column gets one for all."""
        if row.channel and row.channel_from:
            self._implied[row.channel_from, row.channel] += 1
            return []
        if row.channel:
            self._channels += 1
            return []
        if self._channels:
            return [Note("信访形式", f"没有填写，按“{self._default}”登记")]
        self._without_channel += 1
        return []

    def _known(self, rows: Sequence[_Row]) -> dict[str, str]:
        """Fingerprints imported before, and the code of that batch; rows marked the older way are found by it."""
        older = {each.older: each.mark for each in rows if each.older}
        found = self._session.execute(
            select(ImportedRow.fingerprint, ImportBatch.code)
            .join(ImportBatch, ImportBatch.id == ImportedRow.batch_id)
            .where(
                ImportedRow.office_id == self._desk.office_id,
                ImportedRow.fingerprint.in_([*(each.mark for each in rows), *older]),
                ImportBatch.state == "done",
            )
        )
        return {older.get(row.fingerprint, row.fingerprint): row.code for row in found}

    def _marked_before(self) -> bool:
        """Whether the office holds batches whose rows were marked the older way."""
        batch = select(ImportBatch.id).where(
            ImportBatch.office_id == self._desk.office_id,
            ImportBatch.state == "done",
            ImportBatch.marks < MARKS,
        )
        found = self._session.scalar(batch.limit(1))
        self._session.rollback()
        return found is not None

    def _clashes(self, rows: Sequence[LedgerRow]) -> dict[str, str]:
        """Numbers of the ledger that matters of our register bear already."""
        numbers = {row.number or row.external_number for row in rows} - {None}
        if not numbers:
            return {}
        found = self._session.execute(
            select(Petition.external_number, Petition.number)
            .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
            .where(Petition.external_number.in_(numbers), RegisterEntry.office_id == self._desk.office_id)
        )
        return {row.external_number: row.number for row in found}


def _row(marked: Marked) -> _Row | None:
    return _Row(*marked, ledger_row(dict(marked.result.values))) if marked.mark else None


def _without_example(result: RowResult) -> RowResult:
    return _skipped(result, RowKind.NOTE, "模板中的示例行，不导入") if result.accepted else result


def _skipped(result: RowResult, kind: RowKind, reason: str) -> RowResult:
    return replace(result, outcome=Outcome.SKIPPED, kind=kind, reason=reason, warnings=())
