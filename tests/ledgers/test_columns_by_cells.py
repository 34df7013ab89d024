"""Columns that their cells tell, where the heading says nothing, or something else, or too much."""

from pathlib import Path

import pytest

from ledgers.words import office_vocabulary
from xinfang_site.ledgers.columns.contents import people
from xinfang_site.ledgers.columns.headings import Heading
from xinfang_site.ledgers.columns.proposing import propose
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.petition_kind import PETITIONS, LedgerRow, ledger_row
from xinfang_site.ledgers.reader import inspect, read
from xinfang_site.ledgers.results import RowResult


def results(tmp_path: Path, *lines: str) -> list[RowResult]:
    path = tmp_path / "台账.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return [result for result in read(path, PETITIONS, office_vocabulary()) if result.accepted]


def rows(tmp_path: Path, *lines: str) -> list[LedgerRow]:
    return [ledger_row(dict(result.values)) for result in results(tmp_path, *lines)]


@pytest.mark.parametrize("heading", ["类别", "信／访", "甲"])
def test_a_column_of_channels_is_the_channel_whatever_its_heading(tmp_path: Path, heading: str) -> None:
    found = rows(
        tmp_path, f"姓名,日期,{heading},内容", "张丰,2021-3-5,信,路灯不亮", "王禾,2021-3-6,访,噪音扰民"
    )
    assert [row.channel for row in found] == ["来信", "来访"]


@pytest.mark.parametrize("heading", ["答复方式", "办理方式", "承办人电话"])
def test_how_a_matter_is_answered_is_not_how_it_came(tmp_path: Path, heading: str) -> None:
    cell = "13900002222" if "人" in heading else "电话"
    lines = (f"姓名,日期,内容,{heading}", f"张丰,2021-3-5,路灯,{cell}", f"王禾,2021-3-6,噪音,{cell}")
    assert [(row.channel, row.phones, row.remarks) for row in rows(tmp_path, *lines)] == [
        (None, (), f"{heading}：{cell}")
    ] * 2


def test_a_column_of_other_words_keeps_the_field_of_its_heading(tmp_path: Path) -> None:
    found = rows(
        tmp_path, "姓名,日期,类别,内容", "张丰,2021-3-5,事故处理,路灯", "王禾,2021-3-6,事故处理,噪音"
    )
    assert [row.category for row in found] == ["010101", "010101"]
    found = rows(tmp_path, "姓名,日期,问题类别,内容", "张丰,2021-3-5,其他,路灯", "王禾,2021-3-6,其他,噪音")
    assert [(row.channel, row.category) for row in found] == [(None, "其他")] * 2


def test_an_unknown_column_of_days_tells_the_receipt_of_a_ledger(tmp_path: Path) -> None:
    lines = ("姓名,呈来日期,办复结案日,内容", "张丰,2021-3-5,2021-4-1,路灯", "王禾,2021-3-6,2021-4-2,噪音")
    assert [str(row.received_on) for row in rows(tmp_path, *lines)] == ["2021-03-05", "2021-03-06"]


@pytest.mark.parametrize("heading", ["出生日期", "到期日期", "办结公示日期", "购房合同日期"])
def test_days_of_another_thing_are_no_receipt(tmp_path: Path, heading: str) -> None:
    found = rows(tmp_path, f"姓名,{heading},内容", "张丰,1960-3-5,路灯", "王禾,1961-3-6,噪音")
    assert [row.received_on for row in found] == [None, None]


def test_acceptance_is_not_the_receipt_where_the_registration_is_told(tmp_path: Path) -> None:
    row = rows(tmp_path, "姓名,受理时间,登记时间,内容", "张丰,2021-3-8,2021-3-5,路灯")[0]
    assert str(row.received_on) == "2021-03-05"
    for lines in (
        ("姓名,受理时间,内容", "张丰,2021-3-8,路灯"),
        ("姓名,受理时间,登记时间,内容", "张丰,2021-3-8,,路灯"),
    ):
        assert str(rows(tmp_path, *lines)[0].received_on) == "2021-03-08"


def test_a_bare_date_beside_the_registration_is_doubted_once(tmp_path: Path) -> None:
    found = results(
        tmp_path, "姓名,日期,登记日期,内容", "张丰,2021-3-5,2021-3-6,路灯", "王禾,2021-3-7,2021-3-8,噪音"
    )
    assert [[note.message for note in result.warnings] for result in found] == [
        ["“日期”和“登记日期”两列都是日期，收到日期按“日期”读取，请核对"],
        [],
    ]


def test_both_telephones_are_taken_and_an_empty_column_yields(tmp_path: Path) -> None:
    row = rows(tmp_path, "姓名,固定电话,联系手机,内容,日期", "张丰,023-65301234,13800001111,路灯,2021-3-5")[0]
    assert sorted(row.phones) == ["02365301234", "13800001111"]
    row = rows(
        tmp_path, "姓名,联系方式1,住址,联系方式2,内容,日期", "张丰,13800001111,双碑,13900002222,路灯,2021-3-5"
    )[0]
    assert row.phones == ("13800001111", "13900002222")
    row = rows(tmp_path, "姓名,承办单位,主办单位,内容,日期", "张丰,,区民政局,路灯,2021-3-5")[0]
    assert row.unit == "mz"


@pytest.mark.parametrize("heading", ["经办人,联系电话", "网格员,网格员联系电话", "经办人,办公电话"])
def test_the_telephone_of_who_works_on_a_matter_is_not_the_petitioners(tmp_path: Path, heading: str) -> None:
    row = rows(
        tmp_path,
        f"姓名,联系电话,日期,内容,{heading}",
        "张丰,13800001111,2021-3-5,路灯,李耕,13900002222",
        "王禾,13800003333,2021-3-6,噪音,李耕,13900002222",
    )[0]
    assert row.phones == ("13800001111",)
    assert "13900002222" in (row.remarks or "")


def test_a_serial_that_is_a_number_of_the_office_is_kept_as_the_number(tmp_path: Path) -> None:
    lines = ("序号,姓名,日期,内容", "信2021-001,张丰,2021-3-5,路灯", "信2021-002,王禾,2021-3-6,噪音")
    assert [row.number for row in rows(tmp_path, *lines, "小计,,,2件")] == ["信2021-001", "信2021-002"]
    plain = rows(tmp_path, "序号,姓名,日期,内容", "1,张丰,2021-3-5,路灯", "2,王禾,2021-3-6,噪音")
    assert [row.number for row in plain] == [None, None]


def test_the_district_is_no_street_of_the_same_name(tmp_path: Path) -> None:
    result = results(tmp_path, "姓名,日期,问题属地,内容", "张丰,2021-3-5,双碑区,路灯")[0]
    assert result.values["place"] == "双碑区"


def test_a_ledger_over_the_turn_of_a_year_gives_each_month_its_year(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        "2020年11月—2021年2月信访台账,,",
        "姓名,日期,内容",
        "张丰,12月28日,路灯",
        "王禾,1月4日,噪音",
    )
    assert [str(row.received_on) for row in found] == ["2020-12-28", "2021-01-04"]
    lines = ("2019年7月—2020年6月信访台账,,,", "姓名,收到日期,办结日期,内容", "张丰,2月29日,3月4日,路灯")
    found = rows(tmp_path, *lines, "王禾,5月20日,7月3日,噪音")
    assert [f"{row.received_on} {row.concluded_on}" for row in found] == [
        "2020-02-29 2020-03-04",
        "2020-05-20 2020-07-03",
    ]


def test_petitioners_and_units_under_unknown_headings_are_found_in_a_ledger(tmp_path: Path) -> None:
    lines = ("日期,求助老乡,帮扶干部,内容,解难单位", "2021-3-5,张丰等3人,李耕,路灯,区民政局")
    found = rows(tmp_path, *lines, "2021-3-6,王禾,赵立,噪音,双碑街道")
    assert [(row.names, row.people, row.unit) for row in found] == [
        (("张丰",), 3, "mz"),
        (("王禾",), 1, "sb"),
    ]
    assert found[0].remarks == "帮扶干部：李耕"


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("被举报人", ("李耕", "赵立")),
        ("投诉对象", ("阳光物业", "金科物业")),
        ("对方当事人", ("李耕", "赵立")),
        ("涉及小区", ("阳光花园", "金科城")),
        ("用人单位", ("双碑街道某建筑公司", "区民政局劳务公司")),
    ],
)
def test_who_or_what_is_complained_of_is_neither_petitioner_nor_unit(
    tmp_path: Path, heading: str, cells: tuple[str, str]
) -> None:
    found = rows(
        tmp_path,
        f"日期,{heading},反映内容",
        f"2021-3-5,{cells[0]},反映拖欠工资",
        f"2021-3-6,{cells[1]},反映噪音",
    )
    assert [(row.names, row.unit, row.remarks) for row in found] == [
        ((), None, f"{heading}：{cell}") for cell in cells
    ]


def test_studies_and_duties_tell_no_matter(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="至少要有一列"):
        rows(tmp_path, "学习日期,学习内容,主讲人", "2021-3-5,学习条例,李耕", "2021-3-6,学习条例,李耕")


def test_a_heading_in_two_languages_is_known_by_the_chinese(tmp_path: Path) -> None:
    row = rows(tmp_path, "日期/Date,姓名 Name,诉求/Content", "2021-3-5,张丰,路灯")[0]
    assert (row.names, row.content, str(row.received_on)) == (("张丰",), "路灯", "2021-03-05")


def test_a_table_further_to_the_right_has_a_mapping_of_its_own(tmp_path: Path) -> None:
    marks = set()
    for place, lines in enumerate(
        (("姓名,日期,内容", "张丰,2021-3-5,路灯"), (",,姓名,日期,内容", ",,张丰,2021-3-5,路灯"))
    ):
        path = tmp_path / f"{place}.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        heading = inspect(path, PETITIONS).sheets[0].heading
        assert heading is not None
        marks.add(heading.fingerprint)
    assert len(marks) == 2


def test_the_first_petition_of_years_ago_is_not_the_receipt(tmp_path: Path) -> None:
    row = rows(tmp_path, "姓名,首次信访时间,登记日期,内容", "张丰,2019.3.1,2025-3-5,路灯")[0]
    assert (str(row.received_on), str(row.first_on)) == ("2025-03-05", "2019-03-01")
    row = rows(tmp_path, "姓名,首次到区反映日期,来访日期,内容", "张丰,2019-3-1,2025-3-5,路灯")[0]
    assert (str(row.received_on), row.first_on) == ("2025-03-05", None)
    alone = results(tmp_path, "姓名,初访日期,内容", "张丰,2019-3-1,路灯")[0]
    assert str(alone.values["received_on"]) == "2019-03-01"
    assert "按“初访日期”读取" in alone.warnings[0].message


def test_numbers_under_an_unknown_heading_are_those_of_the_matters_and_of_nothing_else(
    tmp_path: Path,
) -> None:
    lines = ("10086001,张丰,2021-3-5,路灯", "10086002,王禾,2021-3-6,噪音")
    found = [
        rows(tmp_path, f"{head},姓名,日期,内容", *lines) for head in ("登记簿件号", "合同编号", "房屋编号")
    ]
    assert [[row.number for row in each] for each in found] == [
        ["10086001", "10086002"],
        [None] * 2,
        [None] * 2,
    ]


def test_the_sentences_of_an_unknown_column_are_the_content_where_no_other_tells_it(tmp_path: Path) -> None:
    lines = (
        "张丰,2021-3-5,桥头的路灯坏了三个月没有人来修,已通知修理并且当天就修好了",
        "王禾,2021-3-6,楼下的餐馆半夜还在放音响请求管,已上门劝说并且约定十点后关",
    )
    found = rows(tmp_path, "姓名,日期,家里的难处,处理的经过", *lines)
    assert [row.content for row in found] == [line.split(",")[2] for line in lines]
    assert "内容" not in (
        rows(tmp_path, "姓名,日期,事由,家里的难处", *[f"{line[:12]},路灯,{line[12:]}" for line in lines])[
            0
        ].content
        or ""
    )


def test_the_name_of_a_sheet_or_of_a_section_tells_the_street(tmp_path: Path) -> None:
    path = tmp_path / "双碑街道.csv"
    path.write_text(
        "姓名,日期,内容\n张丰,2021-3-5,路灯\n二、凤凰镇（1件）\n王禾,2021-3-6,噪音\n", encoding="utf-8"
    )
    found = [dict(each.values) for each in read(path, PETITIONS, office_vocabulary()) if each.accepted]
    assert [(each["place"], each["place_from"]) for each in found] == [
        ("500106007", "双碑街道"),
        ("500106105", "二、凤凰镇（1件）"),
    ]
    path.write_text("姓名,日期,内容,属地\n张丰,2021-3-5,路灯,凤凰镇\n王禾,2021-3-6,噪音,\n", encoding="utf-8")
    told = [each.values.get("place") for each in read(path, PETITIONS, office_vocabulary()) if each.accepted]
    assert told == ["500106105", None]


def test_petitioners_of_a_kind_and_words_for_what_they_say_are_known(tmp_path: Path) -> None:
    row = rows(
        tmp_path, "收集时间,信访职工,意见建议", "2021-3-5,张丰（退休职工）,路灯", "2021-3-6,王禾,噪音"
    )[0]
    assert (str(row.received_on), row.names, row.content) == ("2021-03-05", ("张丰",), "路灯")


def test_the_year_comes_last_where_it_is_that_of_the_ledger(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        "2024年登记,,",
        "日期,姓名,内容",
        "12/6/24,张丰,路灯",
        "3/17/24,王禾,噪音",
        "24/3/8,李耕,井盖",
    )
    assert [str(row.received_on) for row in found] == ["2024-12-06", "2024-03-17", "2024-03-08"]


def test_a_small_table_of_figures_below_the_ledger_holds_no_matters(tmp_path: Path) -> None:
    lines = (
        "序号,日期,姓名,内容,单位",
        "1,2021-3-5,张丰,路灯,",
        "类别,件数,占比",
        "来信,5,33%",
        "来访,10,67%",
        "2,2021-3-6,王禾,噪音,",
    )
    assert [row.names for row in rows(tmp_path, *lines)] == [("张丰",), ("王禾",)]


def test_the_day_of_dispatch_stands_in_where_no_column_tells_the_receipt(tmp_path: Path) -> None:
    found = results(
        tmp_path, "姓名,初访时间,交办日期,内容", "张丰,2019-3-1,2025-3-5,路灯", "王禾,2019-3-1,,噪音"
    )
    assert [str(each.values.get("received_on")) for each in found] == ["2025-03-05", "None"]
    assert "按“交办日期”读取" in found[0].warnings[0].message
    row = rows(tmp_path, "姓名,来访日期,交办日期,内容", "张丰,,2025-3-5,路灯")[0]
    assert row.received_on is None


def test_an_export_with_english_headings_is_a_ledger(tmp_path: Path) -> None:
    row = rows(
        tmp_path,
        "create_time,name,mobile,content,dept",
        "2025-03-05 10:11:12.0,张丰,13800001111,路灯不亮,区民政局",
    )[0]
    assert (str(row.received_on), row.names, row.phones) == ("2025-03-05", ("张丰",), ("13800001111",))
    assert (row.content, row.unit) == ("路灯不亮", "mz")


@pytest.mark.parametrize("heading", ["是否初次信访", "初次信访"])
def test_yes_and_no_below_a_first_petition_are_no_days(tmp_path: Path, heading: str) -> None:
    lines = (f"日期,姓名,内容,{heading}", "2021-3-5,张丰,路灯不亮,是", "2021-3-6,王禾,噪音扰民,否")
    found = results(tmp_path, *lines)
    assert [each.warnings for each in found] == [(), ()]
    assert [row.remarks for row in rows(tmp_path, *lines)] == [f"{heading}：是", f"{heading}：否"]


def test_codes_of_companies_are_not_the_numbers_of_matters(tmp_path: Path) -> None:
    lines = [f"2021-3-{day},张丰,路灯不亮{day},91500106MA5U0000{day}X" for day in (1, 2, 3)]
    found = rows(tmp_path, "日期,姓名,内容,统一社会信用代码", *lines)
    assert [row.number for row in found] == [None] * 3


def test_a_column_of_numbers_is_known_though_a_total_stands_in_it(tmp_path: Path) -> None:
    lines = [f"XF2021000{day},2021-3-{day},张丰,路灯不亮{day}" for day in range(1, 7)]
    found = rows(tmp_path, "案卷号,日期,姓名,内容", *lines, "合计,6")
    assert [row.number for row in found] == [f"XF2021000{day}" for day in range(1, 7)]


def test_the_street_is_the_place_rather_than_the_community(tmp_path: Path) -> None:
    for heading in ("辖区镇街", "责任属地"):
        lines = ("2021-3-5,张丰,路灯不亮,和平社区,双碑街道", "2021-3-6,李耕,井盖丢失,团结社区,凤凰镇")
        row = rows(tmp_path, f"日期,姓名,内容,所属社区,{heading}", *lines)[0]
        assert (row.place, row.remarks) == ("500106007", "所属社区：和平社区")


def test_a_column_of_mobile_numbers_is_known_however_they_are_written(tmp_path: Path) -> None:
    lines = ("2021-3-5,张丰,路灯不亮,手机：138 0000 1111", "2021-3-6,李耕,井盖丢失,13800002222（本人）")
    found = rows(tmp_path, "日期,姓名,内容,怎么找他", *lines)
    assert [row.phones for row in found] == [("13800001111",), ("13800002222",)]


def test_names_in_pairs_tell_a_column_of_people(tmp_path: Path) -> None:
    found = rows(
        tmp_path, "日期,信访人/代表,内容", "2021-3-5,张丰、李耕,路灯不亮", "2021-3-6,王禾/赵松,井盖丢失"
    )
    assert [row.names for row in found] == [("张丰", "李耕"), ("王禾", "赵松")]


def test_a_day_and_a_text_below_unusual_headings_are_both_known(tmp_path: Path) -> None:
    lines = [
        f"A{day},张丰,13800001111,来信,1,２０２１-3-{day},反映第{day}栋的路灯一直不亮" for day in (1, 2, 3)
    ]
    row = rows(tmp_path, "编号,姓名,电话,件源,人数,接信那日期,诉求那概要", *lines)[0]
    assert (str(row.received_on), row.content) == ("2021-03-01", "反映第1栋的路灯一直不亮")


@pytest.mark.parametrize("heading", ["微信号", "短信号码"])
def test_an_address_of_messages_numbers_no_matter(tmp_path: Path, heading: str) -> None:
    lines = ("2021-3-5,张丰,路灯不亮,zhang12345", "2021-3-6,李耕,井盖丢失,li67890")
    row = rows(tmp_path, f"日期,姓名,内容,{heading}", *lines)[0]
    assert (row.number, row.remarks) == (None, f"{heading}：zhang12345")


def test_mobile_numbers_with_a_word_behind_them_are_known(tmp_path: Path) -> None:
    lines = ("2021-3-5,张丰,路灯不亮,13800001111（儿子）", "2021-3-6,李耕,井盖丢失,13800002222（邻居）")
    found = rows(tmp_path, "日期,姓名,内容,怎么找他", *lines)
    assert [row.phones for row in found] == [("13800001111",), ("13800002222",)]


@pytest.mark.parametrize("heading", ["第几期", "星期", "工作日"])
def test_small_figures_are_days_of_receipt_only_below_a_day(tmp_path: Path, heading: str) -> None:
    lines = ("2,张丰,路灯不亮,2021-3-5", "3,李耕,井盖丢失,2021-3-6")
    found = rows(tmp_path, f"{heading},姓名,内容,交办日期", *lines)
    assert [str(row.received_on) for row in found] == ["2021-03-05", "2021-03-06"]


def test_the_name_of_a_group_of_things_is_no_petitioner() -> None:
    assert not people("小区/名称", ["阳光花园", "锦绣江南"])
    assert not people("部门/名称", ["民政局", "城管局"])
    assert people("来访情况/名称", ["张丰", "李耕"])


def test_a_bare_name_is_a_petitioners_only_above_names_of_people(tmp_path: Path) -> None:
    assert people("名称", ["张丰", "李耕", "欧阳木兰"])
    assert not people("名称", ["康宁村", "石井坡", "翠湖苑"])
    lines = ("2021-3-5,阳光花园,路灯不亮,张丰", "2021-3-6,康宁小区,井盖丢失,李耕")
    found = rows(tmp_path, "日期,名称,内容,经办人", *lines)
    assert [(row.names, row.remarks) for row in found] == [((), "名称：阳光花园"), ((), "名称：康宁小区")]


def test_a_bare_name_above_what_is_built_like_names_is_to_be_checked(tmp_path: Path) -> None:
    lines = ("2021-3-5,康达,路灯不亮", "2021-3-6,华宇,井盖丢失")
    found = results(tmp_path, "日期,名称,内容", *lines)
    assert [[note.message for note in each.warnings] for each in found] == [
        ["列名没有说明是什么，按内容认列：“名称”作“姓名”，请核对"],
        [],
    ]
    path = tmp_path / "台账.csv"
    decided = inspect(path, PETITIONS).sheets[0].mapping
    assert decided is not None
    chosen = list(read(path, PETITIONS, office_vocabulary(), mappings={decided.fingerprint: decided}))
    assert not any(each.warnings for each in chosen)


def test_names_below_no_heading_are_the_petitioners_and_to_be_checked(tmp_path: Path) -> None:
    found = results(tmp_path, "日期,,内容", "2021-3-5,张丰,路灯不亮", "2021-3-6,李耕,井盖丢失")
    told = [ledger_row(dict(each.values)).names for each in found]
    assert told == [("张丰",), ("李耕",)]
    assert "“第2列”作“姓名”" in found[0].warnings[0].message


def test_headings_in_dialect_are_told_by_the_cells_together(tmp_path: Path) -> None:
    head = "哪天来的,哪个来的,电话好多,住哪里,来说啥子事"
    lines = (
        "2021.3.5,张丰,13800001111,双碑1号,反映楼上漏水没有人管",
        "2021.3.6,李耕,13800002222,双碑2号,反映垃圾没有人收",
    )
    found = results(tmp_path, head, *lines)
    told = [ledger_row(dict(each.values)) for each in found]
    assert [(row.names, row.phones, row.content) for row in told] == [
        (("张丰",), ("13800001111",), "反映楼上漏水没有人管"),
        (("李耕",), ("13800002222",), "反映垃圾没有人收"),
    ]
    assert [str(row.received_on) for row in told] == ["2021-03-05", "2021-03-06"]
    assert "“哪个来的”作“姓名”" in found[0].warnings[0].message
    with pytest.raises(LedgerError):  # without a day they make no matters
        results(tmp_path, head, *(f"甲,{line.partition(',')[2]}" for line in lines))


@pytest.mark.parametrize("heading", ["查询号", "发票据号", "收据号"])
def test_the_number_of_another_slip_is_none_of_the_matter(tmp_path: Path, heading: str) -> None:
    lines = ("2021-3-5,张丰,路灯不亮,A-20301", "2021-3-6,李耕,井盖丢失,A-20302")
    found = rows(tmp_path, f"日期,姓名,内容,{heading}", *lines)
    assert [row.number for row in found] == [None, None]
    assert [row.remarks for row in found] == [f"{heading}：A-20301", f"{heading}：A-20302"]


@pytest.mark.parametrize("heading", ["事项概要", "信访事项概要", "诉求摘要"])
def test_a_summary_beside_the_text_is_the_title(tmp_path: Path, heading: str) -> None:
    lines = ("2021-3-5,张丰,路灯不亮,三栋门前的路灯一直不亮", "2021-3-6,李耕,井盖丢失,路口的井盖丢失")
    found = rows(tmp_path, f"日期,姓名,{heading},诉求内容", *lines)
    assert [(row.title, row.content) for row in found] == [
        ("路灯不亮", "三栋门前的路灯一直不亮"),
        ("井盖丢失", "路口的井盖丢失"),
    ]
    alone = rows(tmp_path, f"日期,姓名,{heading}", "2021-3-5,张丰,路灯不亮")
    assert (alone[0].title, alone[0].content) == (None, "路灯不亮")


def test_disputes_are_dated_by_the_day_they_were_found(tmp_path: Path) -> None:
    lines = ("1,5日,张丰,13800001111,路灯不亮", "2,3.6,李耕,13800002222,井盖丢失")
    found = rows(
        tmp_path, "某街道2021年3月矛盾纠纷排查台账", "序号,排查时间,当事人,联系电话,纠纷情况", *lines
    )
    assert [str(row.received_on) for row in found] == ["2021-03-05", "2021-03-06"]


def test_a_callers_number_says_that_the_matter_came_by_telephone(tmp_path: Path) -> None:
    found = rows(tmp_path, "工单号,受理时间,主叫号码,工单内容", "A1,2021-3-5,13800001111,路灯不亮")
    assert [row.channel for row in found] == ["来电"]


@pytest.mark.parametrize(
    ("own", "received"),
    [
        ("来信日期", "收到日期"),
        ("来信时间", "收文时间"),
        ("信访日期", "收件日期"),
        ("申请日期", "收到申请日期"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_letters_own_day_stands_beside_the_day_of_its_receipt(
    tmp_path: Path, own: str, received: str, turned: bool
) -> None:
    columns = [(own, "2021-3-1", "2021-3-2"), (received, "2021-3-5", "2021-3-6")]
    lines = [",".join(each) for each in zip(*reversed(columns) if turned else columns, strict=True)]
    told = ("姓名,内容", "张丰,路灯不亮", "李耕,井盖丢失")
    found = rows(tmp_path, *(f"{line},{more}" for line, more in zip(lines, told, strict=True)))
    assert [(str(row.petitioned_on), str(row.received_on)) for row in found] == [
        ("2021-03-01", "2021-03-05"),
        ("2021-03-02", "2021-03-06"),
    ]


def test_a_letters_day_is_that_of_receipt_where_no_other_is_told(tmp_path: Path) -> None:
    found = rows(
        tmp_path, "来信日期,收文日期,姓名,内容", "2021-3-1,,张丰,路灯不亮", "2021-3-2,,李耕,井盖丢失"
    )
    assert [(str(row.received_on), row.petitioned_on) for row in found] == [
        ("2021-03-01", None),
        ("2021-03-02", None),
    ]


@pytest.mark.parametrize("earlier", ["提交时间", "诉求时间", "收件时间"])
def test_a_petition_is_received_before_it_is_accepted(tmp_path: Path, earlier: str) -> None:
    lines = ("2021-3-5,2021-3-9,张丰,路灯不亮", "2021-3-6,2021-3-9,李耕,井盖丢失")
    found = rows(tmp_path, f"{earlier},受理时间,姓名,内容", *lines)
    assert [str(row.received_on) for row in found] == ["2021-03-05", "2021-03-06"]
    assert {row.petitioned_on for row in found} == {None}


def test_headings_of_several_words_name_people_their_telephones_and_the_outcome(tmp_path: Path) -> None:
    heading = "日期,当事人基本情况,诉求人号码,人数/批次,纠纷概况,当前进展"
    row = rows(tmp_path, heading, "2021-3-5,张丰,023-65012345,3,路灯不亮,已修复")[0]
    assert (row.names, row.phones, row.people) == (("张丰",), ("02365012345",), 3)
    assert (row.title or row.content, row.reply) == ("路灯不亮", "已修复")


@pytest.mark.parametrize("own", ["来信日期", "受理日期"])
@pytest.mark.parametrize("later", ["承办单位收到日期", "交办单位接收时间", "部门接收时间"])
def test_the_day_on_which_the_unit_got_a_matter_is_not_that_of_receipt(
    tmp_path: Path, own: str, later: str
) -> None:
    lines = ("2021-3-5,张丰,路灯不亮,2021-3-9", "2021-3-6,李耕,井盖丢失,2021-3-9")
    found = rows(tmp_path, f"{own},姓名,内容,{later}", *lines)
    assert [(str(row.received_on), row.petitioned_on) for row in found] == [
        ("2021-03-05", None),
        ("2021-03-06", None),
    ]


@pytest.mark.parametrize("group", ["转办情况", "办理情况", "承办单位"])
def test_a_receipt_in_a_group_of_the_handling_is_the_units(group: str) -> None:
    parts = (("姓名",), ("来信日期",), ("内容",), (group, "收文日期"))
    heading = Heading(0, 2, parts, tuple("/".join(each) for each in parts), None, None, (), "")
    samples = [["张丰", "2021-3-5", "路灯不亮", "2021-3-9"], ["李耕", "2021-3-6", "井盖丢失", "2021-3-9"]]
    found = [each.field for each in propose(heading, PETITIONS, samples)]
    assert found == ["names", "received_on", "content", None]


def test_two_days_of_the_petition_itself_make_no_field_twice(tmp_path: Path) -> None:
    lines = ("2021-3-2,2021-3-1,2021-3-5,张丰,路灯不亮", "2021-3-3,2021-3-2,2021-3-6,李耕,井盖丢失")
    found = rows(tmp_path, "来访日期,来信日期,收文日期,姓名,内容", *lines)
    assert [str(row.received_on) for row in found] == ["2021-03-05", "2021-03-06"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_receipt_on_the_same_day_is_that_of_the_letter_beside_it(tmp_path: Path, turned: bool) -> None:
    days = [("来信日期", "收文日期"), ("2021-3-1", "2021-3-5"), ("2021-3-8", "当日"), ("同上", "同日")]
    told = ("姓名,内容", "张丰,路灯不亮", "李耕,井盖丢失", "王禾,噪音扰民")
    lines = [",".join(each[::-1] if turned else each) for each in days]
    found = rows(tmp_path, *(f"{line},{more}" for line, more in zip(lines, told, strict=True)))
    assert [str(row.received_on) for row in found] == ["2021-03-05", "2021-03-08", "2021-03-08"]
    assert [str(row.petitioned_on) for row in found] == ["2021-03-01", "2021-03-08", "2021-03-08"]


@pytest.mark.parametrize("later", ["登记日期", "来信日期"])
def test_the_same_day_is_told_left_of_the_receipt_too(tmp_path: Path, later: str) -> None:
    lines = ("2021-3-5,2021-3-5,张丰,路灯不亮", "当日,同日,李耕,井盖丢失")
    found = rows(tmp_path, f"{later},收到日期,姓名,内容", *lines)
    told = [(str(row.registered_on or row.petitioned_on), str(row.received_on)) for row in found]
    assert told == [("2021-03-05", "2021-03-05")] * 2


def test_a_letter_of_december_received_in_january_is_of_the_year_before(tmp_path: Path) -> None:
    found = rows(
        tmp_path, "来信日期,收文日期,姓名,内容", "12.28,2022-1-4,张丰,路灯不亮", "1.5,2022-1-6,李耕,停水"
    )
    assert [str(row.petitioned_on) for row in found] == ["2021-12-28", "2022-01-05"]


@pytest.mark.parametrize("outcome", ["承办单位", "处理意见"])
def test_a_talk_tells_the_matter_where_nothing_else_does(tmp_path: Path, outcome: str) -> None:
    found = rows(tmp_path, f"来访日期,来访人,接谈情况,{outcome}", "2021-3-5,张丰,路灯不亮,区城管局")
    assert [row.content for row in found] == ["路灯不亮"]
    beside = rows(tmp_path, "来访日期,来访人,反映问题,接谈情况", "2021-3-5,张丰,路灯不亮,已解释")
    assert [(row.content, row.reply) for row in beside] == [("路灯不亮", "已解释")]
