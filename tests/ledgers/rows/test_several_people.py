"""Several people of one matter, a row each: below a number, or as many as the matter counts."""

from datetime import date
from pathlib import Path

from ledgers.books import records, results, rows_of
from xinfang_site.ledgers.results import RowKind

HEAD = ["批次", "日期", "来访人", "性别", "住址", "电话", "人数", "反映问题"]


def test_people_below_a_matter_that_counts_them_belong_to_it(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        HEAD,
        ["第1批", "2021-3-5", "张丰", "男", "双碑1号", "13800001111", 3, "欠薪"],
        [None, None, "李耕", "女", "双碑2号", "13800001112", None, None],
        [None, None, "王禾", "女", None, "13800001113", None, None],
        ["第2批", "2021-3-6", "陈苗", "男", "双碑4号", "13800001114", 1, "停水"],
        [None, None, "马丁", None, None, "13800001115", None, None],
    )
    first, second, third = records(path)
    assert (first.names, first.people, first.received_on) == (("张丰", "李耕", "王禾"), 3, date(2021, 3, 5))
    assert first.phones == ("13800001111", "13800001112", "13800001113")
    assert "李耕住址：双碑2号" in (first.remarks or "")
    assert "性别：女" in (first.remarks or "")
    assert second.names == ("陈苗",)
    assert third.names == (
        "马丁",
    )  # one more than the second batch counts: a matter of its own, with warnings
    kinds = [each.kind for each in results(path)][1:]
    assert kinds == [RowKind.RECORD, RowKind.COMPANION, RowKind.COMPANION, RowKind.RECORD, RowKind.RECORD]


def test_below_a_number_the_sex_and_the_address_are_the_persons(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["序号", *HEAD[1:]],
        [1, "2021-3-5", "张丰", "男", "双碑1号", "13800001111", None, "欠薪"],
        [None, None, "李耕", "女", "双碑2号", "13800001112", None, None],
        [2, "2021-3-6", "陈苗", "男", "双碑4号", "13800001114", 1, "停水"],
    )
    assert [row.names for row in records(path)] == [("张丰", "李耕"), ("陈苗",)]
