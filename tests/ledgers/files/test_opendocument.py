"""OpenDocument sheets: what LibreOffice and WPS for Linux write is read as the same workbook in xlsx is."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from ledgers.books import messages, records, results
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.options import Limits, Options
from xinfang_site.ledgers.results import Outcome, RowKind

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
STYLES = (
    '<style:style style:name="gone" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="hide" style:family="table"><style:table-properties table:display="false"/></style:style>'
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def cell(value: object, more: str = "", style: str = "") -> str:
    if isinstance(value, datetime | date):
        told = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, bool):
        told = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        told = f'office:value-type="float" office:value="{value}"'
    else:
        told = 'office:value-type="string"'
    text = "".join(f"<text:p>{line}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell {told} {more} table:style-name="{style}">{text}</table:table-cell>'


def row(*values: object, more: str = "") -> str:
    cells = "".join(each if str(each).startswith("<table") else cell(each) for each in values)
    return f"<table:table-row {more}>{cells}</table:table-row>"


def ods(path: Path, *rows: str, mime: str = MIME, further: str = "", **parts: str) -> Path:
    body = f'<table:table table:name="台账">{"".join(rows)}</table:table>{further}'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}><office:automatic-styles>{STYLES}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", mime)
        for name, text in {"content.xml": content, **parts}.items():
            package.writestr(name, text)
    path.write_bytes(buffer.getvalue())
    return path


HEAD = row("序号", "日期", "姓名", "电话", "反映事项")
GAP = '<table:table-cell table:number-columns-repeated="16384"/>'
COVERED = "<table:covered-table-cell/>"


def test_values_merges_and_gaps_of_an_ods_are_read(tmp_path: Path) -> None:
    spanned = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
    path = ods(
        tmp_path / "台账.ods",
        HEAD,
        row(1, cell(date(2025, 3, 5), spanned), "张丰", 13800001111, "路灯<text:s text:c='2'/>不亮\n在桥头"),
        row(2, COVERED, "李耕", "138-0000-2222", "井盖丢失"),
        row(GAP, more='table:number-rows-repeated="3"'),
        row(3, datetime.fromisoformat("2025-03-06T09:30:00"), "王禾", "13800003333", "噪音扰民"),
    )
    found = records(path)
    assert [(each.received_on, each.names, each.phones) for each in found] == [
        (date(2025, 3, 5), ("张丰",), ("13800001111",)),
        (date(2025, 3, 5), ("李耕",), ("13800002222",)),
        (date(2025, 3, 6), ("王禾",), ("13800003333",)),
    ]
    assert found[0].title == "路灯  不亮\n在桥头"
    assert [each.row_number for each in results(path) if each.accepted] == [2, 3, 7]


def test_struck_rows_hidden_rows_and_hidden_sheets_of_an_ods_are_known(tmp_path: Path) -> None:
    struck = [cell(each, style="gone") for each in (1, "3月5日", "张丰", "13800001111", "路灯不亮")]
    hidden = row(2, "2025-3-6", "李耕", "13800002222", "井盖丢失", more='table:visibility="collapse"')
    aside = f'<table:table table:name="旧表" table:style-name="hide">{HEAD}</table:table>'
    span = (
        cell(3)
        + cell("2025-3-7")
        + cell("王禾").replace(
            "王禾</text:p>", '<text:span text:style-name="gone">王何</text:span>王禾</text:p>'
        )
    )
    partly = f"<table:table-row>{span}{cell('13800003333')}{cell('噪音扰民')}</table:table-row>"
    found = results(ods(tmp_path / "a.ods", HEAD, row(*struck), hidden, partly, further=aside))
    assert [(each.outcome, each.kind) for each in found[1:]] == [
        (Outcome.VOID, RowKind.STRUCK),
        (Outcome.WARNED, RowKind.RECORD),
        (Outcome.WARNED, RowKind.RECORD),
        (Outcome.SKIPPED, RowKind.HIDDEN_SHEET),
    ]
    assert "隐藏" in messages(found[2])
    assert "划去的“王何”" in messages(found[3])
    assert found[3].values["names"] == ("王禾",)


def test_what_a_linked_file_held_is_no_sheet_of_this_one(tmp_path: Path) -> None:
    own, other = (
        row(1, date(2025, 3, 4), "张丰", "", "路灯不亮"),
        row(2, date(2025, 3, 4), "王禾", "", "井盖"),
    )
    links = f"<table:dde-links><table:table>{HEAD}{other}</table:table></table:dde-links>"
    assert [each.names for each in records(ods(tmp_path / "a.ods", HEAD, own, further=links))] == [("张丰",)]


def test_a_mistyped_day_is_read_as_it_is_shown_and_costs_nobody_the_file(tmp_path: Path) -> None:
    mistyped = cell(date(2025, 3, 5)).replace("2025-03-05", "20250-13-05")
    first, second = records(
        ods(
            tmp_path / "a.ods",
            HEAD,
            row(1, date(2025, 3, 4), "张丰", "", "路灯不亮"),
            row(2, mistyped, "李耕", "", "井盖丢失"),
        )
    )
    assert (first.received_on, second.received_on, second.names) == (date(2025, 3, 4), None, ("李耕",))


def test_an_ods_beyond_the_limits_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    million = row("张丰", more='table:number-rows-repeated="1000000"')
    wide = row(cell("x", 'table:number-columns-repeated="16000"'))
    many = cell("x", 'table:number-columns-repeated="200"')
    both = row(many, more='table:number-rows-repeated="150000"')
    manifest = {"META-INF/manifest.xml": "<x><encryption-data/></x>"}
    for path, word in (
        (ods(tmp_path / "1.ods", million), "1000000行"),
        (ods(tmp_path / "2.ods", wide), "16000列"),
        (ods(tmp_path / "3.ods", both), "太大"),
        (ods(tmp_path / "4.ods", HEAD, mime="application/vnd.oasis.opendocument.text"), "不是台账"),
        (ods(tmp_path / "5.ods", HEAD, **{"Basic/Standard/Module1.xml": "<x/>"}), "宏"),
        (ods(tmp_path / "6.ods", HEAD, **manifest), "密码"),
        (ods(tmp_path / "7.ods", HEAD.replace("<table:table-row", "<!DOCTYPE x><table:table-row")), "损坏"),
        (ods(tmp_path / "8.ods", row(cell(1).replace('office:value="1"', 'office:value="x"'))), "损坏"),
        (ods(tmp_path / "9.ods", further="<table:table/>" * 300), "200个"),
    ):
        with pytest.raises(LedgerError, match=word):
            results(path)
    whole = tmp_path / "7.ods"
    with zipfile.ZipFile(whole, "w") as package:
        package.writestr("mimetype", MIME)
        package.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>')
    with pytest.raises(LedgerError, match="DTD"):
        results(whole)


def test_an_encoding_that_nobody_knows_is_a_damaged_file(tmp_path: Path) -> None:
    content = "<?xml version='1.0' encoding='UTF-f'?><x/>"
    with pytest.raises(LedgerError, match="损坏"):
        records(ods(tmp_path / "a.ods", HEAD, **{"content.xml": content}))


def test_an_ods_may_unpack_to_twice_what_an_xlsx_may(tmp_path: Path) -> None:
    path = ods(
        tmp_path / "a.ods", HEAD, *(row(each, "2025-3-4", "张丰", "", f"路灯{each}") for each in range(90))
    )
    with zipfile.ZipFile(path) as package:
        unpacked = sum(part.file_size for part in package.infolist())
    ratio = unpacked // path.stat().st_size
    assert ratio > 2
    allowed = Options(limits=Limits(unpacked_bytes=0, unpacked_ratio=ratio // 2 + 1))
    assert len(records(path, options=allowed)) == 90
    with pytest.raises(LedgerError, match="解压后"):
        records(path, options=Options(limits=Limits(unpacked_bytes=0, unpacked_ratio=ratio // 2 - 1)))


def flat(path: Path, *rows: str, mime: str = MIME, scripts: str = "", declared: str = "UTF-8") -> Path:
    body = f'<table:table table:name="台账">{"".join(rows)}</table:table>'
    path.write_text(
        f'<?xml version="1.0" encoding="{declared}"?>\n'
        f'<office:document {NAMES} xmlns:ooo="http://openoffice.org/2004/office" office:mimetype="{mime}">'
        f"<office:scripts>{scripts}</office:scripts><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document>",
        encoding="gb18030" if declared == "GB18030" else "utf-8",
    )
    return path


@pytest.mark.parametrize("declared", ["UTF-8", "GB18030"])
def test_a_flat_file_is_read_as_the_packed_one(tmp_path: Path, declared: str) -> None:
    told = [
        row("日期", "姓名", "电话", "内容"),
        row(date(2024, 3, 5), "赵青松", 13800001111, "停水三天，无人处理"),
        row("3月6日", "钱白露、孙小满", "13800001112", "停电"),
    ]
    found = records(flat(tmp_path / "a.fods", *told, declared=declared))
    assert found == records(ods(tmp_path / "a.ods", *told))
    assert [str(row.received_on) for row in found] == ["2024-03-05", "2024-03-06"]


def test_a_flat_text_or_one_with_macros_is_refused(tmp_path: Path) -> None:
    told = [row("日期", "姓名", "内容"), row(date(2024, 3, 5), "赵青松", "停水")]
    text = flat(tmp_path / "a.fodt", *told, mime="application/vnd.oasis.opendocument.text")
    with pytest.raises(LedgerError, match="不是台账"):
        results(text)
    module = '<ooo:module ooo:name="M"><ooo:source-code>Sub Main</ooo:source-code></ooo:module>'
    with pytest.raises(LedgerError, match="宏"):
        results(flat(tmp_path / "b.fods", *told, scripts=module))
    assert records(flat(tmp_path / "c.fods", *told, scripts='<ooo:library-embedded ooo:name="Standard"/>'))


def test_a_flat_file_cut_off_is_damaged(tmp_path: Path) -> None:
    path = flat(tmp_path / "a.fods", row("日期", "姓名", "内容"), row(date(2024, 3, 5), "赵青松", "停水"))
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(LedgerError):
        results(path)
    path.write_text(path.read_text("utf-8").replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1), "utf-8")
    with pytest.raises(LedgerError, match="DTD"):
        results(path)
