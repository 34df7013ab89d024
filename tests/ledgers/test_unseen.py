"""Ledgers that nobody here had seen (没见过的台账): each rule by the smallest ledger that breaks without it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.test_habits import book, records, results
from ledgers.words import office_vocabulary
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.petition_kind import PETITIONS, ledger_row
from xinfang_site.ledgers.petition_words import petition_vocabulary
from xinfang_site.ledgers.reader import read
from xinfang_site.ledgers.results import RowKind
from xinfang_site.ledgers.values.dates import parse_date
from xinfang_site.ledgers.values.names import parse_names
from xinfang_site.ledgers.values.phones import parse_phones

TEXT = "小区电梯长期停运无人维修"
HEAD = ["序号", "日期", "姓名", "内容"]


@pytest.mark.parametrize("title", ["2026年1月信访台账", "2026年1月", "2026.1", "二〇二六年一月来访登记表"])
def test_a_title_in_mid_sheet_begins_another_year(tmp_path: Path, title: str) -> None:
    rows = [
        ["2025年12月信访台账"],
        HEAD,
        [1, "12月30日", "赵青松", TEXT],
        [],
        [title],
        HEAD,
        [1, "1月4日", "钱小满", TEXT + "二"],
        [2, "1.6", "孙满仓", TEXT + "三"],
    ]
    found = [row.received_on for row in records(book(tmp_path / "a.xlsx", {"台账": rows}))]
    assert found == [date(2025, 12, 30), date(2026, 1, 4), date(2026, 1, 6)]


@pytest.mark.parametrize("foot", ["2026年1月31日", "2026.1.31", "二〇二六年一月三十一日"])
def test_a_day_alone_below_the_rows_is_still_a_signature(tmp_path: Path, foot: str) -> None:
    rows = [HEAD, [1, "2026.1.4", "赵青松", TEXT], ["", foot]]
    assert [each.kind for each in results(book(tmp_path / "a.xlsx", {"台账": rows}))][-1] is RowKind.SIGNATURE


def test_the_name_of_a_column_of_days_may_state_the_year(tmp_path: Path) -> None:
    rows = [["序号", "日期（2021年）", "姓名", "内容"], [1, "3月5日", "赵青松", TEXT]]
    assert records(book(tmp_path / "a.xlsx", {"台账": rows}))[0].received_on == date(2021, 3, 5)
    other = [["序号", "日期", "姓名", "内容", "2021年以前是否信访"], [1, "3月5日", "赵青松", TEXT, "否"]]
    assert records(book(tmp_path / "b.xlsx", {"台账": other}))[0].received_on is None


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "", "其中：来信0件，来访3件"],
        ["", "", "", "其中:集体访1批5人"],
        ["", "其中", "来访", "3"],
    ],
)
def test_of_which_is_a_part_of_a_total(tmp_path: Path, row: list[str]) -> None:
    rows = [HEAD, [1, "2026.1.4", "赵青松", TEXT], row]
    assert [each.kind for each in results(book(tmp_path / "a.xlsx", {"台账": rows}))][-1] is RowKind.TOTAL


def test_of_which_in_a_matter_is_no_total(tmp_path: Path) -> None:
    rows = [HEAD, [1, "2026.1.4", "赵青松", "其中三户漏水"], [2, "2026.1.5", "钱小满", "其中2户没有水"]]
    assert len(records(book(tmp_path / "a.xlsx", {"台账": rows}))) == 2


PEOPLE = st.lists(st.sampled_from(["赵青松", "钱小满", "孙满仓", "李耕", "欧阳柏"]), min_size=2, unique=True)


@given(people=PEOPLE)
def test_circled_figures_number_the_people_and_their_telephones(people: list[str]) -> None:
    marks = "①②③④⑤"
    assert parse_names("".join(map("".join, zip(marks, people, strict=False)))).names == tuple(people)
    numbers = [f"1390000{place}111" for place in range(len(people))]
    assert parse_phones("".join(map("".join, zip(marks, numbers, strict=False)))).numbers == tuple(numbers)


@pytest.mark.parametrize(
    ("cell", "names", "people"),
    [
        ("以赵青松为代表的5人", ("赵青松",), 5),
        ("以赵青松、李耕为首的12名业主", ("赵青松", "李耕"), 12),
        ("以赵青松、李耕为代表的双碑社区居民20人", ("赵青松", "李耕"), 20),
        ("以李耕为首的业主十二人", ("李耕",), 12),
        ("赵青松等人（5人）", ("赵青松",), 5),
        ("赵青松等(共12人)", ("赵青松",), 12),
        ("赵青松等5人代表120户", ("赵青松",), 5),
        ("赵青松等5户", ("赵青松",), None),
    ],
)
def test_the_count_beside_a_name(cell: str, names: tuple[str, ...], people: int | None) -> None:
    found = parse_names(cell)
    assert (found.names, found.people) == (names, people)
    assert bool(found.notes) == (people is None)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("138OOOO1111", "13800001111"), ("138oooo1111", "13800001111"), ("023/60001111", "02360001111")],
)
def test_telephones_with_letters_for_noughts_and_a_stroke(cell: str, number: str) -> None:
    found = parse_phones(cell)
    assert (found.numbers, found.rest) == ((number,), "")


@given(day=st.dates(date(1990, 1, 1), date(2026, 11, 1)), between=st.sampled_from("―;；—_\\"))
def test_a_date_with_a_sign_between(day: date, between: str) -> None:
    assert parse_date(f"{day.year}{between}{day.month}{between}{day.day}").day == day


def test_those_who_came_with_the_petitioner_are_petitioners(tmp_path: Path) -> None:
    rows = [
        ["日期", "信访人", "随访人员", "人数", "内容"],
        ["2026.1.4", "赵青松", "钱小满、孙满仓", "", TEXT],
        ["2026.1.5", "李耕", "", "", TEXT + "二"],
        ["2026.1.6", "匿名", "赵青松", "", TEXT + "三"],
        ["2026.1.7", "李耕", "钱小满等3人", "", TEXT + "四"],
        ["2026.1.8", "", "钱小满", "", TEXT + "五"],
    ]
    found = records(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert [(row.names, row.people, row.anonymous) for row in found] == [
        (("赵青松", "钱小满", "孙满仓"), 3, False),
        (("李耕",), 1, False),
        (("赵青松",), 1, False),
        (("李耕", "钱小满"), 4, False),
        (("钱小满",), 1, False),
    ]


def test_a_count_below_the_names_is_told(tmp_path: Path) -> None:
    rows = [["日期", "姓名", "人数", "内容"], ["2026.1.4", "赵青松、钱小满、孙满仓", 2, TEXT]]
    path = book(tmp_path / "a.xlsx", {"台账": rows})
    (found,) = [each for each in results(path) if each.accepted]
    assert ledger_row(dict(found.values)).people == 3
    assert [note.message for note in found.warnings] == ["人数写2，姓名写了3人，按3人读取"]


def test_an_address_below_the_name_is_no_further_petitioner(tmp_path: Path) -> None:
    rows = [
        ["编号", "日期", "姓名", "电话", "内容"],
        ["A1", "2026.1.4", "赵青松", "13900001111", TEXT],
        ["", "", "双碑正街12号", "", ""],
        ["", "", "钱小满", "", ""],
        ["A2", "2026.1.5", "李耕", "13900002222", TEXT + "二"],
    ]
    first, second = records(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert (first.names, first.address, first.people) == (("赵青松", "钱小满"), "双碑正街12号", 2)
    assert (second.names, second.address) == (("李耕",), None)


def test_an_address_below_another_one_is_kept(tmp_path: Path) -> None:
    rows = [
        ["编号", "日期", "姓名", "住址", "内容"],
        ["A1", "2026.1.4", "赵青松", "石井坡3号", TEXT],
        ["", "", "双碑正街12号", "", ""],
    ]
    (row,) = records(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert (row.names, row.address, row.remarks) == (("赵青松",), "石井坡3号", "住址：双碑正街12号")


def test_a_reply_that_voids_the_matter_is_told(tmp_path: Path) -> None:
    rows = [
        ["日期", "姓名", "内容", "处理意见"],
        ["2026.1.4", "赵青松", TEXT, "无效"],
        ["2026.1.5", "李耕", TEXT + "二", "已办结"],
    ]
    found = [each for each in results(book(tmp_path / "a.xlsx", {"台账": rows})) if each.accepted]
    assert [ledger_row(dict(each.values)).state for each in found] == ["作废", "已办结"]
    assert [[note.message for note in each.warnings] for each in found] == [["写的是“无效”，按作废读取"], []]


def test_two_strokes_repeat_a_day_and_a_code_word_and_are_told(tmp_path: Path) -> None:
    rows = [
        ["日期", "姓名", "电话", "信访形式", "内容"],
        ["2026.1.4", "赵青松", "13900001111", "来访", TEXT],
        ["//", "李耕", "//", "//", TEXT + "二"],
    ]
    found = [each for each in results(book(tmp_path / "a.xlsx", {"台账": rows})) if each.accepted]
    row = ledger_row(dict(found[1].values))
    assert (row.received_on, row.channel, row.phones) == (date(2026, 1, 4), "来访", ())
    assert [note.column for note in found[1].warnings if "按同上读取" in note.message] == ["日期", "信访形式"]


@pytest.mark.parametrize(
    ("word", "channel"),
    [("网信件", "网上信访"), ("来信件", "来信"), ("重信", "来信"), ("来访件", "来访"), ("来电件", "来电")],
)
def test_words_of_channels_that_were_missing(tmp_path: Path, word: str, channel: str) -> None:
    rows = [["日期", "姓名", "信访渠道", "内容"], ["2026.1.4", "赵青松", word, TEXT]]
    assert records(book(tmp_path / "a.xlsx", {"台账": rows}))[0].channel == channel


def test_sentences_below_a_purpose_are_the_matter_where_nothing_else_is(tmp_path: Path) -> None:
    rows = [
        ["姓名", "来访时间", "来访目的", "来访形式"],
        ["赵青松", "2026.1.4", TEXT, "个访"],
        ["李耕", "2026.1.5", "拖欠工资二十三万元要求解决", "集体访"],
    ]
    found = records(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert [row.content for row in found] == [TEXT, "拖欠工资二十三万元要求解决"]


def _spaced(tmp_path: Path, lines: list[str], between: str) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(between.join(line.split("|")) for line in lines), "gb18030")
    return path


@pytest.mark.parametrize("between", ["  ", "      ", "\u3000", " \u3000 "])
def test_columns_set_apart_by_spaces_are_read(tmp_path: Path, between: str) -> None:
    lines = [
        "2026年信访台账",
        "序号|日期|姓名|内容",
        f"1|1月4日|赵青松|{TEXT}，急",
        f"2|1月5日|李耕|{TEXT} 二",
    ]
    found = records(_spaced(tmp_path, lines, between))
    assert [(row.received_on, row.names) for row in found] == [
        (date(2026, 1, 4), ("赵青松",)),
        (date(2026, 1, 5), ("李耕",)),
    ]


def test_columns_of_spaces_with_a_blank_among_them_are_refused(tmp_path: Path) -> None:
    """The cells to the right of the blank one would be taken for others."""
    lines = ["序号|日期|姓名|内容", f"1|1月4日|赵青松|{TEXT}", f"2|李耕|{TEXT}"]
    with pytest.raises(LedgerError, match="没有找到表头"):
        list(read(_spaced(tmp_path, lines, "   "), PETITIONS, office_vocabulary(), options=Options()))


def test_the_day_of_a_reception_in_a_line_above_the_heading(tmp_path: Path) -> None:
    rows = [
        ["区领导接访日来访群众登记表"],
        ["接访日期：2026年1月15日", "", "接访领导：区长"],
        ["序号", "来访人", "人数", "反映问题"],
        [1, "赵青松", 1, TEXT],
    ]
    assert records(book(tmp_path / "a.xlsx", {"台账": rows}))[0].received_on == date(2026, 1, 15)
    for other in ("填报日期", "回访日期", "座谈时间"):
        rows[1] = [f"{other}：2026年1月31日", "", "接访领导：区长"]
        assert records(book(tmp_path / "b.xlsx", {"台账": rows}))[0].received_on is None


@pytest.mark.parametrize("title", ["2021年信访台账（2022年1月10日印）", "2022.1.10 导出 2021年度来访登记"])
def test_the_day_of_printing_is_not_the_year_of_the_ledger(tmp_path: Path, title: str) -> None:
    rows = [[title], HEAD, [1, "3月5日", "赵青松", TEXT]]
    assert records(book(tmp_path / "a.xlsx", {"台账": rows}))[0].received_on == date(2021, 3, 5)


@pytest.mark.parametrize("word", ["联名", "联合", "共同"])
def test_those_who_sign_together_are_counted(word: str) -> None:
    assert (parse_names(f"赵青松等{word}12人").names, parse_names(f"赵青松等{word}12人").people) == (
        ("赵青松",),
        12,
    )


def test_a_matter_that_begins_like_a_total_is_one_by_its_day(tmp_path: Path) -> None:
    rows = [
        ["内容", "姓名", "日期"],
        ["合计拖欠工资3万元要求支付", "赵青松", "2026.1.4"],
        ["总计5户漏水", "李耕", "2026年1月5日"],
        ["合计", "", "2"],
        ["小计", "12.5", "3"],
    ]
    found = results(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert [each.kind for each in found][1:] == [RowKind.RECORD] * 2 + [RowKind.TOTAL] * 2


def test_channels_side_by_side_are_ticked_without_a_group(tmp_path: Path) -> None:
    rows = [
        ["日期", "姓名", "来信", "来访", "来电", "内容"],
        ["2026.1.4", "赵青松", "√", "", "", TEXT],
        ["2026.1.5", "李耕", "", 1, "", TEXT + "二"],
        ["2026.1.6", "钱小满", "", "", 5, TEXT + "三"],
    ]
    found = [each for each in results(book(tmp_path / "a.xlsx", {"台账": rows})) if each.accepted]
    assert [ledger_row(dict(each.values)).channel for each in found[:2]] == ["来信", "来访"]
    assert ledger_row(dict(found[2].values)).remarks == "来电：5"


def test_the_shared_words_are_made_once() -> None:
    """Each row with a short reply asks whether it is a state: ten times the work of reading it, if made anew."""
    first, second = petition_vocabulary(), petition_vocabulary()
    assert all(
        first.tables[name] is second.tables[name] for name in ("channel", "purpose", "state", "satisfaction")
    )


def test_headings_in_english(tmp_path: Path) -> None:
    rows = [["No.", "Date", "Name", "Phone", "Content"], [1, "2026-01-04", "赵青松", "13900001111", TEXT]]
    row = records(book(tmp_path / "a.xlsx", {"台账": rows}))[0]
    assert (row.received_on, row.names, row.phones, row.content) == (
        date(2026, 1, 4),
        ("赵青松",),
        ("13900001111",),
        TEXT,
    )


FOOTS = [
    "2026年1月5日填",
    "填于2026年1月5日",
    "（2026年1月5日）",
    "2026.1.5印",
    "李耕 2026.1.5",
    "二〇二六年一月十五日印",
]


@pytest.mark.parametrize("foot", FOOTS)
def test_the_day_at_the_foot_of_a_page_is_no_other_year(tmp_path: Path, foot: str) -> None:
    rows = [
        ["2025年信访台账"],
        HEAD,
        [1, "12月20日", "赵青松", TEXT],
        ["", "", "", foot],
        [2, "12月21日", "李耕", TEXT + "二"],
    ]
    found = records(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert [row.received_on for row in found] == [date(2025, 12, 20), date(2025, 12, 21)]


@pytest.mark.parametrize(
    "title", ["首次信访时间（2024年以来）", "是否2024年以前来访时间", "转办时间（2024年起）"]
)
def test_another_year_in_the_name_of_a_column_is_not_that_of_receipt(tmp_path: Path, title: str) -> None:
    rows = [
        ["日期", "姓名", "内容", title],
        ["2026.3.5", "赵青松", TEXT, ""],
        ["3月6日", "李耕", TEXT + "二", ""],
    ]
    assert records(book(tmp_path / "a.xlsx", {"台账": rows}))[1].received_on == date(2026, 3, 6)


def test_the_year_of_an_unknown_column_dates_no_other_one(tmp_path: Path) -> None:
    rows = [["2025年日期", "2026年化解时间", "姓名", "内容"], ["1.4", "2.3", "赵青松", TEXT]]
    assert records(book(tmp_path / "a.xlsx", {"台账": rows}))[0].concluded_on is None


@pytest.mark.parametrize("day", ["合计 2026.1.31 1件", "小计 2026年1月31日 3", "总计 2026.1.31 12人次"])
def test_a_total_with_the_day_it_was_drawn_up_is_one(tmp_path: Path, day: str) -> None:
    rows = [HEAD, [1, "2026.1.4", "赵青松", TEXT], [*day.split()], ["总计", "共1件", "2026.1.31", "4件"]]
    found = results(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert [each.kind for each in found[-2:]] == [RowKind.TOTAL] * 2


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        (("转办", "交办"), ("√", "")),
        (("微信", "邮箱"), ("zqs2020", "a@b.cn")),
        (("来信", "来访"), (3, 2)),
        (("来信", "来访"), ("2026.1.4", "")),
    ],
)
def test_what_is_no_ticked_channel_stays_as_it_is(
    tmp_path: Path, titles: tuple[str, str], cells: tuple[str | int, str | int]
) -> None:
    rows = [["日期", "姓名", *titles, "内容"], ["2026.1.4", "赵青松", *cells, TEXT]]
    (row,) = records(book(tmp_path / "a.xlsx", {"台账": rows}))
    told = [f"{title}：{cell}" for title, cell in zip(titles, cells, strict=True) if cell]
    assert (row.channel, (row.remarks or "").splitlines()) == (None, told)


@pytest.mark.parametrize(
    ("titles", "ticks"), [(("初访", "来信"), ("", "√")), (("转办", "上级转办"), ("是", ""))]
)
def test_a_column_of_the_channel_counts_before_ticks(
    tmp_path: Path, titles: tuple[str, str], ticks: tuple[str, str]
) -> None:
    rows = [["日期", "姓名", *titles, "信访渠道", "内容"], ["2026.1.4", "赵青松", *ticks, "来访", TEXT]]
    assert records(book(tmp_path / "a.xlsx", {"台账": rows}))[0].channel == "来访"


@pytest.mark.parametrize("cell", ["其妻", "有", "√", "否", "本人", "丈夫李耕", "母亲"])
def test_what_names_nobody_beside_the_petitioner_is_kept(tmp_path: Path, cell: str) -> None:
    rows = [["日期", "信访人", "随访人", "内容"], ["2026.1.4", "赵青松", cell, TEXT]]
    (found,) = [each for each in results(book(tmp_path / "a.xlsx", {"台账": rows})) if each.accepted]
    row = ledger_row(dict(found.values))
    assert (row.names, row.people, row.remarks) == (("赵青松",), 1, f"随访人：{cell}")
    assert [note.message for note in found.warnings] == ["姓名以外的内容记入备注"]


@pytest.mark.parametrize(
    ("cell", "names", "people", "remarks"),
    [
        (3, ("赵青松",), 4, "随访人：3"),
        ("家属2人", ("赵青松",), 3, "随访人：家属"),
        ("李耕（住双碑正街12号）", ("赵青松", "李耕"), 2, "随访人：李耕，双碑正街12号"),
        ("李耕 13900001111", ("赵青松", "李耕"), 2, "随访人：李耕，13900001111"),
        ("李耕、妻子", ("赵青松", "李耕"), 2, "随访人：妻子"),
        ("无", ("赵青松",), 1, None),
    ],
)
def test_companions_that_are_counted_or_described(
    tmp_path: Path, cell: str | int, names: tuple[str, ...], people: int, remarks: str | None
) -> None:
    rows = [["日期", "信访人", "同行人", "内容"], ["2026.1.4", "赵青松", cell, TEXT]]
    (row,) = records(book(tmp_path / "a.xlsx", {"台账": rows}))
    assert (row.names, row.people, row.phones, row.remarks) == (names, people, (), remarks)


def test_nobody_beside_nobody_is_not_anonymous(tmp_path: Path) -> None:
    rows = [["日期", "信访人", "随访人", "内容"], ["2026.1.4", "", "无", TEXT]]
    (found,) = [each for each in results(book(tmp_path / "a.xlsx", {"台账": rows})) if each.accepted]
    assert not ledger_row(dict(found.values)).anonymous
    assert "姓名为空" in [note.message for note in found.warnings]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("10.4;10.5", date(2026, 10, 4)),
        ("12.3；12.5", date(2026, 12, 3)),
        ("10.4、10.5", date(2026, 10, 4)),
        ("10.4-10.6", date(2026, 10, 4)),
        ("12.25―12.27", date(2026, 12, 25)),
        ("26.1.4-1.6", date(2026, 1, 4)),
    ],
)
def test_two_days_without_a_year_are_no_day_of_another_year(cell: str, day: date) -> None:
    assert parse_date(cell, 2026).day == day


def test_strokes_in_the_columns_of_an_outcome_close_nothing(tmp_path: Path) -> None:
    rows = [
        ["日期", "姓名", "内容", "办结日期", "状态", "满意度"],
        ["2026.1.4", "赵青松", TEXT, "2026.1.20", "已办结", "满意"],
        ["2026.1.5", "李耕", TEXT + "二", "//", "//", "//"],
    ]
    row = records(book(tmp_path / "a.xlsx", {"台账": rows}))[1]
    assert (row.concluded_on, row.state, row.satisfaction) == (None, "//", "//")


@pytest.mark.parametrize(
    ("cell", "people", "rest"),
    [
        ("赵青松等12户业主", 12, ""),
        ("赵青松等5户代表", 5, ""),
        ("赵青松等人（代表双碑小区120户）", None, "代表双碑小区120户"),
    ],
)
def test_households_with_those_who_stand_for_them(cell: str, people: int | None, rest: str) -> None:
    found = parse_names(cell)
    assert (found.names, found.people, found.rest) == (("赵青松",), people, rest)


def test_letters_of_a_word_are_no_noughts() -> None:
    found = parse_phones("13900001111（VOA）OK")
    assert found.numbers == ("13900001111",)
    assert "OK" in found.notes[0]


def test_tabs_are_kept_below_a_title_set_apart_by_spaces(tmp_path: Path) -> None:
    """A row whose first cell is blank began with its second one."""
    lines = ["区信访办  2026年  台账", "\t".join(HEAD), f"\t1月4日\t赵青松\t{TEXT}"]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), "utf-8")
    (row,) = records(path)
    assert (row.received_on, row.names, row.content) == (date(2026, 1, 4), ("赵青松",), TEXT)


@pytest.mark.parametrize(
    ("encoding", "noughts"), [("utf-8", 1), ("utf-8", 512), ("gb18030", 41), ("utf-16", 2)]
)
def test_noughts_at_the_end_of_a_text_ledger_say_nothing(tmp_path: Path, encoding: str, noughts: int) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"日期,姓名,内容\n2026.1.4,赵青松,{TEXT}\n".encode(encoding) + b"\0" * noughts)
    assert [row.names for row in records(path)] == [("赵青松",)]
