from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.identity import (
    check_character,
    clean_id_number,
    normal_name,
    read_id_number,
    tidy_name,
)

TODAY = date(2026, 11, 24)
BODY = "50010619900307123"
NUMBER = BODY + check_character(BODY)
births = st.dates(date(1900, 1, 1), TODAY)


@given(births, st.integers(110000, 659999), st.integers(0, 999))
def test_a_right_number_gives_its_birth_date(birth, area, serial):
    body = f"{area}{birth:%Y%m%d}{serial:03d}"
    assert read_id_number(body + check_character(body), TODAY).birth == birth


@given(births, st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_never_passes_as_the_same_number(birth, serial, place, shift):
    body = f"500106{birth:%Y%m%d}{serial:03d}"
    number = body + check_character(body)
    if number[place] == "X":
        return
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(Refused):
        read_id_number(wrong, TODAY)


def test_the_known_example_of_the_standard_passes():
    assert read_id_number("11010519491231002X", TODAY).birth == date(1949, 12, 31)
    assert read_id_number("11010519491231002x", TODAY).text.endswith("X")


@pytest.mark.parametrize(
    "typed",
    [
        f" {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]} ",
        NUMBER.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ],
)
def test_spaces_and_full_width_digits_do_not_matter(typed):
    assert read_id_number(typed, TODAY).text == NUMBER == clean_id_number(typed)


def test_an_old_number_of_fifteen_digits_is_read():
    assert read_id_number("500106900307123", TODAY).birth == date(1990, 3, 7)


@pytest.mark.parametrize(
    "number", ["", "1234567", NUMBER + "0", "05010619900307123X", "5001061990030712A8", "E12345678"]
)
def test_a_number_of_another_form_is_refused(number):
    with pytest.raises(Refused, match="18位") as refused:
        read_id_number(number, TODAY)
    assert refused.value.field == "id_number"


@pytest.mark.parametrize("birth", ["19900230", "20261125", "18991231", "19901301"])
def test_an_impossible_birth_date_is_refused(birth):
    body = f"500106{birth}123"
    with pytest.raises(Refused, match="出生日期"):
        read_id_number(body + check_character(body), TODAY)


@pytest.mark.parametrize(
    ("one", "other"),
    [("张 三", "张三"), ("张　三", "张三"), ("阿不都•热合曼", "阿不都·热合曼"), ("阿不都．热合曼", "阿不都·热合曼"),
     ("Ｊｏｈｎ Smith", "john smith"), ("张三\u200b", "张三")],
)  # fmt: skip
def test_names_match_however_they_are_typed(one, other):
    assert normal_name(one) == normal_name(other)


@given(st.text(max_size=20))
def test_normalising_a_name_twice_changes_nothing(text):
    assert tidy_name(tidy_name(text)) == tidy_name(text)
    assert not set(normal_name(text)) & {" ", "\u3000", "\t", "\n"}
