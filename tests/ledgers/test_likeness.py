"""Tables that are no ledgers of matters: refused with what they lack, unless somebody says that they are."""

from pathlib import Path

import pytest

from ledgers.books import results, rows_of
from xinfang_site.ledgers.columns.mapping import ColumnMapping
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.petition_kind import PETITIONS
from xinfang_site.ledgers.reader import inspect

DAY, NAME = "2025-3-5", "张丰"


@pytest.mark.parametrize(
    ("title", "heading", "row"),
    [
        ("公务用车登记表", ["序号", "用车日期", "用车人", "事由"], [1, DAY, NAME, "下访送文件"]),
        ("", ["日期", "姓名", "事由", "车牌号", "驾驶员"], [DAY, NAME, "下访", "渝A00001", "老王"]),
        ("请假登记表", ["序号", "姓名", "日期", "事由"], [1, NAME, DAY, "回老家"]),
        ("12月领导接访值班表", ["日期", "姓名", "职务", "接访地点"], [DAY, NAME, "科长", "接待室"]),
        ("领导接访安排表（第一季度）", ["接访日期", "姓名", "事项"], [DAY, NAME, "分管城建"]),
        ("联席会议签到表", ["时间", "单位", "姓名", "联系电话"], [DAY, "区民政局", NAME, "13800001111"]),
        ("", ["日期", "姓名", "电话"], [DAY, NAME, "13800001111"]),
    ],
)
def test_a_table_of_other_business_is_refused_until_somebody_has_decided_on_its_columns(
    tmp_path: Path, title: str, heading: list[str], row: list[str]
) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        *([[title]] if title else []),
        heading,
        row,
        [*row[:-1], "又一件"],
        title="Sheet1",
    )
    with pytest.raises(LedgerError, match="不像信访台账"):
        results(path)
    view = inspect(path, PETITIONS).sheets[0]
    assert view.doubt
    assert view.heading is not None
    assert view.mapping is not None
    decided = {view.heading.fingerprint: ColumnMapping(view.heading.fingerprint, view.mapping.fields)}
    assert sum(each.accepted for each in results(path, mappings=decided)) == 2


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("", ["日期", "姓名", "事由", "电话"]),
        ("红旗村来访登记本", ["日期", "姓名", "组别", "电话"]),
        ("", ["来访日期", "来访人", "接待人", "电话"]),
        ("2024年领导值班接待登记表", ["日期", "姓名", "主要内容", "接待领导"]),
        ("2024年拖欠农民工工资台账", ["日期", "姓名", "内容", "电话"]),
        ("网约车投诉台账", ["日期", "姓名", "内容", "车牌号"]),
        ("值班表", ["日期", "姓名", "群众诉求", "处理情况"]),
        ("", ["日期", "姓名", "主要问题", "数量", "规格"]),
    ],
)
def test_a_plain_ledger_is_never_doubted(tmp_path: Path, title: str, heading: list[str]) -> None:
    path = rows_of(
        tmp_path / "a.xlsx", *([[title]] if title else []), heading, [DAY, NAME, "路灯不亮", "13800001111"]
    )
    assert inspect(path, PETITIONS).sheets[0].doubt == ""
