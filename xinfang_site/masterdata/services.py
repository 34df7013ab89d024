"""Importing master data (基础数据导入): one sheet, one transaction, all rows or none."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.changes import changed
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.masterdata import calendar, codes, offices, people
from xinfang_site.masterdata.batch import Batch, Outcome, Result, taken_back
from xinfang_site.masterdata.rows import Column, SheetRow, Table, read_table
from xinfang_site.offices.models import Office
from xinfang_site.private_files import write_private


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of master data (导入种类): title, columns, what takes rows over, what is made beforehand."""

    title: str
    columns: tuple[Column, ...]
    put: Callable[[Batch, Sequence[SheetRow]], None]
    prepare: Callable[[Batch, Sequence[SheetRow]], None] | None = None


KINDS = {
    "offices": Kind("机构", offices.COLUMNS, offices.put),
    "people": Kind("人员", people.COLUMNS, people.put, people.prepare),
    "calendar": Kind("工作日历", calendar.COLUMNS, calendar.put),
    "codes": Kind("代码表", codes.COLUMNS, codes.put),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported, and how (导入要求).

    Attributes:
        kind: key of ``KINDS``.
        path: the file.
        file_name: what the clerk calls it.
        encoding: what a csv is read by; empty means: recognised by its bytes.
        dry_run: try only; nothing is saved.
        office_code: the office of rows that name none.
        may_grant: whether roles in the sheet are granted.
        secrets_folder: where one-time passwords are written; None keeps them in the outcome only.
    """

    kind: str
    path: Path
    file_name: str = ""
    encoding: str = ""
    dry_run: bool = False
    office_code: str = ""
    may_grant: bool = False
    secrets_folder: Path | None = None


class _TakeBackError(Exception):
    """Ends the transaction without saving."""


def run(session: Session, actor: Actor, order: Order) -> Outcome:
    """Import a sheet.

    Raises:
        LedgerError: the file cannot be read.
        Refused: the named office does not exist.
    """
    kind = KINDS[order.kind]
    table = read_table(order.path, kind.columns, order.file_name, order.encoding)
    office = _office(session, order.office_code)
    name = f"{order.kind}-{_digest(order.path)}"
    batch = Batch(session, actor, office, order.may_grant, table.titles)
    if kind.prepare is not None:
        kind.prepare(batch, table.rows)
    saved = True
    try:
        with writing(session):
            _note_sheet(batch, table)
            kind.put(batch, table.rows)
            _finish(batch, order, name)
    except _TakeBackError:
        saved = False
        batch.secrets.clear()
        batch.lines = [taken_back(each) for each in batch.lines]
    report = tuple(sorted(batch.lines, key=lambda line: line.row))
    return Outcome(order.kind, name, saved, report, tuple(batch.secrets))


def _finish(batch: Batch, order: Order, name: str) -> None:
    """Take everything back, or note the import and leave the one-time passwords, before it is saved."""
    if order.dry_run or batch.count(Result.FAULT):
        raise _TakeBackError
    nothing = {"file": "", "added": 0, "changed": 0}
    counts = {"added": batch.count(Result.ADDED), "changed": batch.count(Result.CHANGED)}
    changes = changed(nothing, {"file": order.file_name or order.path.name, **counts})
    record(batch.session, batch.actor, Act(f"import.{order.kind}", "import", name, changes=changes))
    if batch.secrets and order.secrets_folder is not None:
        lines = [f"{each.username}\t{each.name}\t{each.password}\n" for each in batch.secrets]
        write_private(order.secrets_folder / f"one-time-passwords-{name}.txt", lines)


def _office(session: Session, code: str) -> Office | None:
    if not code:
        return None
    office = session.scalar(select(Office).where(Office.code == code))
    if office is None:
        raise Refused(f"没有代码为“{code}”的机构")
    return office


def _note_sheet(batch: Batch, table: Table) -> None:
    for heading in table.unknown:
        batch.note(0, Result.WARNING, "不认识这一列，没有导入", heading)
    for note in table.notes:
        batch.note(0, Result.WARNING, note)
    if not table.rows:
        batch.note(0, Result.WARNING, "表头下面没有数据")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
