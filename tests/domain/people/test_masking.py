import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.masking import (
    Sensitive,
    find_sensitive,
    mask_address,
    mask_id_number,
    mask_names,
    mask_personal,
    mask_phone,
    restored,
    scrub,
)

chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=12)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张*"), ("张三丰", "张**"), ("欧阳娜娜", "欧阳**"), ("司马光", "司马*"), ("欧阳", "欧*"), ("张 三", "张*"),
     ("张", "*"), ("", ""), ("阿不都·热合曼", "阿**·***"), ("张三、李四", "张*、李*"), ("张三等5人", "张*等5人"),
     ("张三等", "张*等"), ("John", "J***")],
)  # fmt: skip
def test_a_name_shows_its_surname_only(name, masked):
    assert mask_names(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13812341234", "138****1234"), ("138 1234 1234", "138****1234"), ("+86-138-1234-1234", "138****1234"),
     ("１３８１２３４１２３４", "138****1234"), ("023-65368888", "023-****8888"), ("02365368888", "023****8888"),
     ("（023）65368888", "(023)****8888"), ("0818-7654321", "0818-***4321"), ("65368888", "****8888"),
     ("023-65368888-801", "023-****8888"), ("12345", "*****"), ("", "")],
)  # fmt: skip
def test_a_phone_shows_its_beginning_and_ending_only(number, masked):
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("500106199003071234", "5001" + "*" * 12 + "34"), ("11010519491231002x", "1101" + "*" * 12 + "2X"),
     ("500106900307123", "5001" + "*" * 9 + "23"), ("E12345678", "E" + "*" * 6 + "78"), ("1234", "****")],
)  # fmt: skip
def test_an_id_number_keeps_its_length_and_shows_six_characters_at_most(number, masked):
    assert mask_id_number(number) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [("重庆市沙坪坝区覃家岗街道新桥村12号", "重庆市沙坪坝区覃家岗街道***"), ("沙坪坝区站西路5号镇安小区", "沙坪坝区***"),
     ("石井坡街道团结坝社区", "石井坡街道***"), ("新桥村12号", "***"), ("重庆市沙坪坝区", "重庆市沙坪坝区"),
     ("青木关镇 石家桥3社", "青木关镇***"), ("", ""), ("天星桥正街12号", "***"), ("新华路镇平巷3号", "***")],
)  # fmt: skip
def test_an_address_ends_with_its_street_or_town(address, masked):
    assert mask_address(address) == masked


@given(chinese, st.integers(1, 999))
def test_a_house_number_never_survives(text, number):
    assert str(number) not in mask_address(f"{text}{number}号")


TEXT = (
    "我叫张三，身份证５００１０１199003071234，电话13812345678，座机：65368888，办公023-65368888，"
    "传真（023）65368889，手机138-1234-5678；旧证500101900307123。单号3305230000000202105312269，日期20210305。"
)


def test_the_scrubber_finds_id_numbers_mobiles_and_landlines():
    kinds = [each.kind for each in find_sensitive(TEXT)]
    assert kinds == [
        Sensitive.ID_NUMBER,
        Sensitive.MOBILE,
        Sensitive.LANDLINE,
        Sensitive.LANDLINE,
        Sensitive.LANDLINE,
        Sensitive.MOBILE,
        Sensitive.ID_NUMBER,
    ]
    assert [each.title for each in Sensitive] == ["身份证号码", "手机号码", "固定电话"]


def test_the_scrubber_leaves_work_order_numbers_and_dates_alone():
    scrubbed = scrub(TEXT)
    assert "3305230000000202105312269" in scrubbed
    assert "20210305" in scrubbed
    assert "身份证5001************34" in scrubbed
    assert find_sensitive(scrubbed) == ()


@pytest.mark.parametrize(
    "text", ["500101 19900307 1234", "合同500101199913071234号", "订单138123456789", "价格1381234567元"]
)
def test_only_what_looks_like_a_person_is_found(text):
    assert bool(find_sensitive(text)) is (text == "500101 19900307 1234")


@given(chinese, mobiles, chinese)
def test_no_mobile_number_survives_the_scrubber(before, number, after):
    assert number not in scrub(f"{before}{number}{after}")
    assert scrub(f"{before}{number}{after}").startswith(before)


@given(st.text(max_size=60))
def test_scrubbing_twice_changes_nothing(text):
    assert scrub(scrub(text)) == scrub(text)


@given(st.lists(st.tuples(chinese, mobiles), max_size=4), st.text(max_size=20))
def test_what_was_shown_masked_comes_back_whole(parts, tail):
    text = "".join(f"{before}电话{number}，" for before, number in parts) + tail
    assert restored(mask_personal(text), text) == text


@given(st.lists(mobiles, min_size=1, max_size=4, unique_by=mask_phone), chinese, chinese)
def test_a_text_edited_around_its_masked_numbers_keeps_these(numbers, before, after):
    text = "，".join(numbers)
    assert restored(f"{before}。{mask_personal(text)}。{after}", text) == f"{before}。{text}。{after}"


def test_a_number_taken_out_or_typed_anew_is_what_was_typed():
    text = "电话13912345678，身份证110105194912310029。另电13912345678"
    assert (
        restored("身份证1101************29，电话13800000000", text)
        == "身份证110105194912310029，电话13800000000"
    )
    assert restored("", text) == ""
    assert restored("139****5678", text) == "13912345678"


def test_of_two_numbers_that_look_alike_masked_neither_is_guessed():
    """Told apart by their order alone, 甲 got 乙's number as soon as somebody put 乙 first."""
    text = "甲13912345678，乙13998765678"
    assert restored("急。甲139****5678，乙139****5678", text) == "急。甲13912345678，乙13998765678"
    for edited in ("乙139****5678", "乙139****5678，甲139****5678，急", "甲139****5678、乙139****5678"):
        with pytest.raises(Refused, match="写出这几个号码的全部数字"):
            restored(edited, text)
    assert restored("甲、乙", text) == "甲、乙"


def test_numbers_that_look_alike_stay_apart_between_others_that_do():
    text = "甲13912345678，110105194912310029，乙13998765678，110109199001010029"
    assert restored(f"{mask_personal(text)}。", text) == f"{text}。"


def test_a_number_that_is_stored_masked_never_becomes_another_s():
    text = "甲13912345678，乙139****5678"
    assert restored(f"急。{mask_personal(text)}", text) == f"急。{text}"


@pytest.mark.parametrize(
    "masked", ["137****5678", "1101************29", "1101*********29", "1101************2X"]
)
def test_a_masked_number_that_is_not_stored_is_never_kept_in_place_of_one(masked):
    """Somebody else had put another number there meanwhile: both were gone."""
    with pytest.raises(Refused, match="请写出全部数字"):
        restored(f"电话{masked}", "电话13912345678")
