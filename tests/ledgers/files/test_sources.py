"""What a file really is decides; every fault is a sentence for the clerk."""

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ledgers.files.test_opendocument import HEAD, ods
from ledgers.words import office_vocabulary
from ledgers.xls import biff, compound, write_xls
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.sources import open_source
from xinfang_site.ledgers.options import Limits, Options
from xinfang_site.ledgers.petition_kind import PETITIONS, LedgerRow, ledger_row
from xinfang_site.ledgers.reader import inspect, read
from xinfang_site.ledgers.results import Outcome, RowKind, RowResult
from xinfang_site.ledgers.traditional import simplified

ROWS: list[list[str]] = [
    ["编号", "姓名", "电话", "日期", "形式", "内容"],
    ["A1", "张丰", "13800001111", "2021-01-05", "来信", "反映路灯，长期不亮"],
    ["A2", "李耕", "13900002222", "2021-01-06", "来访", "反映井盖\n丢失"],
    ["A3", "王禾", "13700003333", "2021-01-07", "网信", "反映噪音𠮷扰民"],
]


def records(path: Path, options: Options | None = None) -> list[LedgerRow]:
    return [ledger_row(dict(r.values)) for r in results(path, options) if r.accepted]


def results(path: Path, options: Options | None = None) -> list[RowResult]:
    return list(read(path, PETITIONS, office_vocabulary(), options=options))


def xlsx(rows: list[list[str]] | None = None) -> bytes:
    book = Workbook()
    for row in rows or ROWS:
        book.active.append(row)  # type: ignore[union-attr]  # a new workbook has a sheet
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_text(delimiter: str = ",", end: str = "\r\n") -> str:
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + end for row in ROWS)


def html() -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell.replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
        for row in ROWS
    )
    return f"<html><head><style>td{{}}</style></head><body><table>{rows}</table></body></html>"


def variants() -> dict[str, bytes]:
    return {
        "a.xlsx": xlsx(),
        "really-xlsx.xls": xlsx(),
        "really-csv.xls": csv_text("\t").encode("gb18030"),
        "really-html.xls": html().encode(),
        "gb-html.xls": html().encode("gb18030"),
        "utf8.csv": csv_text().encode(),
        "bom.csv": csv_text().encode("utf-8-sig"),
        "gb18030.csv": csv_text().encode("gb18030"),
        "utf16.csv": csv_text("\t").encode("utf-16"),
        "utf16be.txt": csv_text("\t").encode("utf-16-be"),
        "utf16le.txt": csv_text("\t").encode("utf-16-le"),
        "semicolon.csv": csv_text(";").encode(),
        "tab.txt": csv_text("\t", "\n").encode(),
        "sep.csv": ("sep=;\r\n" + csv_text(";")).encode(),
    }


@pytest.mark.parametrize("name", variants())
def test_the_same_ledger_is_read_alike_from_every_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(variants()[name])
    found = records(path)
    assert [row.number for row in found] == ["A1", "A2", "A3"]
    assert [row.names for row in found] == [("张丰",), ("李耕",), ("王禾",)]
    assert [row.phones for row in found] == [("13800001111",), ("13900002222",), ("13700003333",)]
    assert [row.channel for row in found] == ["来信", "来访", "网上信访"]
    assert found[1].content == "反映井盖\n丢失"
    assert found[2].content == "反映噪音𠮷扰民"


def test_an_old_xls_tells_struck_and_hidden_rows(tmp_path: Path) -> None:
    path = write_xls(
        tmp_path / "旧.xls", [[*row] for row in ROWS], struck=frozenset({1}), hidden=frozenset({2})
    )
    found = [result for result in results(path) if not result.structural]
    assert [result.outcome for result in found] == [Outcome.VOID, Outcome.WARNED, Outcome.IMPORTED]
    assert "隐藏" in found[1].warnings[0].message


def test_an_old_xls_beyond_the_limits_is_refused(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "旧.xls", [[*row] for row in ROWS])
    with pytest.raises(LedgerError, match="太大"):
        results(path, Options(limits=Limits(cells=5)))
    with pytest.raises(LedgerError, match="工作表"):
        results(path, Options(limits=Limits(sheets=0)))


def package(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx())) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, data in parts.items():
            target.writestr(name, data)
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet_xml(inner: str, prolog: str = "") -> bytes:
    return f'<?xml version="1.0"?>{prolog}<worksheet {NAMESPACE}><sheetData>{inner}</sheetData></worksheet>'.encode()


def refused() -> dict[str, tuple[bytes, str]]:
    words = {"Workbook": biff([[*row] for row in ROWS])}
    return {
        "empty.xlsx": (b"", "空"),
        "blank.csv": ("\ufeff \r\n".encode(), "空"),
        "pdf.xls": (b"%PDF-1.7 ...", "PDF"),
        "image.xls": (b"\x89PNG\r\n\x1a\n" + bytes(50), "图片"),
        "rar.xlsx": (b"Rar!\x1a\x07\x00" + bytes(50), "压缩包"),
        "rtf.xls": (b"{\\rtf1 ...}", "Word"),
        "macro.xlsx": (package(**{"xl/vbaProject.bin": b"x"}), "宏"),
        "macro.xlsm": (xlsx(), "宏"),
        "macro.docm": (xlsx(), "宏"),
        "xlsb.xlsx": (package(**{"xl/workbook.bin": b"x"}), "xlsb"),
        "ods.xlsx": (package(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "损坏"),
        "word.xlsx": (package(**{"word/document.xml": b"<x/>"}), "Word"),
        "types.xlsx": (package(**{"[Content_Types].xml": b"<Types a='macroEnabled.main'/>"}), "宏"),
        "dtd.xlsx": (package(**{SHEET: sheet_xml("", '<!DOCTYPE x [<!ENTITY a "b">]>')}), "DTD"),
        "utf16.xlsx": (package(**{SHEET: sheet_xml("").decode().encode("utf-16")}), "损坏"),
        "deep.xlsx": (package(**{SHEET: sheet_xml('<row r="999999"><c r="A999999"><v>1</v></c></row>')}), "999999行"),
        "astray.xlsx": (package(**{SHEET: sheet_xml('<row r="1"><c r="A999999"><v>1</v></c></row>')}), "999999行"),
        "wide.xlsx": (package(**{SHEET: sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')}), "16384列"),
        "nameless.xlsx": (package(**{SHEET: sheet_xml(f"<row>{'<c><v>1</v></c>' * 300}</row>")}), "300列"),
        "area.xlsx": (
            package(**{SHEET: sheet_xml('<row r="1"><c r="IV1"><v>1</v></c></row><row r="90000"><c><v>1</v></c></row>')}),
            "太大",
        ),
        "zip.xlsx": (b"PK\x03\x04" + bytes(200), "损坏"),
        "other.zip": (b"PK\x05\x06" + bytes(18), "不是 Excel"),
        "cut.xlsx": (xlsx()[:-300], "损坏"),
        "broken.xlsx": (package(**{"xl/workbook.xml": b"<workbook"}), "损坏"),
        "locked.xls": (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "密码"),
        "filepass.xls": (compound({"Workbook": biff([["a"]], password=True)}), "密码"),
        "vba.xls": (compound({**words, "_VBA_PROJECT_CUR": b""}), "宏"),
        "word.xls": (compound({"WordDocument": b"x"}), "Word"),
        "other.xls": (compound({"Contents": b"x"}), "不是 Excel"),
        "short.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "损坏"),
        "shift.xls": (compound(words)[:30] + b"\xff\xff" + compound(words)[32:], "损坏"),
        "binary.csv": (bytes(range(256)) * 20, "不认识"),
        "nul.csv": (b"a" * 5000 + b"\0" + b"b" * 5000, "不认识"),
        "control.csv": (b"\x01\x02\x03" * 300, "不认识"),
        "mht.xls": (b"MIME-Version: 1.0\r\nX: y", "mht"),
        "no-table.xls": (b"<html><body>x</body></html>", "没有表格"),
        "prose.txt": ("这是一段没有表头的文字，\n没有列名。\n".encode() * 30, "表头"),
        "no-heading.csv": ("张丰,13800001111,2021-01-05\n李耕,13900002222,2021-01-06\n".encode(), "表头"),
    }  # fmt: skip


@pytest.mark.parametrize("name", refused())
def test_what_cannot_be_read_is_refused_in_plain_words(tmp_path: Path, name: str) -> None:
    case = refused()[name]
    data, words = case
    path = tmp_path / name
    path.write_bytes(data)
    for use in (lambda: results(path), lambda: inspect(path, PETITIONS)):
        with pytest.raises(LedgerError, match=words):
            use()


def test_limits_come_before_parsing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx())
    for limits, words in (
        (Limits(file_bytes=10), "超过0兆"),
        (Limits(zip_parts=3), "部件"),
        (Limits(unpacked_bytes=10, unpacked_ratio=0), "解压后"),
        (Limits(rows=2), "第3行"),
        (Limits(sheets=0), "工作表"),
    ):
        with pytest.raises(LedgerError, match=words):
            open_source(path, Options(limits=limits))
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(package(**{"xl/media/x.xml": b" " * 70_000_000}))
    with pytest.raises(LedgerError, match="解压后超过64兆"):
        open_source(bomb, Options())
    text = tmp_path / "a.csv"
    text.write_bytes(csv_text().encode())
    with pytest.raises(LedgerError, match="超过2行"):
        results(text, Options(limits=Limits(rows=2)))
    with pytest.raises(LedgerError, match="列"):
        results(text, Options(limits=Limits(columns=2)))
    old = write_xls(tmp_path / "old.xls", [["姓名", "日期", "内容"]])
    with pytest.raises(LedgerError, match="到第3列还有内容"):
        open_source(old, Options(limits=Limits(columns=2)))
    page = tmp_path / "a.xls"
    page.write_bytes(html().encode())
    with pytest.raises(LedgerError, match="超过2行"):
        results(page, Options(limits=Limits(rows=2)))
    with pytest.raises(LedgerError, match="列"):
        results(page, Options(limits=Limits(columns=2)))
    with pytest.raises(LedgerError, match="打不开"):
        open_source(tmp_path / "none.xlsx", Options())


@pytest.mark.untraced
def test_a_million_formatted_blank_rows_cost_nothing(tmp_path: Path) -> None:
    blank = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(5, 300_000))
    inner = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{"ABCDEF"[i]}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
            for i, text in enumerate(cells)
        )
        + "</row>"
        for row, cells in enumerate(ROWS, start=1)
    )
    path = tmp_path / "blank.xlsx"
    path.write_bytes(package(**{SHEET: sheet_xml(inner + blank)}))
    assert sum(result.rows for result in results(path)) == 4


def test_prefixed_and_nameless_cells_are_read(tmp_path: Path) -> None:
    inner = "".join(
        "<x:row>"
        + "".join(f'<x:c t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c>' for text in cells)
        + "</x:row>"
        for cells in ROWS
    )
    namespace = NAMESPACE.replace("xmlns", "xmlns:x")
    path = tmp_path / "x.xlsx"
    path.write_bytes(
        package(
            **{
                SHEET: f'<?xml version="1.0"?><x:worksheet {namespace}><x:sheetData>{inner}</x:sheetData></x:worksheet>'.encode()
            }
        )
    )
    assert len(records(path)) == 3


def test_a_quote_that_is_never_closed_swallows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_bytes(
        '编号,姓名,日期,内容\nA1,张丰,2021-01-05,"反映路灯\nA2,李耕,2021-01-06,反映井盖\n'.encode()
    )
    assert [row.number for row in records(path)] == ["A1", "A2"]


def test_excel_text_in_csv_is_unwrapped_and_bad_bytes_are_said(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_bytes('编号,姓名,电话,内容\n="001",张丰,="13800001111",反映路灯\n'.encode())
    row = records(path)[0]
    assert (row.number, row.phones) == ("001", ("13800001111",))
    path.write_bytes("编号,姓名,电话,内容\n001,张丰,13800001111,反映路灯".encode("gb18030") + b"\xff\xff\n")
    assert "无法识别" in inspect(path, PETITIONS).notes[0]


def test_a_style_at_the_far_end_of_a_sheet_is_no_content(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with zipfile.ZipFile(io.BytesIO(xlsx())) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            far = b'<row r="1048576"><c r="A1048576" s="0" t="n"></c><c r="XFD1048576" s="0"/></row></sheetData>'
            data = old.read(name)
            new.writestr(name, data.replace(b"</sheetData>", far) if "sheet1" in name else data)
    assert [row.names for row in records(path)] == [("张丰",), ("李耕",), ("王禾",)]


def test_a_text_divided_by_full_width_semicolons_is_read(tmp_path: Path) -> None:
    path = tmp_path / "台账.txt"
    path.write_text("\n".join("；".join(row).replace("\n", "") for row in ROWS), encoding="gb18030")
    assert [row.names for row in records(path)] == [("张丰",), ("李耕",), ("王禾",)]


def test_a_struck_part_of_an_html_cell_is_left_out_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "台账.xls"
    path.write_text(html().replace("反映井盖", "<s>反映路灯</s>反映井盖"), encoding="utf-8")
    row = records(path)[1]
    assert (row.content, row.remarks) == ("反映井盖\n丢失", "内容（划去）：反映路灯")


def test_an_html_table_gives_merged_and_struck_cells(tmp_path: Path) -> None:
    rows = (
        "<tr><th colspan=6>2021年台账<tr>" + "".join(f"<th>{t}" for t in ROWS[0])
        + "<tr><td>A1<td>张丰<td>1<td rowspan=2>3月5日<td rowspan='2'>来信<td>反映路灯<table><tr><td>内层</td></tr></table>"
        + "<tr><td>A2<td>李耕<td>无<td>反映井盖"
        + "<tr>" + "".join(f"<td><s>{t}</s></td>" for t in ROWS[3]) + "</table><table></table><table><tr><td>附</td></tr></table>"
    )  # fmt: skip
    path = tmp_path / "h.xls"
    path.write_text(f"<table>{rows}", encoding="utf-8")
    found = [result for result in results(path) if result.sheet == "h-表1" and not result.structural]
    assert [result.outcome for result in found][1:] == [Outcome.IMPORTED, Outcome.VOID]
    second = ledger_row(dict(found[1].values))
    assert (second.received_on, second.channel, second.content) == (
        ledger_row(dict(found[0].values)).received_on,
        "来信",
        "反映井盖",
    )


SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def survives(path: Path) -> None:
    with contextlib.suppress(LedgerError):
        list(read(path, PETITIONS, office_vocabulary()))


@pytest.mark.untraced
@SETTINGS
@given(data=st.binary(max_size=600))
def test_no_bytes_make_anything_but_a_ledger_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.csv"
    for head in (
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "编号,姓名,日期,内容\n".encode(),
        b"<table><tr><td>",
    ):
        path.write_bytes(head + data)
        survives(path)


@pytest.mark.untraced
@SETTINGS
@given(
    place=st.integers(0, 100_000),
    value=st.integers(0, 255),
    which=st.sampled_from(["xlsx", "xls", "sheet", "ods"]),
)
@example(place=1585, value=238, which="xlsx")  # a zip of version 23.8: NotImplementedError
def test_no_damage_makes_anything_but_a_ledger_error(
    tmp_path: Path, place: int, value: int, which: str
) -> None:
    sheet = sheet_xml('<row r="1" hidden="1"><c r="A1" s="1" t="inlineStr"><is><t>姓名</t></is></c></row>')
    whole = {
        "xlsx": xlsx,
        "xls": lambda: compound({"Workbook": biff([[*row] for row in ROWS])}),
        "sheet": lambda: sheet,
        "ods": lambda: ods(tmp_path / "whole.ods", HEAD).read_bytes(),
    }[which]()
    data = bytearray(whole)
    for step in range(4):
        data[(place * (step + 1)) % len(data)] = value
    path = tmp_path / "damaged"
    path.write_bytes(package(**{SHEET: bytes(data)}) if which == "sheet" else bytes(data))
    survives(path)


def test_an_encoding_that_nobody_knows_is_a_damaged_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(package(**{"xl/workbook.xml": b"<?xml version='1.0' encoding='void'?><workbook/>"}))
    with pytest.raises(LedgerError, match="损坏"):
        open_source(path, Options())


def test_big5_is_told_from_gb18030_by_its_common_characters(tmp_path: Path) -> None:
    told = (
        "編號,收到日期,信訪形式,姓名,聯絡電話,標題,內容\n"
        "A1,2021/3/5,來信,趙青松,19900001234,電梯停運,三號樓電梯停運，請求督促修復。\n合計,1,,,,,\n"
    )
    path = tmp_path / "繁体.csv"
    path.write_bytes(told.encode("big5"))
    found = {each.kind: each for each in results(path)}
    assert found.keys() == {RowKind.HEADING, RowKind.RECORD, RowKind.TOTAL}
    values = found[RowKind.RECORD].values
    assert (values["channel"], values["names"], values["title"]) == ("来信", ("趙青松",), "電梯停運")
    assert "Big5" in open_source(path, Options()).notes[0]
    path.write_bytes(simplified(told).encode("gb18030"))
    assert open_source(path, Options()).notes == ()
    path.write_bytes("鬱,籲,鸚,鵡,灩,驪,鼇,電,齲,龕,鱉,鷹".encode("big5"))
    assert "不能确定" in open_source(path, Options()).notes[0]
