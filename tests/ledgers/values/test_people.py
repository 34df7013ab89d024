"""Names, phones, counts and identity numbers in cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_site.ledgers.rows.cells import read_names
from xinfang_site.ledgers.text import chinese_number
from xinfang_site.ledgers.values.names import Names, parse_names
from xinfang_site.ledgers.values.numbers import parse_count, parse_id_number
from xinfang_site.ledgers.values.phones import parse_phones

MOBILES = st.integers(13_000_000_000, 19_999_999_999).map(str)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@given(number=MOBILES)
def test_a_mobile_number_is_read_from_every_habit(number: str) -> None:
    mantissa = f"{number[0]}.{number[1:]}"
    for cell in (
        number,
        int(number),
        float(number),
        f"{mantissa}E10",
        f"{mantissa}e+10",
        f"+86 {number}",
        f"0086{number}",
        f"{number[:3]}-{number[3:7]}-{number[7:]}",
        f"{number[:3]} {number[3:7]} {number[7:]}",
        number.translate(FULL_WIDTH),
        f"手机：{number}（本人）",
        f"\u202d{number}\u202c",
        f"'{number}",
        f"86-{number}",
        f"0{number}",
    ):
        assert parse_phones(cell).numbers == (number,), cell


@given(
    first=MOBILES, second=MOBILES, between=st.sampled_from([*"、，,;；/ \n\\", " 或 ", "和", "  ", "、 ", ""])
)
def test_two_numbers_in_one_cell_are_both_read(first: str, second: str, between: str) -> None:
    expected = tuple(dict.fromkeys((first, second)))
    assert parse_phones(f"{first}{between}{second}").numbers == expected


@pytest.mark.parametrize(
    ("cell", "numbers", "noted"),
    [
        ("023-60001111", ("02360001111",), False),
        ("13800001111 QQ：123456", ("13800001111",), True),
        ("(023)60001111", ("02360001111",), False),
        ("023 6000 1111", ("02360001111",), False),
        ("02360001111-801", ("02360001111",), True),
        ("60001111", ("60001111",), False),
        (2360001111.0, ("02360001111",), True),
        ("13800001111/60001111", ("13800001111", "60001111"), False),
        ("400-820-8820", ("4008208820",), False),
        ("12345", ("12345",), False),
        ("无", (), False),
        ("不详", (), False),
        ("", (), False),
        ("138****1111", (), True),
        ("1380000111", ("1380000111",), True),
        ("138000011112", ("138000011112",), True),
        ("1.38E+10", (), True),
        ("1.380000111E10", ("13800001110",), True),
        ("138.0000.1111", ("13800001111",), False),
        ("1 3 8 0 0 0 0 1 1 1 1", ("13800001111",), False),
        ("60001111转801", ("60001111",), True),
        ("张三13800001111", ("13800001111",), True),
        (True, (), True),
        ("1.5E+99", (), True),
        ("13800001111.0", ("13800001111",), False),
        ("(+86)138 0000 1111", ("13800001111",), False),
    ],
)
def test_phones_and_what_is_doubtful_about_them(
    cell: str | float, numbers: tuple[str, ...], noted: bool
) -> None:
    found = parse_phones(cell)
    assert (found.numbers, bool(found.notes)) == (numbers, noted)


@pytest.mark.parametrize(
    ("cell", "people", "noted"),
    [
        (5, 5, False),
        (5.0, 5, False),
        ("30（代表5人）", 30, False),
        ("5名代表（共30人）", 30, False),
        ("5（其中儿童2人）", 5, False),
        ("1批5人", 5, False),
        ("男3女2", 3, True),
        ("5", 5, False),
        ("5人", 5, False),
        ("约30人", 30, True),
        ("张丰等5人", 5, False),
        ("20余人", 20, True),
        ("一", 1, False),
        ("十二人", 12, False),
        ("１２", 12, False),
        ("3-5人", 3, True),
        ("5户8人", 8, False),
        ("数十人", None, True),
        ("0", None, True),
        ("", None, False),
        ("一百二十三人", 123, False),
        ("两人", 2, False),
        ("1,200人", 1200, False),
        ("人", None, True),
        (5.5, 5, True),
        (True, None, True),
        (1e30, None, True),
        (10**6, None, True),
        ("二十多人", 20, True),
        (float("nan"), None, True),
    ],
)
def test_a_count_of_heads_is_read_and_a_doubtful_one_is_noted(
    cell: str | float, people: int | None, noted: bool
) -> None:
    found = parse_count(cell)
    assert (found.people, bool(found.note)) == (people, noted)


@given(
    number=st.integers(1, 9999),
    pattern=st.sampled_from(["{}", "{}人", "共{}人", "张丰等{}人", "{} 人", "{}人次", "{}名"]),
)
def test_a_plain_count_is_read_in_every_habit(number: int, pattern: str) -> None:
    assert parse_count(pattern.format(number)).people == number


@pytest.mark.parametrize(
    ("cell", "names", "people"),
    [
        ("张丰", ("张丰",), None),
        ("张 丰", ("张丰",), None),
        ("张　丰", ("张丰",), None),
        ("张丰、李耕", ("张丰", "李耕"), None),
        ("张丰，李耕；王禾", ("张丰", "李耕", "王禾"), None),
        ("张丰等5人", ("张丰",), 5),
        ("张丰、李耕等10人", ("张丰", "李耕"), 10),
        ("张丰（等5人）", ("张丰",), 5),
        ("张丰等人", ("张丰",), None),
        ("张丰和李耕", ("张丰", "李耕"), None),
        ("王和平", ("王和平",), None),
        ("张丰 李耕", ("张丰", "李耕"), None),
        ("欧阳 青禾", ("欧阳青禾",), None),
        ("张 丰 李耕", ("张丰", "李耕"), None),
        ("李耕 张 丰 禾", ("李耕", "张丰禾"), None),
        ("阿依•古丽", ("阿依·古丽",), None),
        ("A00012345", ("A00012345",), None),
        ("John Smith", ("John Smith",), None),
        ("张丰（女）", ("张丰",), None),
        ("张丰\n李耕", ("张丰", "李耕"), None),
        ("张丰、张丰", ("张丰",), None),
        ("1.张丰 2.李耕", ("张丰", "李耕"), None),
        ("1、张丰\n2、李耕", ("张丰", "李耕"), None),
        ("张丰 女", ("张丰",), None),
        ("张丰，男", ("张丰",), None),
        ("张丰,女、李耕,男", ("张丰", "李耕"), None),
        ("张\n丰", ("张丰",), None),
        ("信访人：张丰", ("张丰",), None),
    ],
)
def test_several_names_in_one_cell_are_told_apart(
    cell: str, names: tuple[str, ...], people: int | None
) -> None:
    found = parse_names(cell)
    assert (found.names, found.people, found.notes) == (names, people, ())


@pytest.mark.parametrize(
    "cell", ["匿名", "无名", "无名氏", "不详", "无", "匿名群众", "不愿透露姓名", "匿 名"]
)
def test_anonymous_is_explicit(cell: str) -> None:
    found = parse_names(cell)
    assert (found.names, found.anonymous) == ((), True)


@pytest.mark.parametrize(
    "cell",
    [
        "张先生",
        "某女士",
        "李某",
        "李某某",
        "龙湖小区业主",
        "张丰夫妇",
        "张丰等20余人",
        "张丰等三户",
        "（）",
        "甲 乙 丙 丁 戊",
    ],
)
def test_doubtful_names_are_kept_with_a_warning(cell: str) -> None:
    found = parse_names(cell)
    assert found.notes
    assert found.names or found.rest


def test_a_phone_beside_the_name_is_taken_and_the_rest_kept() -> None:
    assert parse_names("张丰 13800001111") == Names(("张丰",), phones=("13800001111",))
    assert parse_names("张丰（女，52岁）").rest == "女,52岁"
    assert read_names("——").value is None
    assert read_names("  ").value is None


@given(text=st.text(max_size=30))
def test_any_text_gives_names_phones_and_counts_or_keeps_what_it_is_not(text: str) -> None:
    phones, count = parse_phones(text), parse_count(text).people
    assert all(each.isascii() and each.isdigit() for each in phones.numbers)
    assert count is None or count >= 0
    if not text.strip():
        assert (read_names(text).value, parse_id_number(text).number) == (None, "")


@pytest.mark.parametrize(
    ("cell", "number", "note"),
    [
        ("11010519491231002X", "11010519491231002X", ""),
        ("11010519491231002x", "11010519491231002X", ""),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", ""),
        ("110105 19491231 002X", "11010519491231002X", ""),
        ("110105194912310021", "110105194912310021", "校验码"),
        ("110105491231002", "110105491231002", ""),
        (110105491231002.0, "110105491231002", ""),
        (110105194912310021.0, "110105194912310016", "丢失"),
        (123.0, "123", "位数"),
        ("1.10105E+17", "1.10105E+17", "丢失"),
        ("5001061990", "5001061990", "位数"),
        ("无", "", ""),
    ],
)
def test_an_identity_number_is_read_and_a_wrong_one_is_noted(
    cell: str | float, number: str, note: str
) -> None:
    found = parse_id_number(cell)
    assert found.number == number
    assert note in found.note
    assert bool(note) == bool(found.note)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇二一", 2021),
        ("十", 10),
        ("二十", 20),
        ("三百二十", 320),
        ("一万二千", 12000),
        ("廿三", 23),
        ("万", 10000),
        ("", None),
        ("甲", None),
    ],
)
def test_chinese_numerals_are_read_as_numbers(text: str, value: int | None) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("cell", "names", "people"),
    [
        ("代表：张丰", ("张丰",), None),
        ("张丰 男 43", ("张丰",), None),
        ("张丰/女/61/双碑1号", ("张丰",), None),
        ("张丰，56岁，男，土家族，1968年生", ("张丰",), None),
        ("张丰、李耕等一行8人", ("张丰", "李耕"), 8),
        ("张丰。", ("张丰",), None),
        ("“张丰”", ("张丰",), None),
        ("张丰（双碑街道1号，13800001111）", ("张丰",), None),
        ("*张丰", ("张丰",), None),
        ("张丰等多人", ("张丰",), None),
        ("张丰等数十人", ("张丰",), 10),
        ("张丰，男，52岁", ("张丰",), None),
        ("张丰及家属3人", ("张丰",), 3),
        ("张丰及其家人", ("张丰",), None),
        ("张XX", ("张XX",), None),
        ("业主代表张丰", ("张丰",), None),
        ("村民代表张丰等5人", ("张丰",), 5),
        ("张三 家庭住址:凤凰镇6号", ("张三",), None),
    ],
)
def test_what_clerks_write_beside_a_name_is_no_name(
    cell: str, names: tuple[str, ...], people: int | None
) -> None:
    found = parse_names(cell)
    assert (found.names, found.people) == (names, people)


@pytest.mark.parametrize(
    "cell", ["张丰510106197001011234", "张丰 510106197001011234", "张丰（身份证510106197001011234）"]
)
def test_an_identity_number_beside_a_name_goes_to_its_field(cell: str) -> None:
    found = parse_names(cell)
    assert (found.names, found.id_number, found.phones) == (("张丰",), "510106197001011234", ())


def test_phones_beside_names_are_read_with_and_without_an_area_code() -> None:
    assert parse_names("张丰 60001111").phones == ("60001111",)
    assert parse_names("张丰，13800001111").phones == ("13800001111",)


def test_a_cell_with_everything_about_a_person_is_taken_apart() -> None:
    found = parse_names("姓名：张丰\n电话：13800001111\n住址：凤凰镇兴旺村2组")
    assert (found.names, found.phones, found.address) == (("张丰",), ("13800001111",), "凤凰镇兴旺村2组")


@pytest.mark.parametrize(
    "text", ["业主代表多人", "村民代表若干", "职工代表大会", "业主代表委员会", "村民代表五人"]
)
def test_what_follows_a_spokesman_is_not_always_his_name(text: str) -> None:
    found = parse_names(text)
    assert found.names == (text[:2],)
    assert "可能不是人名" in "".join(found.notes)


def test_a_town_that_begins_like_a_label_keeps_its_name() -> None:
    assert parse_names("张丰，所前镇东街1号").address == "所前镇东街1号"
    assert parse_names("张丰，居住地址：凤凰镇东街1号").address == "凤凰镇东街1号"


@pytest.mark.parametrize(
    ("cell", "address", "phones", "rest"),
    [
        ("张丰（双碑街道1号，13800001111）", "双碑街道1号", ("13800001111",), ""),
        ("张丰（电话：13800001111）", "", ("13800001111",), ""),
        ("张丰（女儿 13800001111）", "", ("13800001111",), "女儿"),
        ("张丰（某厂职工）13800001111", "", ("13800001111",), "某厂职工"),
    ],
)
def test_what_stands_in_brackets_with_a_telephone_is_kept(
    cell: str, address: str, phones: tuple[str, ...], rest: str
) -> None:
    found = parse_names(cell)
    assert (found.names, found.address, found.phones, found.rest) == (("张丰",), address, phones, rest)


@pytest.mark.parametrize("aside", ["县转2023-12", "社区网格员02", "区人大建议第12号", "市长信箱2024001"])
def test_a_paper_or_a_post_in_brackets_is_no_address(aside: str) -> None:
    found = parse_names(f"张丰（{aside}）")
    assert (found.names, found.address, found.rest) == (("张丰",), "", aside)


def test_an_age_beside_the_sex_is_kept_once() -> None:
    assert parse_names("张丰、56岁、男").rest == "56岁、男"


@pytest.mark.parametrize(
    ("cell", "people"), [("1（12人）", 12), ("1（5人）", 5), ("30（代表5人）", 30), ("5（男3女2）", 5)]
)
def test_the_greater_count_is_that_of_all(cell: str, people: int) -> None:
    assert parse_count(cell).people == people
