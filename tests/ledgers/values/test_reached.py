"""Where somebody lives and is called, written in one cell."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.books import records, rows_of
from xinfang_site.ledgers.values.reached import Reached, parse_reached

houses = st.from_regex(
    r"[金石双汉]渝路([1-9]|[1-9][0-9]|1[0-9]{2})号([1-9]栋([1-9]-[1-9]0[1-9])?)?", fullmatch=True
)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
landlines = st.from_regex(r"023-[2-9][0-9]{7}", fullmatch=True)
between = st.sampled_from(["，", " ", "\n", "/", "；", "，电话：", " 手机", "。联系电话", "（", "、"])


@given(houses, between, st.lists(mobiles | landlines, min_size=1, max_size=3, unique=True))
def test_an_address_and_its_numbers_come_apart(house: str, sign: str, numbers: list[str]) -> None:
    found = parse_reached(house + sign + "、".join(numbers) + ("）" if sign == "（" else ""))
    assert found == Reached(house, tuple(re.sub(r"\D", "", number) for number in numbers))


@given(houses)
def test_the_number_of_a_house_is_no_telephone(house: str) -> None:
    assert parse_reached(house) == Reached(house)


@given(st.text(alphabet="渝路号0123456789*-（）() 转电话无，", max_size=30))
def test_no_figure_of_such_a_cell_is_lost(text: str) -> None:
    found = parse_reached(text)
    told = found.address + "".join(found.phones) + found.rest
    assert sorted(re.findall(r"\d", text)) == sorted(re.findall(r"\d", told)) or found.rest == text


@pytest.mark.parametrize(
    ("text", "address", "phones", "whole"),
    [
        ("13800001111", "", ("13800001111",), False),
        ("未留电话", "", (), True),
        ("（023）65012345转801，汉渝路8号", "汉渝路8号", ("02365012345",), True),
        ("汉渝路8号 138****1234", "汉渝路8号", (), True),
        ("汉渝路8号，1380000111", "汉渝路8号", ("1380000111",), True),
        (
            "金沙天街（三期）12栋\n手机：１３８００００１１１１",
            "金沙天街（三期）12栋",
            ("13800001111",),
            False,
        ),
        ("无", "", (), False),
        ("无锡路12号，13800001111", "无锡路12号", ("13800001111",), False),
        ("未央区未央路8号", "未央区未央路8号", (), False),
        ("没有固定住所", "", (), True),
    ],
)
def test_what_is_neither_keeps_the_whole_cell(
    text: str, address: str, phones: tuple[str, ...], whole: bool
) -> None:
    found = parse_reached(text)
    assert (found.address, found.phones, found.rest) == (address, phones, text if whole else "")


@pytest.mark.parametrize("heading", ["住址及电话", "家庭住址、联系电话", "电话及住址", "地址（电话）"])
def test_one_column_of_both_is_read_as_two(tmp_path: Path, heading: str) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["日期", "姓名", heading, "内容"],
        ["2024-3-5", "赵青松", "汉渝路120号，13800001111", "停水"],
        ["2024-3-6", "钱白露", "汉渝路8号", "停电"],
    )
    first, second = records(path)
    assert (first.address, first.phones, first.remarks) == ("汉渝路120号", ("13800001111",), None)
    assert (second.address, second.phones, second.remarks) == ("汉渝路8号", (), None)


def test_a_column_of_its_own_is_not_overwritten(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["日期", "姓名", "联系电话", "住址（电话）", "内容"],
        ["2024-3-5", "赵青松", "13800001111", "汉渝路120号", "停水"],
    )
    assert [(row.address, row.phones) for row in records(path)] == [("汉渝路120号", ("13800001111",))]


def test_the_place_of_the_matter_is_nobodys_home(tmp_path: Path) -> None:
    path = rows_of(
        tmp_path / "a.xlsx",
        ["日期", "姓名", "问题发生地址及联系电话", "内容"],
        ["2024-3-5", "赵青松", "汉渝路120号，13800001111", "停水"],
    )
    row = records(path)[0]
    assert (row.address, row.phones) == (None, ("13800001111",))
    assert "汉渝路120号" in (row.remarks or "")
