"""Identity numbers that stand beside other things: with the telephone, in the address, two in one cell."""

from pathlib import Path

import pytest

from ledgers.books import messages, records, results, rows_of
from xinfang_site.ledgers.values.identities import identities

ONE, OTHER = "11010519491231002X", "510106197001011234"


@pytest.mark.parametrize(
    ("text", "numbers", "left"),
    [
        (f"双碑1号 {ONE} 13800001111", (ONE,), "双碑1号  13800001111"),
        (f"双碑1号，身份证号：{ONE}", (ONE,), "双碑1号， "),
        (f"{ONE}、{OTHER}", (ONE, OTHER), " 、 "),
        ("１１０１０５１９４９１２３１００２ｘ", (ONE,), " "),
        ("1380000111113900002222", (), "1380000111113900002222"),
        (f"工号A{OTHER}", (), f"工号A{OTHER}"),
    ],
)
def test_identity_numbers_come_out_of_a_text(text: str, numbers: tuple[str, ...], left: str) -> None:
    assert identities(text) == (numbers, left)


@pytest.mark.parametrize(
    ("heading", "cell", "address"),
    [
        ("住址及电话", f"双碑1号 {ONE} 13800001111", "双碑1号"),
        ("住址及电话", f"双碑1号，13800001111，身份证{ONE}", "双碑1号"),
        ("联系电话", f"13800001111（身份证号{ONE}）", None),
        ("身份证号及联系电话", f"{ONE}\n13800001111", None),
        ("身份证号", f"{ONE} 13800001111", None),
    ],
)
def test_an_identity_number_is_no_telephone(
    tmp_path: Path, heading: str, cell: str, address: str | None
) -> None:
    path = rows_of(
        tmp_path / "a.xlsx", ["日期", "姓名", heading, "内容"], ["2021-3-5", "张丰", cell, "路灯不亮"]
    )
    row = records(path)[0]
    assert (row.id_number, row.phones, row.address, row.remarks) == (ONE, ("13800001111",), address, None)
    assert not messages(next(each for each in results(path) if each.accepted))


def test_a_second_identity_number_is_kept_and_said(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["日期", "姓名", "身份证号", "内容"],
        ["2021-3-5", "张丰、李耕", f"{ONE}、{OTHER}", "路灯不亮"],
    )
    row = records(path)[0]
    assert (row.id_number, row.remarks) == (ONE, f"身份证号：{ONE}、{OTHER}")
    assert "2个身份证号" in messages(results(path)[-1])


def test_what_a_cell_tells_of_another_column_gives_way_to_it_and_is_kept(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["日期", "姓名", "住址及电话", "身份证号", "内容"],
        ["2021-3-5", "张丰", f"双碑1号 {OTHER} 13800001111", ONE, "路灯不亮"],
        ["2021-3-6", f"李耕 {OTHER}，双碑2号", "双碑3号 13800002222", ONE, "井盖丢失"],
    )
    first, second = records(path)
    assert (first.id_number, first.remarks) == (ONE, f"住址及电话：{OTHER}")
    assert (second.id_number, second.address) == (ONE, "双碑3号")
    assert OTHER in (second.remarks or "")


def test_a_word_beside_an_identity_number_is_no_unreadable_telephone(tmp_path: Path) -> None:
    row = ["2021-3-5", "张丰", f"{ONE}（户主）", "路灯不亮"]
    path = rows_of(tmp_path / "a.xlsx", ["日期", "姓名", "身份证号", "内容"], row)
    found = records(path)[0]
    assert (found.id_number, found.remarks) == (ONE, f"身份证号：{ONE}（户主）")
    assert "电话" not in messages(results(path)[-1])
