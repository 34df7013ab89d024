"""Reading ahead (预读): the same rows in the same order, every ending told, and no process left behind."""

import multiprocessing
import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import ledger_files as files
from xinfang_site.extensions import db
from xinfang_site.imports.drafting import drafted_rows
from xinfang_site.imports.models import BatchState, ImportBatch
from xinfang_site.imports.reading import ahead
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.petitions.models import Petition

pytestmark = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="reads in the same process without fork"
)


HERE = os.getpid()


def broken(error: BaseException) -> Iterator[int]:
    yield 1
    raise error


def test_items_come_in_order_from_another_process() -> None:
    assert list(ahead.ahead((number, os.getpid() == HERE) for number in range(300))) == [
        (number, False) for number in range(300)
    ]


def test_what_the_clerk_must_be_told_crosses_over() -> None:
    with pytest.raises(LedgerError, match="文件打不开"):
        list(ahead.ahead(broken(LedgerError("文件打不开"))))


def test_a_fault_says_where_it_was() -> None:
    with pytest.raises(ahead.ReaderError, match="in broken"):
        list(ahead.ahead(broken(ZeroDivisionError())))


def test_a_killed_reader_is_no_end_of_the_ledger() -> None:
    def killed() -> Iterator[int]:
        yield 1
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(ahead.ReaderError, match="without a word"):
        list(ahead.ahead(killed()))


def test_a_reader_killed_in_the_middle_of_a_chunk_is_no_other_fault() -> None:
    receiving, sending = multiprocessing.Pipe(duplex=False)
    os.write(sending.fileno(), (100).to_bytes(4, "big") + b"half")
    sending.close()
    with receiving, pytest.raises(ahead.ReaderError, match="without a word"):
        next(ahead.received(receiving))


def test_an_import_that_breaks_off_leaves_no_process() -> None:
    rows = ahead.ahead(iter(["x" * 100_000] * 100))  # more than a pipe holds: the reader waits
    assert isinstance(rows, Generator)
    next(rows)
    rows.close()
    assert multiprocessing.active_children() == []


def test_the_reader_ends_when_the_import_is_gone() -> None:
    receiving, sending = multiprocessing.Pipe(duplex=False)
    ahead.hand_over(iter(["x" * 100_000]), receiving, sending)  # nobody can read any more: it comes back
    assert receiving.closed


@pytest.mark.untraced
def test_a_large_ledger_becomes_what_a_small_one_does(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.write_csv(
        tmp_path / "台账.csv", [*files.rows(1200), files.row(1, 收到日期="三月"), files.row(2)]
    )
    _, summary = files.take_in(path)
    told = select(Petition.external_number, Petition.received_on, Petition.main_name).order_by(Petition.id)
    once = db.session.execute(told).all()
    monkeypatch.setattr(drafted_rows, "LARGE", 0)
    _, again = files.take_in(path)  # the very same fingerprints, made in another process
    assert (again.imported, again.skipped) == (0, summary.imported + summary.skipped)
    other = files.write_csv(tmp_path / "另一册.csv", files.rows(1200, first=5001))
    files.take_in(other)
    assert db.session.execute(told).all()[: len(once)] == once
    assert db.session.scalar(select(func.count()).select_from(Petition)) == len(once) + 1200


def test_a_ledger_whose_reader_dies_leaves_nothing(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(*_arguments: object) -> Iterator[object]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield None

    monkeypatch.setattr(drafted_rows, "LARGE", 0)
    monkeypatch.setattr(drafted_rows.DraftedRows, "_chunks", dying)
    path = files.write_csv(tmp_path / "台账.csv", files.rows(2))
    before = files.counts()
    with pytest.raises(ahead.ReaderError):
        files.take_in(path)
    assert files.counts() == before
    batch = db.session.scalars(select(ImportBatch)).one()
    assert batch.state == BatchState.FAILED
