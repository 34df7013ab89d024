"""XML Spreadsheet 2003: what report platforms write under the name of .xls."""

from datetime import date
from pathlib import Path

import pytest

from ledgers.books import records, results
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.results import Outcome, RowKind

NAMES = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
HIDDEN = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
GONE = '<Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style></Styles>'


def cell(value: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<Row {more}>{''.join(each if each.startswith('<') else cell(each) for each in cells)}</Row>"


def written(path: Path, *rows: str, encoding: str = "utf-8", further: str = "") -> Path:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?><Workbook {NAMES}>{GONE}'
        f'<Worksheet ss:Name="来访"><Table>{"".join(rows)}</Table></Worksheet>{further}</Workbook>'
    )
    path.write_bytes(text.encode(encoding))
    return path


HEAD = row("编号", "日期", "姓名", "电话", "反映诉求")


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_values_gaps_and_marks_are_read(tmp_path: Path, encoding: str) -> None:
    day = cell("2025-03-05T00:00:00.000", "DateTime", 'ss:MergeDown="1"')
    path = written(
        tmp_path / "a.xls",
        HEAD,
        row("A1", day, "张丰", cell("13800001111", "Number"), "路灯不亮", more='ss:Index="3"'),
        row("A2", cell("李耕", more='ss:Index="3"'), cell("13800002222", "Number"), "井盖丢失"),
        row(
            *[
                cell(text, more='ss:StyleID="s1"')
                for text in ("A3", "2025-3-6", "王禾", "13800003333", "噪音")
            ]
        ),
        row(
            "A4",
            cell("2025-03-07T09:30:00", "DateTime"),
            "赵山",
            cell("1", "Boolean"),
            "停电",
            more='ss:Hidden="1"',
        ),
        encoding=encoding,
        further=f'<Worksheet ss:Name="旧"><Table/>{HIDDEN}</Worksheet>',
    )
    assert [(each.number, each.received_on, each.names, each.phones) for each in records(path)] == [
        ("A1", date(2025, 3, 5), ("张丰",), ("13800001111",)),
        ("A2", date(2025, 3, 5), ("李耕",), ("13800002222",)),
        ("A4", date(2025, 3, 7), ("赵山",), ()),
    ]
    found = [each for each in results(path) if not each.structural]
    assert [each.row_number for each in found] == [3, 4, 5, 6]
    assert (found[2].outcome, found[2].kind) == (Outcome.VOID, RowKind.STRUCK)


def test_a_number_or_a_day_without_digits_is_an_empty_cell(tmp_path: Path) -> None:
    blank = row("A1", cell("", "DateTime"), "张丰", cell("", "Number"), "路灯不亮")
    (found,) = records(written(tmp_path / "a.xls", HEAD, blank))
    assert (found.number, found.received_on, found.phones) == ("A1", None, ())


def test_a_damaged_one_or_one_beyond_the_limits_is_refused(tmp_path: Path) -> None:
    sheets = '<Worksheet ss:Name="x"/>' * 300
    for path, word in (
        (written(tmp_path / "1.xls", row("x", more='ss:Index="999999"')), "999999行"),
        (written(tmp_path / "2.xls", row(cell("x", more='ss:Index="999"'))), "999列"),
        (written(tmp_path / "3.xls", row(cell("x", "Number"))), "损坏"),
        (written(tmp_path / "4.xls", HEAD, HEAD, row("x", more='ss:Index="1"')), "损坏"),
        (written(tmp_path / "5.xls", HEAD, further=sheets), "200个"),
        (written(tmp_path / "6.xls", HEAD.replace("</Row>", "")), "损坏"),
    ):
        with pytest.raises(LedgerError, match=word):
            results(path)
    entity = written(tmp_path / "7.xls", HEAD)
    entity.write_text(entity.read_text().replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "b">]><Workbook', 1))
    with pytest.raises(LedgerError, match="DTD"):
        results(entity)
