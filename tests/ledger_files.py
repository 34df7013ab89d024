"""Ledgers for tests: small csv and xlsx files, and the short way to an imported batch."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import func, select

from tests.people import Cast
from xinfang_site.database import writing
from xinfang_site.extensions import Base, db
from xinfang_site.imports import storage
from xinfang_site.imports.held import Run
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.imports.orders import Desk, Order, desk_of
from xinfang_site.imports.planning.summaries import Summary
from xinfang_site.imports.running import runs
from xinfang_site.imports.uploading import services

HEADING = ("编号", "收到日期", "信访形式", "姓名", "电话", "标题", "内容", "承办单位", "办理结果", "办结日期")
PLAIN = ("", "2026-01-05", "来信", "赵青松", "19900001234", "电梯停运", "三号楼电梯停运。", "", "", "")


def row(number: int | str, **changes: str) -> tuple[str, ...]:
    """A row of the usual ledger, or what ``changes`` (by heading) make of it."""
    values = dict(zip(HEADING, PLAIN, strict=True))
    values |= {
        "编号": f"L{number:05d}" if isinstance(number, int) else number,
        "内容": f"第{number}件的内容。",
    }
    return tuple({**values, **changes}[name] for name in HEADING)


def rows(count: int, first: int = 1) -> list[tuple[str, ...]]:
    return [row(number) for number in range(first, first + count)]


def csv_bytes(body: Sequence[Sequence[str]], heading: Sequence[str] = HEADING) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([heading, *body])
    return text.getvalue().encode("utf-8-sig")


def write_csv(path: Path, body: Sequence[Sequence[str]], heading: Sequence[str] = HEADING) -> Path:
    path.write_bytes(csv_bytes(body, heading))
    return path


def write_xlsx(path: Path, sheets: dict[str, Sequence[Sequence[str]]], hidden: Sequence[str] = ()) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, body in sheets.items():
            sheet = book.add_worksheet(name)
            for place, line in enumerate(body):
                for column, text in enumerate(line):
                    sheet.write_string(place, column, text)
            if name in hidden:
                sheet.hide()
    return path


def desk(code: str = "JXF") -> Desk:
    return desk_of(db.session(), Cast().office(code))


def new_batch(path: Path, username: str = "clerk", order: Order | None = None) -> int:
    """A batch's row, as the services make it."""
    session, actor = db.session(), Cast().actor(username)
    with writing(session):
        batch = services.new_batch(session, actor, path.name, storage.digest_of(path), order or Order())
        return batch.id


def take_in(path: Path, username: str = "clerk", order: Order | None = None) -> tuple[int, Summary]:
    """Import a file at once; returns the batch's id and what came of it."""
    batch_id, actor = new_batch(path, username, order), Cast().actor(username)
    office = db.session.get(ImportBatch, batch_id)
    assert office is not None
    code = {each: Cast().office(each).id for each in ("JXF", "YXF", "JJD")}
    mine = next(name for name, number in code.items() if number == actor.office_id)
    summary = runs.run_import(db.session(), actor, desk(mine), batch_id, runs.Source(path, path.name), Run())
    return batch_id, summary


def counts() -> dict[str, int]:
    """Rows of every table but those that only grow."""
    growing = {"audit_event", "job", "import_batch", "import_mapping"}
    db.session.rollback()
    tables = Base.metadata.sorted_tables
    return {
        each.name: db.session.scalar(select(func.count()).select_from(each)) or 0
        for each in tables
        if each.name not in growing
    }


def state_of(batch_id: int) -> BatchState:
    db.session.rollback()
    return BatchState(db.session.get_one(ImportBatch, batch_id).state)


def fail_at(
    target: Any, name: str, times: int, monkeypatch: Any, error: type[Exception] = RuntimeError
) -> None:
    """Let a method work ``times`` times and then fail."""
    real, left = getattr(target, name), [times]

    def flaky(*args: Any, **kwargs: Any) -> Any:
        if not left[0]:
            raise error("injected")
        left[0] -= 1
        return real(*args, **kwargs)

    monkeypatch.setattr(target, name, flaky)
