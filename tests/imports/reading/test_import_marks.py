"""Fingerprints of imported rows: what marks a row now, and rows that were marked the older way."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from tests import ledger_files as files
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.imports.models import ImportBatch
from xinfang_site.imports.reading import fingerprints, marked_rows


def taken_in_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger imported when workbook and text were told apart and days were taken as they were written."""
    older = fingerprints.older_fingerprint(fingerprints.origin_of(path))

    def mark(result: Any, occurrence: int = 1) -> str:
        return older(result, occurrence)

    monkeypatch.setattr(marked_rows, "fingerprint", mark)
    batch_id, _ = files.take_in(path)
    monkeypatch.undo()
    with writing(db.session()):
        db.session.execute(update(ImportBatch).where(ImportBatch.id == batch_id).values(marks=1))


def test_rows_marked_the_older_way_make_no_second_matter(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [files.row(1, 收到日期="2026.1.5"), files.row(2, 收到日期="2026/1/6"), files.row(3)]
    path = files.write_csv(tmp_path / "a.csv", rows)
    taken_in_before(path, monkeypatch)
    _, again = files.take_in(path)
    assert (again.imported, again.skipped) == (0, 3)
    longer = files.write_csv(tmp_path / "b.csv", [*rows, files.row(4)])
    assert files.take_in(longer)[1].imported == 1
    _, both = files.take_in(longer)  # three are known by the older mark, one by the present one
    assert (both.imported, both.skipped) == (0, 4)


def test_rows_marked_now_are_known_in_another_format(app: Flask, tmp_path: Path) -> None:
    rows = [files.row(1), files.row(2)]
    files.take_in(files.write_csv(tmp_path / "a.csv", rows))
    book = files.write_xlsx(tmp_path / "a.xlsx", {"台账": [files.HEADING, *rows]})
    assert files.take_in(book)[1].imported == 0


def test_rows_marked_without_their_number_are_known_with_it(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "序号,日期,姓名,内容\n信2026-001,2026-1-5,张丰,路灯不亮\n信2026-002,2026-1-6,李耕,井盖丢失\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(marked_rows, "fingerprint", fingerprints.unnumbered_fingerprint)
    assert files.take_in(path)[1].imported == 2
    monkeypatch.undo()
    assert files.take_in(path)[1].imported == 0


def test_rows_marked_with_the_same_day_as_written_are_known_in_a_longer_ledger(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [files.row(1, 收到日期="2026.1.5"), files.row(2, 收到日期="同日"), files.row(3, 收到日期="同上")]
    path = files.write_csv(tmp_path / "a.csv", rows)

    def unfilled(result: Any, occurrence: int = 1) -> str:
        return fingerprints.fingerprint(fingerprints.as_written(result), occurrence)

    monkeypatch.setattr(marked_rows, "fingerprint", unfilled)
    assert files.take_in(path)[1].imported == 3
    monkeypatch.undo()
    longer = files.write_csv(tmp_path / "b.csv", [*rows, files.row(4, 收到日期="当日")])
    assert files.take_in(longer)[1].imported == 1
    assert files.take_in(longer)[1].imported == 0


def test_what_is_told_of_a_whole_table_is_a_remark_about_the_file(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("日期,登记日期,姓名,内容\n2026-1-5,2026-1-6,张丰,路灯\n", encoding="utf-8")
    _, summary = files.take_in(path)
    assert [remark for remark in summary.remarks if "两列都是日期" in remark and "工作表“a”" in remark]
    assert not [each for each in summary.problems if "两列都是日期" in each.words]
