from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import any_day
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.statutes import (
    CIVIL_CODE,
    REGULATIONS_2005,
    REGULATIONS_2022,
    SENTENCES,
    SIMPLE_PROCEDURE,
    Article,
    Statute,
    article,
    chinese_number,
    old_article,
    sentence,
    statute_on,
)
from xinfang_site.domain.titles import Title


@pytest.mark.parametrize(
    ("place", "citation"),
    [
        (article(23, 3), "《信访工作条例》第二十三条第三款"),
        (article(31, None, 6), "《信访工作条例》第三十一条第六项"),
        (article(22, 1, 3), "《信访工作条例》第二十二条第一款第三项"),
        (article(10), "《信访工作条例》第十条"),
        (old_article(33), "《信访条例》第三十三条"),
        (Article(CIVIL_CODE, 203, 1), "《中华人民共和国民法典》第二百零三条第一款"),
        (Article(SIMPLE_PROCEDURE), "《信访事项简易办理办法（试行）》"),
    ],
)
def test_an_article_is_cited_as_documents_write_it(place, citation):
    assert place.cite() == str(place) == citation


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (100, "一百"), (101, "一百零一"), (110, "一百一十"),
     (1010, "一千零一十"), (1260, "一千二百六十"), (9009, "九千零九")],
)  # fmt: skip
def test_numbers_are_written_in_chinese(number, written):
    assert chinese_number(number) == written


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_different_numbers_are_written_differently(one, other):
    assert (chinese_number(one) == chinese_number(other)) is (one == other)


@pytest.mark.parametrize("number", [0, -1, 10000])
def test_a_number_outside_the_range_is_an_error(number):
    with pytest.raises(ValueError, match="条款序号"):
        chinese_number(number)


@pytest.mark.parametrize(
    ("received", "statute"),
    [
        (date(2004, 12, 31), REGULATIONS_2005),
        (date(2005, 5, 1), REGULATIONS_2005),
        (date(2022, 4, 30), REGULATIONS_2005),
        (date(2022, 5, 1), REGULATIONS_2022),
        (date(2026, 11, 24), REGULATIONS_2022),
    ],
)
def test_the_day_of_receipt_decides_the_statute(received, statute):
    assert statute_on(received) is statute


@given(any_day)
def test_never_are_both_statutes_in_force(day):
    assert not (REGULATIONS_2005.in_force(day) and REGULATIONS_2022.in_force(day))


def test_a_statute_without_days_is_always_in_force():
    assert Statute("x", "某法").in_force(date(1999, 1, 1))


def test_the_statute_is_cited_without_a_decree_number():
    assert "号" not in REGULATIONS_2022.title


def test_a_refusal_prints_the_article_and_its_sentence():
    refused = Refused("代表人数不得超过5人", article(20, 3), "representatives")
    assert str(refused) == "代表人数不得超过5人（《信访工作条例》第二十条第三款）"
    assert refused.quotation == SENTENCES[article(20, 3)]
    assert (refused.message, refused.field) == ("代表人数不得超过5人", "representatives")


def test_a_house_rule_refuses_without_an_article():
    refused = Refused("作废应当写明理由")
    assert (str(refused), refused.quotation) == ("作废应当写明理由", None)


def test_only_short_sentences_are_quoted():
    assert all(15 <= len(text) <= 150 for text in SENTENCES.values())
    assert sentence(article(1)) is None


def test_a_title_is_text_and_keeps_the_promise_of_str():
    title = Title("登记员")
    assert title == "登记员"
    assert title() == "登记员"
