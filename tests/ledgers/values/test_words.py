"""Code tables, synonyms and single cells."""

from decimal import Decimal

import pytest

from ledgers.words import PREFIXES, office_vocabulary
from xinfang_site.ledgers.petition_words import petition_vocabulary
from xinfang_site.ledgers.rows.cells import read_choice, read_decimal, read_integer, read_text
from xinfang_site.ledgers.text import cell_text, clean_text, number_text
from xinfang_site.ledgers.values.vocabulary import Match, choices, office_names


@pytest.mark.parametrize(
    "name",
    [
        "双碑街道",
        "双碑",
        "双碑街道办",
        "双碑街道办事处",
        "重庆市沙坪坝区双碑街道",
        "沙坪坝区双碑街道办事处",
        " 双碑 街道 ",
    ],
)
def test_a_street_is_known_by_every_habitual_name(name: str) -> None:
    assert office_vocabulary().tables["place"].resolve(name).value == "500106007"


def test_a_town_and_a_bureau_too() -> None:
    tables = office_vocabulary().tables
    for name in ("凤凰镇", "凤凰镇人民政府", "凤凰镇政府", "沙坪坝区凤凰镇", "凤凰"):
        assert tables["place"].resolve(name).value == "500106105", name
    for name in ("民政局", "区民政局", "沙坪坝区民政局", "重庆市沙坪坝区民政局"):
        assert tables["unit"].resolve(name).value == "mz", name
    assert office_names("民政局", prefixes=PREFIXES)[0] == "民政局"


def test_an_abbreviation_that_fits_one_name_alone_is_that_name() -> None:
    table = choices(
        [("zjw", ("住房和城乡建设委员会",)), ("rsj", ("人力资源和社会保障局",)), ("nyw", ("农业农村委员会",))]
    )
    for said, value in (
        ("住建委", "zjw"),
        ("人社局", "rsj"),
        ("农业委", "nyw"),
        ("社保局", None),
        ("住建", None),
    ):
        assert table.resolve(said).value == value, said
    doubtful = choices([("a", ("卫生健康委员会",)), ("b", ("卫星健康监测委员会",))]).resolve("卫健委")
    assert (doubtful.value, doubtful.how) == (None, Match.AMBIGUOUS)


def test_a_hotlines_number_before_a_word_is_no_code_of_it() -> None:
    table = choices([("call", ("来电", "12345")), ("other", ("其他", "转办"))])
    assert table.resolve("12345转办").value == "call"
    assert table.resolve("2.转办").value == "other"


def test_categories_are_found_by_path_by_code_and_are_ambiguous_by_a_shared_name() -> None:
    table = office_vocabulary().tables["category"]
    assert table.resolve("城乡建设-安全生产-事故处理").value == "010101"
    assert table.resolve("010101 事故处理").value == "010101"
    shared = table.resolve("其他")
    assert (shared.value, shared.how, shared.candidates) == (None, Match.AMBIGUOUS, ("0102", "0301"))
    assert "可能有几个" in read_choice("其他", table).notes[0]


def test_partial_names_are_taken_only_when_one_thing_fits() -> None:
    table = choices((("a", ("住房城乡建委",)), ("b", ("城市管理局",)), ("c", ("城市更新中心",))))
    assert table.resolve("住房城乡").how is Match.PART
    assert table.resolve("城市").how is Match.AMBIGUOUS
    assert table.resolve("请城市管理局和住房办研处").value == "b"
    assert table.resolve("天文台").how is Match.UNKNOWN
    assert table.resolve("城").how is Match.UNKNOWN
    both = choices((("a", ("市政",)), ("b", ("市政管理处",)), ("c", ("政",)), ("d", (" ",))))
    assert both.resolve("转市政管理处").value == "b"
    part = read_choice("住房城乡", table)
    assert (part.value, part.rest) == ("a", "住房城乡")
    assert read_choice("无", table).value is None


@pytest.mark.parametrize(
    ("table", "word", "value"),
    [
        ("channel", "12345市民热线", "来电"),
        ("channel", "人民来信", "来信"),
        ("state", "是", "已办结"),
        ("state", "否", "办理中"),
        ("satisfaction", "比较满意", "基本满意"),
        ("purpose", "举报", "揭发控告"),
        ("channel", "区长信箱", "领导信箱"),
    ],
)
def test_the_shared_words_are_known(table: str, word: str, value: str) -> None:
    assert petition_vocabulary().tables[table].resolve(word).value == value


def test_a_table_can_be_replaced() -> None:
    own = choices((("1", ("信",)),))
    assert petition_vocabulary(channel=own).tables["channel"] is own


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u200bb\ufeff", "ab"),
        ("a\x00b\x07", "ab"),
        ("a\u00a0b", "a b"),
        ("　a　", "a"),
        ("'0123", "0123"),
        ("'=1+1", "=1+1"),
        ("'好", "'好"),
        ("a\r\nb", "a\nb"),
        ("a_x000D_\nb", "a\nb"),
        ("a \n b", "a\nb"),
        ("=1+1", "=1+1"),
        ("\ud800a", "a"),
        ("a\u3164b", "ab"),
        ("𠮷", "𠮷"),
    ],
)
def test_text_is_cleaned_and_keeps_what_is_seen(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


def test_numbers_as_text_have_no_exponent() -> None:
    assert [number_text(value) for value in (1e20, 0.5, 5, float("nan"), float("inf"))] == [
        "1" + "0" * 20,
        "0.5",
        "5",
        "",
        "",
    ]
    assert cell_text(None) == ""
    assert read_text("").value is None


@pytest.mark.parametrize(
    ("cell", "value", "noted"),
    [
        ("1,200.50元", "1200.50", False),
        ("￥3万元", "30000", False),
        (5, "5", False),
        ("约30件", "30", True),
        ("甚多", None, True),
        ("-", None, False),
        (0, "0", False),
    ],
)
def test_an_amount_is_read_exactly_and_a_doubtful_one_is_noted(
    cell: str | int, value: str | None, noted: bool
) -> None:
    found = read_decimal(cell)
    assert found.value == (Decimal(value) if value else None)
    assert bool(found.notes) == noted


def test_a_number_that_is_not_whole_is_noted() -> None:
    assert read_integer("0").value == 0
    assert read_integer("2.5").notes == ("不是整数",)
    assert read_integer("甚多").value is None
