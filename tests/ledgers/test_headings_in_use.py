"""Headings that offices use, each beside the columns of an ordinary ledger: known for what they are, or left alone."""

from pathlib import Path

import pytest

from ledgers.books import messages, records, results, rows_of
from xinfang_site.ledgers.petition_kind import PETITIONS
from xinfang_site.ledgers.reader import inspect

CELLS = {
    "number": ("S2021-1", "S2021-2"),
    "received_on": ("2021-3-5", "2021-3-6"),
    "names": ("张丰", "李耕"),
    "phones": ("13800001111", "13900002222"),
    "content": ("反映小区路灯一直不亮", "反映路口井盖丢失多日"),
}
OTHER_CELLS = {
    "due_on": ("2021-5-5", "2021-5-6"),
    "concluded_on": ("2021-4-5", "2021-4-6"),
    "dispatched_on": ("2021-3-7", "2021-3-8"),
    "unit": ("区民政局", "双碑街道"),
    "handler": ("王禾", "陈苗"),
    "state": ("已办结", "办理中"),
    "category": ("物业", "市政"),
    "instruction": ("请民政局阅处", "请依法办理"),
    "reply": ("已修好并回访", "已补上井盖"),
    "place": ("双碑街道", "凤凰镇"),
    "title": ("路灯不亮", "井盖丢失"),
    "people": ("1", "5"),
}


def field_of(path: Path, heading: str, cells: tuple[str, ...], instead: str = "") -> str | None:
    """What a column is taken for beside those of an ordinary ledger, or ``instead`` of one of them."""
    columns = {name: values for name, values in CELLS.items() if name != instead}
    titles = [next(spec.title for spec in PETITIONS.fields if spec.name == name) for name in columns]
    rows = [[*(values[row] for values in columns.values()), cells[row]] for row in range(2)]
    view = inspect(rows_of(path, [*titles, heading], *rows), PETITIONS).sheets[0]
    assert [column.field for column in view.columns[:-1]] == list(columns)
    return view.columns[-1].field


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("due_on", "要求答复时间 限时办结时间 应回复时间 规定时限 要求上报时间 法定办结期限"),
        ("concluded_on", "办结年月 处理完毕时间 答复群众时间 解决日期 实际办结"),
        ("dispatched_on", "交办日 批转时间 移送日期 下达时间 转责任单位时间"),
        ("unit", "转送至 转交至 转何处 责任单位（部门） 经办单位 接收部门 属事单位"),
        ("handler", "经办人员 接待干部 接访人姓名 录入人 责任领导"),
        ("state", "是否答复 化解与否 当前环节 办结标志"),
        ("category", "纠纷类型 业务类型 问题大类"),
        ("instruction", "批示意见 拟办 领导阅示"),
        ("reply", "最新进展 解决措施 责任单位反馈 办结说明"),
        ("place", "事件地址 诉求地址 所属乡镇 涉事地点"),
        ("title", "积案名称 纠纷名称"),
        ("people", "来访人员数 人数合计"),
    ],
)
def test_a_heading_is_known_for_what_it_is(tmp_path: Path, field: str, headings: str) -> None:
    found = {each: field_of(tmp_path / "a.xlsx", each, OTHER_CELLS[field]) for each in headings.split()}
    assert found == dict.fromkeys(headings.split(), field)


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("number", "接待号 信访事项号 登记流水 案件流水号 诉求单号"),
        ("received_on", "转入日期 转来时间 接访日 举报时间 进件日期 下访时间"),
        ("names", "带队人 客户名称 纠纷双方 诉求方 写信者 求助者 集访代表 户主"),
        ("phones", "致电号码 来电显示 用户号码 联系"),
        ("content", "事情经过 情况简述 事实和理由 诉求及理由 接谈记录"),
    ],
)
def test_it_is_where_no_other_column_tells_the_field(tmp_path: Path, field: str, headings: str) -> None:
    path = tmp_path / "a.xlsx"
    found = {each: field_of(path, each, CELLS[field], instead=field) for each in headings.split()}
    assert found == dict.fromkeys(headings.split(), field)


def test_ditto_marks_say_nothing_of_what_a_column_holds(tmp_path: Path) -> None:
    days = ["2021-3-5", "同上", "〃", "2021-3-8"]
    rows = [[day, "张丰", f"反映{place}号楼路灯不亮"] for place, day in enumerate(days)]
    found = records(rows_of(tmp_path / "a.xlsx", ["上报时间", "姓名", "内容"], *rows))
    assert [str(row.received_on) for row in found] == ["2021-03-05", "2021-03-05", "2021-03-05", "2021-03-08"]


def test_of_two_columns_of_the_handling_the_one_of_words_alone_is_the_state(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["日期", "姓名", "内容", "办理结果", "办理情况（是/否）"],
        ["2021-3-5", "张丰", "路灯不亮", "已修好并回访", "已办结"],
        ["2021-3-6", "李耕", "井盖丢失", "已约请市政公司", "未办结"],
    )
    assert [(row.state, row.reply) for row in records(path)] == [
        ("已办结", "已修好并回访"),
        ("办理中", "已约请市政公司"),
    ]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("房屋类型 证件类型 人员类别 身份类别 资金来源", ("甲类", "乙类")),
        ("计划化解时间 预计办结时间 要求办理时间", ("2021-4-5", "2021-4-6")),
        ("办理情况描述 需协调事项 化解内容", ("已上门约谈物业公司一次", "已约请市政公司到场查看")),
    ],
)
def test_what_is_only_like_a_known_heading_is_none(
    tmp_path: Path, headings: str, cells: tuple[str, ...]
) -> None:
    wrong = {"channel", "category", "concluded_on", "title", "content", "purpose"}
    found = {field_of(tmp_path / "a.xlsx", each, cells) for each in headings.split()}
    assert found.isdisjoint(wrong)


@pytest.mark.parametrize(
    ("reply", "state", "said"),
    [
        ("办理中", "办理中", False),
        ("未办结", "办理中", False),
        ("已办结", "已办结", False),
        ("不予受理", "不予受理", False),
        ("正在协调物业公司处理", "办理中", True),
        ("尚未答复", "办理中", True),
        ("尚未达到法定条件，不予支持", None, False),
        (
            "正在施工的道路属于市级项目，经与施工单位联系，夜间停工，噪声已降至国家标准以下，请您谅解并继续监督",
            None,
            False,
        ),
        ("正在整改，3月20日已办结", None, False),
        ("已责成物业修复", None, False),
        ("已转办", None, False),
    ],
)
def test_a_reply_that_says_how_far_a_matter_is_is_no_answer(
    tmp_path: Path, reply: str, state: str | None, said: bool
) -> None:
    head = ["日期", "姓名", "内容", "办理情况"]
    path = rows_of(tmp_path / "a.xlsx", head, ["2021-3-5", "张丰", "路灯不亮", reply])
    row = records(path)[0]
    assert (row.state, row.reply) == (state, reply)
    assert ("按办理中读取" in messages(results(path)[-1])) is said
    dated = rows_of(tmp_path / "b.xlsx", [*head, "办结日期"], ["2021-3-5", "张丰", "路灯", reply, "2021-4-5"])
    assert records(dated)[0].state is None


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("低保情况 重复情况 集体访情况 党员情况 领导包案化解 回访情况", ("是", "否")),
        ("三失情况", ("√", "×")),
        ("稳控情况 复查情况", ("已完成", "未完成")),
    ],
)
def test_yes_and_no_below_any_other_heading_are_no_state(
    tmp_path: Path, headings: str, cells: tuple[str, ...]
) -> None:
    found = {each: field_of(tmp_path / "a.xlsx", each, cells) for each in headings.split()}
    assert found == dict.fromkeys(headings.split())


def test_what_is_to_be_settled_is_the_matter_where_nothing_else_tells_it(tmp_path: Path) -> None:
    headings = "需要解决的问题 调解事项 处理信访问题 化解矛盾纠纷情况"
    cells = ("修好路灯", "补上井盖")
    found = {each: field_of(tmp_path / "a.xlsx", each, cells, instead="content") for each in headings.split()}
    assert found == dict.fromkeys(headings.split(), "content")


def test_a_column_of_channels_with_unknown_words_is_told(tmp_path: Path) -> None:
    head = ["收到日期", "姓名", "内容", "信访件来源渠道"]
    path = rows_of(tmp_path / "a.xlsx", head, ["2021-3-5", "张丰", "路灯不亮", "国家局转"])
    assert "词表里没有" in messages(results(path)[-1])


def test_whether_it_was_settled_gives_way_to_how_far_the_case_is(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["日期", "姓名", "内容", "是否解决", "案件办理状态"],
        ["2021-3-5", "张丰", "路灯不亮", "否", "已办结"],
        ["2021-3-6", "李耕", "井盖丢失", "是", "办理中"],
    )
    assert [row.state for row in records(path)] == ["已办结", "办理中"]


def test_whether_somebody_is_of_here_is_no_address(tmp_path: Path) -> None:
    assert field_of(tmp_path / "a.xlsx", "户籍", ("本地", "外地")) is None
