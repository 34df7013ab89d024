"""The import report."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from ledgers.nasty import everything
from ledgers.words import office_vocabulary
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.petition_kind import PETITIONS
from xinfang_site.ledgers.reader import read
from xinfang_site.ledgers.report import ReportWriter, write_report
from xinfang_site.ledgers.results import Outcome, RowKind, RowResult


def test_the_report_lists_each_row_with_a_trouble_once_and_opens_at_the_first(tmp_path: Path) -> None:
    source, target = tmp_path / "台账.xlsx", tmp_path / "报告.xlsx"
    everything(source)
    results = list(read(source, PETITIONS, office_vocabulary()))
    counts = write_report(target, source.name, results, [("批次", "=B1")])
    listed = [r for r in results if not r.structural and r.outcome is not Outcome.IMPORTED]
    book = load_workbook(target)
    sheet = book["逐行说明"]
    assert book.active is not None
    assert (book.active.title, sheet.sheet_view.selection[0].activeCell) == ("逐行说明", "B2")
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [line[1:3] for line in lines] == [(r.sheet, str(r.row_number)) for r in listed]
    said = {(r.sheet, str(r.row_number)): [note.message for note in r.warnings] for r in listed if r.accepted}
    assert all(
        message in str(line[6]) for line in lines for message in said.get((str(line[1]), str(line[2])), [])
    )
    first = [cell.value for cell in sheet[2]]
    assert first[1:5] == ["台账", "25", "导入，有提示", "记录"]
    assert sheet["I2"].hyperlink.target == "台账.xlsx"
    assert sheet["I2"].hyperlink.location == "'台账'!A25"
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)
    summary = {row[0].value: row[1].value for row in book["汇总"].iter_rows()}
    assert summary["导入"] == f"{counts.imported} 件"
    assert summary["批次"] == "=B1"


def test_a_report_without_trouble_says_so_and_one_that_cannot_be_written_fails_plainly(
    tmp_path: Path,
) -> None:
    target = tmp_path / "报告.xlsx"
    fine = RowResult("台账", 2, Outcome.IMPORTED, RowKind.RECORD)
    assert write_report(target, "a#b.xlsx", [fine]).imported == 1
    assert load_workbook(target)["逐行说明"]["G2"].value == "没有跳过的行，也没有提示"
    long = RowResult("台", 3, Outcome.SKIPPED, RowKind.EMPTY, reason="=1", raw=("x" * 5000, None))
    write_report(target, "a.xlsx", [long])
    assert len(str(load_workbook(target)["逐行说明"]["H2"].value)) == 2001
    with pytest.raises(LedgerError, match="写不了"):
        ReportWriter(tmp_path / "none" / "报告.xlsx", "a.xlsx")
