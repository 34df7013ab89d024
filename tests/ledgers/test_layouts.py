"""Layouts seen late: tables side by side, sheets without a heading, struck-out parts in old files, several units."""

import struct
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.books import messages, records, results, rows_of, write
from ledgers.xls import compound, record
from xinfang_site.ledgers.columns.titles import TitleIndex
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.bifftext import struck_texts
from xinfang_site.ledgers.files.strikes import Struck
from xinfang_site.ledgers.petition_kind import PETITIONS
from xinfang_site.ledgers.reader import inspect
from xinfang_site.ledgers.results import Counts
from xinfang_site.ledgers.values.leading import units_named
from xinfang_site.ledgers.values.names import parse_names

LEFT = ["来访日期", "来访人", "电话", "反映内容"]
RIGHT = ["来信日期", "来信人", "电话", "反映内容"]


def side_by_side(path: Path) -> Path:
    return rows_of(
        path,
        ["2021年登记", None],
        [*LEFT, None, *RIGHT],
        ["3.1", "张丰", "13800001111", "反映路灯不亮", None, "3.5", "李耕", "13900002222", "反映井盖丢失"],
        ["3.2", "王禾", "13700003333", "反映噪音扰民"],
    )


def test_tables_side_by_side_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = side_by_side(tmp_path / "a.xlsx")
    found = records(path)
    assert [(each.names, each.channel, each.received_on) for each in found] == [
        (("张丰",), "来访", date(2021, 3, 1)),
        (("王禾",), "来访", date(2021, 3, 2)),
        (("李耕",), "来信", date(2021, 3, 5)),
    ]
    counts = Counts()
    for each in results(path):
        counts.add(each)
    assert counts.imported + counts.skipped + counts.form == counts.source_rows == 5


def test_every_table_of_a_sheet_is_seen_before_it_is_read(tmp_path: Path) -> None:
    below = rows_of(
        tmp_path / "b.xlsx",
        ["序号", "收信日期", "来信人", "内容"],
        [1, "2021-3-1", "张丰", "反映路灯不亮"],
        ["序号", "来访人", "来访时间", "人数", "反映问题"],
        [1, "李耕", "2021-3-2", 2, "反映井盖丢失"],
        [2, "王禾", "2021-3-3", 2, "反映噪音扰民"],
    )
    views = inspect(below, PETITIONS).sheets
    assert [view.columns[1].title for view in views] == ["收信日期", "来访人"]
    assert views[1].samples[0][1] == "李耕"
    beside = inspect(side_by_side(tmp_path / "a.xlsx"), PETITIONS).sheets
    assert [view.columns[view.heading.titles.index("反映内容")].field for view in beside if view.heading] == [
        "content",
        "content",
    ]


def test_a_sheet_without_a_heading_is_told_by_its_cells(tmp_path: Path) -> None:
    rows = [
        [place, f"2021.3.{place}", name, phone, "来信", f"反映{name}家门口的路灯已有多日不亮", "区民政局"]
        for place, name, phone in (
            (1, "张丰", "13800001111"),
            (2, "李耕", "13900002222"),
            (3, "王禾", "13700003333"),
        )
    ]
    path = rows_of(tmp_path / "a.xlsx", *rows)
    found = records(path)
    assert [(each.names, each.phones, each.channel, each.unit) for each in found] == [
        (("张丰",), ("13800001111",), "来信", "mz"),
        (("李耕",), ("13900002222",), "来信", "mz"),
        (("王禾",), ("13700003333",), "来信", "mz"),
    ]
    assert found[2].received_on == date(2021, 3, 3)
    assert "没有表头" in messages(results(path)[0])
    with pytest.raises(LedgerError, match="没有找到表头"):
        results(rows_of(tmp_path / "b.xlsx", *([row[2], row[3], row[6], row[4]] for row in rows)))


def test_a_list_of_telephones_without_a_heading_is_no_ledger(tmp_path: Path) -> None:
    people = [
        ["张丰", "区民政局", "13800001111", "某市某区康宁路1号附3号", "科长"],
        ["李耕", "区住建委", "13900002222", "某市某区康宁路2号附1号", "办公室"],
    ]
    with pytest.raises(LedgerError, match="没有找到表头"):
        results(rows_of(tmp_path / "a.xlsx", *people))


def test_beside_a_ledger_a_sheet_without_a_heading_is_a_rota(tmp_path: Path) -> None:
    duty = [
        (f"2021-3-{day}", name, "13800001111", "负责接待来访群众并做好登记工作")
        for day, name in ((1, "王禾"), (2, "陈苗"))
    ]

    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.append(["日期", "姓名", "内容"])
        sheet.append(["2021-3-5", "张丰", "反映路灯不亮"])
        rota = book.create_sheet("值班")
        for line in duty:
            rota.append(line)

    path = write(tmp_path / "a.xlsx", fill)
    assert [each.names for each in records(path)] == [("张丰",)]
    told = [each.reason for each in results(path) if each.sheet == "值班"]
    assert len(told) == len(duty)
    assert all("没有找到表头" in each for each in told)
    assert [each.heading is None for each in inspect(path, PETITIONS).sheets] == [False, True]


def test_a_struck_part_of_a_shared_text_is_told_across_records() -> None:
    plain, text = "甲" * 3, "旧新"
    body = struct.pack("<II", 3, 3) + struct.pack("<HB", 3, 1) + plain.encode("utf-16-le")
    body += struct.pack("<HBH", 2, 9, 2) + text[:1].encode("utf-16-le")
    rest = b"\x01" + text[1:].encode("utf-16-le") + struct.pack("<HHHH", 0, 1, 1, 0)
    rest += struct.pack("<HBH", 2, 8, 1) + b"ab" + struct.pack("<HH", 0, 1)
    assert struck_texts([body, rest], lambda font: font == 1) == {1: Struck("新", "旧"), 2: Struck("", "ab")}


def test_an_xls_that_claims_an_impossible_extent_is_damaged(tmp_path: Path) -> None:
    bof = record(0x809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    name = "台账".encode("utf-16-le")
    offset = len(bof) + 12 + len(name) + 4
    bound = record(0x85, struct.pack("<IBBBB", offset, 0, 0, 2, 1) + name)
    for claim in (struct.pack("<IIHHH", 0, 1 << 31, 0, 255, 0), struct.pack("<IIHHH", 9, 1, 0, 3, 0)):
        sheet = record(0x809, bytes(16)) + record(0x200, claim) + record(0x0A, b"")
        path = tmp_path / "a.xls"
        path.write_bytes(compound({"Workbook": bof + bound + record(0x0A, b"") + sheet}))
        with pytest.raises(LedgerError, match="已损坏"):
            results(path)


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("区教委、区民政局", ("区教委", "区民政局")),
        ("主办：区教委；协办：区民政局", ("区教委",)),
        ("区教委（协办）、区民政局（主办）", ("区民政局",)),
        ("由区教委牵头，区民政局、区司法局配合", ("区教委", "区民政局")),
        ("协办：区教委", ("区教委",)),
        ("区规划和自然资源局", ("区规划和自然资源局",)),
        ("长" * 300, ()),
    ],
)
def test_the_leading_unit_of_several_comes_first(cell: str, named: tuple[str, ...]) -> None:
    assert units_named(cell) == named


def test_people_beside_a_name_are_told_apart() -> None:
    assert parse_names("张丰（代理人：李耕）").agents == ("李耕",)
    found = parse_names("张丰，劳动路18号，13800001111")
    assert (found.names, found.address, found.phones) == (("张丰",), "劳动路18号", ("13800001111",))
    assert parse_names("阿依古丽.买买提").names == ("阿依古丽·买买提",)
    assert parse_names("扎西．多吉").names == ("扎西·多吉",)
    assert parse_names("张丰夫妇").people == 2
    assert (parse_names("张丰代表5人").names, parse_names("张丰代表5人").people) == (("张丰",), 5)
    assert parse_names("张丰.李耕").names != ("张丰·李耕",)


def test_a_heading_of_three_levels_is_told_by_its_nearest_group() -> None:
    index = TitleIndex(PETITIONS)
    for parts, field in (
        (("办理情况", "承办", "单位"), "unit"),
        (("办理情况", "办结", "时间"), "concluded_on"),
        (("来访人姓名、住址及电话",), "names"),
    ):
        match = index.match(parts)
        assert match is not None
        assert match.field == field, parts


def test_a_ledger_with_the_day_of_registration_alone_warns_of_nothing(tmp_path: Path) -> None:
    path = rows_of(tmp_path / "a.xlsx", ["登记日期", "姓名", "内容"], ["2021-3-5", "张丰", "反映路灯不亮"])
    assert records(path)[0].received_on == date(2021, 3, 5)
    assert not messages(next(each for each in results(path) if each.accepted))


def test_a_number_that_lost_its_zero_goes_on_from_the_day_above(tmp_path: Path) -> None:
    rows = [
        [day, "张丰", f"反映路灯{place}不亮"] for place, day in enumerate((10.19, 10.2, 10.21, 10.3, 11.2))
    ]
    path = rows_of(tmp_path / "a.xlsx", ["2021年来信台账"], ["日期", "姓名", "内容"], *rows)
    assert [f"{each.received_on:%m%d}" for each in records(path)] == ["1019", "1020", "1021", "1030", "1102"]
    rows = [
        [day, "张丰", f"反映路灯{place}不亮"] for place, day in enumerate((1.2, 1.3, 1.5, 1.4, 1.3, 1.2, 1.1))
    ]
    path = rows_of(tmp_path / "b.xlsx", ["2021年来信台账"], ["日期", "姓名", "内容"], *rows)
    found = [each.received_on.day for each in records(path) if each.received_on]
    assert found == [2, 3, 5, 4, 3, 2, 1]


def test_numbers_that_lost_their_zeros_are_no_guess_where_days_do_not_rise(tmp_path: Path) -> None:
    for days in (range(1, 32), range(5, 0, -1)):
        rows = [[float(f"10.{day}"), "张丰", f"反映路灯{day}不亮"] for day in days]
        path = rows_of(tmp_path / f"{len(days)}.xlsx", ["2021年来信台账"], ["日期", "姓名", "内容"], *rows)
        assert [each.received_on.day for each in records(path) if each.received_on] == list(days)


def test_a_title_tells_the_channel_before_a_column_does(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["网上信访事项台账"],
        ["日期", "姓名", "来访人数", "内容"],
        ["2021-3-5", "张丰", 2, "反映路灯不亮"],
    )
    assert records(path)[0].channel == "网上信访"


def test_the_line_that_names_the_separator_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\n日期;姓名;内容\n2021-3-5;张丰;反映路灯不亮\n", encoding="utf-8")
    assert [each.row_number for each in results(path)] == [1, 2]


def test_the_year_of_a_table_is_that_of_the_line_nearest_above_it(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["2023年"],
        ["日期", "姓名", "电话", "内容"],
        ["3月5日", "张丰", "13800001111", "路灯"],
        ["2023年共1件"],
        ["2024年"],
        ["姓名", "日期", "内容", "电话"],
        ["王禾", "3月6日", "噪音", "13800002222"],
    )
    assert [each.received_on for each in records(path)] == [date(2023, 3, 5), date(2024, 3, 6)]


def test_a_full_name_is_read_without_its_form_of_address() -> None:
    told = {
        text: parse_names(text).names
        for text in ("张明丰女士", "王先生", "老李同志", "欧阳女士", "欧阳丰先生", "李耕同志、王女士")
    }
    assert list(told.values()) == [
        ("张明丰",),
        ("王先生",),
        ("老李同志",),
        ("欧阳女士",),
        ("欧阳丰",),
        ("李耕", "王女士"),
    ]


def test_a_subtotal_of_a_street_is_no_matter(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["镇街", "序号", "信访人", "日期", "反映问题"],
        ["双碑街道", 1, "张丰", "2025-3-5", "路灯不亮"],
        ["双碑街道小计", None, "1件"],
        ["凤凰镇小计：", None, "0件", "", "其中来访0件"],
        ["总计", None, 1],
    )
    assert [each.names for each in records(path)] == [("张丰",)]


def test_a_day_without_a_year_follows_the_row_above_only_in_a_ledger_that_has_an_order(
    tmp_path: Path,
) -> None:
    head = ["日期", "姓名", "电话", "内容"]
    mixed = ["2025-2-5", "10月23日", "2025-3-8", "12月2日", "2025-1-7", "11月9日", "2025-2-1", "9月30日"]
    turning = ["11月20日", "12月5日", "12月30日", "2026-1-3", "2026-1-8", "2026-2-2"]
    found = {}
    for name, days in (("a", mixed), ("b", turning)):
        rows = [[day, "张丰", "13800001111", f"路灯{place}"] for place, day in enumerate(days)]
        found[name] = [each.received_on for each in records(rows_of(tmp_path / f"{name}.xlsx", head, *rows))]
    assert {day and day.year for day in found["a"]} == {2025}
    assert [day and day.year for day in found["b"]] == [2025, 2025, 2025, 2026, 2026, 2026]


def test_who_is_called_up_is_no_further_petitioner() -> None:
    told = parse_names("张丰、李耕等7名业主，联系人张丰13800001111")
    assert (told.names, told.people, told.phones) == (("张丰", "李耕"), 7, ("13800001111",))


def test_the_cover_tells_the_year_of_the_sheets_behind_it(tmp_path: Path) -> None:
    book = Workbook()
    cover: Worksheet = book.worksheets[0]
    for text in ("信访工作台账", "二〇二五年", "区信访办公室"):
        cover.append([None, text])
    sheet = book.create_sheet("来访")
    sheet.append(["来访日期", "来访人", "反映问题"])
    sheet.append(["3月5日", "张丰", "路灯不亮"])
    book.save(tmp_path / "a.xlsx")
    assert [each.received_on for each in records(tmp_path / "a.xlsx")] == [date(2025, 3, 5)]


def test_a_whole_number_of_a_day_has_lost_no_zero(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["2025年3月来访登记"],
        ["日", "来访人", "反映问题"],
        [18, "张丰", "路灯不亮"],
        [2.0, "王禾", "噪音扰民"],
    )
    assert [each.received_on for each in records(path)] == [date(2025, 3, 18), date(2025, 3, 2)]
