"""Every trap of real ledgers, against its truth."""

from pathlib import Path

from ledgers.nasty import everything
from ledgers.words import office_vocabulary
from xinfang_site.ledgers.petition_kind import PETITIONS, ledger_row
from xinfang_site.ledgers.reader import read
from xinfang_site.ledgers.results import Outcome, RowKind, RowResult

OUTCOMES = {
    Outcome.IMPORTED: "imported",
    Outcome.WARNED: "warned",
    Outcome.SKIPPED: "skipped",
    Outcome.VOID: "void",
}


def told(result: RowResult) -> str:
    return "form" if result.structural else OUTCOMES[result.outcome]


def test_every_row_of_the_nasty_ledger_comes_to_its_truth(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    truth = everything(path)
    results = list(read(path, PETITIONS, office_vocabulary()))
    by_row = {result.row_number: result for result in results if result.sheet == "台账"}
    wrong = []
    for line in truth:
        result = by_row[line.row]
        got = told(result)
        if got != line.outcome:
            wrong.append((line.row, line.outcome, got, result.reason, result.warnings))
            continue
        if line.outcome in ("imported", "warned", "void"):
            row = ledger_row(dict(result.values))
            expected = (
                line.received,
                line.names,
                line.phones,
                line.people,
                line.channel,
                line.content,
                line.unit,
                line.number,
            )
            found = (
                row.received_on,
                row.names,
                row.phones,
                row.people,
                row.channel,
                row.content,
                row.unit,
                row.number,
            )
            if expected != found:
                wrong.append((line.row, expected, found, result.warnings))
            if "网格员：网格甲" not in (row.remarks or ""):
                wrong.append((line.row, "remarks", row.remarks))
    assert wrong == []


def test_each_source_row_has_one_result_and_blank_ones_are_summed(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    truth = everything(path)
    results = [result for result in read(path, PETITIONS, office_vocabulary()) if result.sheet == "台账"]
    assert sum(result.rows for result in results) == truth[-1].row
    covered = [number for r in results for number in range(r.row_number, r.row_number + r.rows)]
    assert covered == list(range(1, truth[-1].row + 1))


def test_a_hidden_sheet_is_skipped_and_said(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    everything(path)
    old = [result for result in read(path, PETITIONS, office_vocabulary()) if result.sheet == "旧表"]
    assert [(result.outcome, result.kind) for result in old] == [(Outcome.SKIPPED, RowKind.HIDDEN_SHEET)] * 2
    assert "隐藏" in old[0].reason
