"""Reading the plain text of a law: numerals, headings, paragraphs, items, and what has no place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_site.domain.statutes import REGULATIONS_2005, REGULATIONS_2022, SENTENCES, chinese_number
from xinfang_site.laws.loading import text_of
from xinfang_site.laws.numerals import read_number
from xinfang_site.laws.parsing import Parsed, parse
from xinfang_site.laws.passages import Item, Paragraph, Place, paragraphs, place_of

WORDS = st.text("信访事项应当依法及时处理告知", min_size=1, max_size=30).map(lambda each: f"{each}。")
BLANKS = st.sampled_from(["", " ", "\u3000", "\u3000\u3000", "\t", "\u00a0"])
ENDS = st.sampled_from(["\n", "\n\n", "\r\n", "\n\u3000\n", "\r"])


@st.composite
def article_lines(draw: st.DrawFn) -> list[str]:
    """The lines of an article: paragraphs, each with items or none."""
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        lines.append(draw(WORDS))
        for number in range(1, draw(st.integers(0, 4)) + 1):
            lines.append(f"（{chinese_number(number)}）{draw(WORDS)}")
    return lines


LAWS = st.lists(article_lines(), min_size=1, max_size=12)


def messages(parsed: Parsed) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in parsed.problems if each.refuses]


@given(st.integers(1, 9999))
def test_a_number_is_read_as_it_is_written(number: int) -> None:
    assert read_number(chinese_number(number)) == number
    assert read_number(str(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10), ("一十五", 15), ("一百〇一", 101), ("两百", 200), ("３１", 31),
        ("", None), ("零", None), ("0", None), ("12345", None), ("十十", None), ("百二", None),
        ("一二", None), ("第", None), ("二十零一", None), ("九千九百九十九", 9999),
    ],
)  # fmt: skip
def test_numerals_are_read_or_refused(text: str, number: int | None) -> None:
    assert read_number(text) == number


@given(st.text("零〇一二两三四五六七八九十百千0123456789", max_size=9))
def test_reading_a_numeral_never_fails(text: str) -> None:
    number = read_number(text)
    assert number is None or 1 <= number <= 9999


@pytest.mark.untraced
@given(LAWS, st.data())
def test_what_is_laid_out_as_a_law_is_read_back_whole(law: list[list[str]], data: st.DataObject) -> None:
    text, chapters = f"试行办法{data.draw(ENDS)}", []
    chapter = 0
    for number, lines in enumerate(law, start=1):
        if number == 1 or data.draw(st.booleans()):
            chapter += 1
            mark = data.draw(st.sampled_from(["", "## ", "\u3000"]))
            text += f"{mark}第{chinese_number(chapter)}章 总\u3000则{data.draw(ENDS)}"
        chapters.append(f"第{chinese_number(chapter)}章 总则" if chapter else "")
        text += data.draw(BLANKS) + f"第{chinese_number(number)}条" + data.draw(BLANKS.filter(bool))
        for line in lines:
            text += data.draw(BLANKS) + line + data.draw(ENDS)
    parsed = parse(text)
    assert not parsed.refused
    assert parsed.title == "试行办法"
    assert [each.place for each in parsed.articles] == [Place(n) for n in range(1, len(law) + 1)]
    assert [each.text.split("\n") for each in parsed.articles] == law
    assert [each.chapter for each in parsed.articles] == chapters


@given(st.text(max_size=400))
def test_reading_anything_never_fails_and_names_lines_that_exist(text: str) -> None:
    parsed = parse(text)
    lines = len(re.split("\r\n|\r|\n", text))
    assert all(0 <= each.line <= lines for each in parsed.problems)
    assert parsed.refused or parsed.articles


@given(article_lines())
def test_paragraphs_and_items_hold_every_line_once(lines: list[str]) -> None:
    kept = []
    for paragraph in paragraphs("\n".join(lines)):
        kept.append(paragraph.text)
        kept += [f"（{chinese_number(each.number)}）{each.text}" for each in paragraph.items]
    assert kept == lines


@given(LAWS.filter(lambda law: len(law) > 2), st.data())
def test_a_missing_article_is_named_with_its_line(law: list[list[str]], data: st.DataObject) -> None:
    gone = data.draw(st.integers(1, len(law) - 1))
    rows = [f"第{chinese_number(n)}条 {lines[0]}" for n, lines in enumerate(law, start=1) if n != gone]
    line = gone
    problem = "应当从第一条开始" if gone == 1 else "中间缺少条文"
    assert [each[0] for each in messages(parse("\n".join(rows)))] == [line]
    assert problem in messages(parse("\n".join(rows)))[0][1]


def test_articles_out_of_order_and_twice_are_refused() -> None:
    parsed = parse("第一条 甲。\n第二条 乙。\n第二条 丙。\n第一条 丁。")
    assert [line for line, _ in messages(parsed)] == [3, 4]
    assert "重复或者颠倒" in messages(parsed)[0][1]


def test_an_inserted_article_follows_its_own_number() -> None:
    parsed = parse("第一条 甲。\n第一条之一 乙。\n第一条之二 丙。\n第二条 丁。")
    assert not parsed.problems
    assert [each.place.slug for each in parsed.articles] == ["1", "1-1", "1-2", "2"]
    assert parsed.articles[1].place.title == "第一条之一"


def test_a_sentence_that_begins_with_an_article_is_not_an_article() -> None:
    parsed = parse("第一条 甲。\n第二条的规定不适用。\n第二条、第三条另行规定。\n第二条乙。\n第九条乙。")
    assert [each.text for each in parsed.articles] == [
        "甲。\n第二条的规定不适用。\n第二条、第三条另行规定。",
        "乙。\n第九条乙。",
    ]


def test_a_number_that_is_none_begins_no_article() -> None:
    parsed = parse("第一条 甲。\n第百二条 乙。\n第百二章 丙。")
    assert [each.text for each in parsed.articles] == ["甲。\n第百二条 乙。\n第百二章 丙。"]


def test_every_level_of_heading_is_kept_and_ends_the_lower_ones() -> None:
    parsed = parse(
        "民法\n2020年公布\n目  录\n第一编 总则\n第一章 基本规定\n附  则\n"
        "第一编 总则\n第一分编 通则\n第一章 基本规定\n第一节 甲\n第一条 一。\n第二章 乙\n第二条 二。\n"
        "第二编物权\n第三条【目的】 三。\n第三章规定的除外。\n附 则\n第四条\n四。"
    )
    assert not parsed.problems
    assert parsed.preamble == "2020年公布"
    assert [(each.part, each.chapter, each.section) for each in parsed.articles] == [
        ("第一编 总则　第一分编 通则", "第一章 基本规定", "第一节 甲"),
        ("第一编 总则　第一分编 通则", "第二章 乙", ""),
        ("第二编 物权", "", ""),
        ("附则", "", ""),
    ]
    assert parsed.articles[2].text == "【目的】 三。\n第三章规定的除外。"


def test_text_between_the_contents_and_the_law_belongs_to_the_preamble() -> None:
    parsed = parse("宪法\n目录\n第一章 总纲\n序言写在这里。\n第一章 总纲\n第一条 甲。")
    assert parsed.preamble == "序言写在这里。"
    assert not parsed.problems


def test_lines_between_a_heading_and_an_article_are_reported() -> None:
    parsed = parse("办法\n第一章 总则\n没有位置。\n第一条 甲。\n第二章 附则\n也没有位置。")
    assert [line for line, _ in messages(parsed)] == [3, 6]


def test_empty_articles_and_texts_are_reported() -> None:
    assert messages(parse("第一条\n第二条 乙。")) == [(1, "这一条没有内容")]
    assert messages(parse(""))[0][0] == 0
    assert "没有找到条文" in messages(parse("只是一段话。"))[0][1]


def test_broken_lines_and_skipped_items_are_hints_only() -> None:
    parsed = parse("第一条 一句没有写\n完的话：\n（一）甲；\n（三）丙。")
    assert not parsed.refused
    assert [each.line for each in parsed.problems] == [1, 4]


def test_an_annex_is_not_taken_over_and_said_so() -> None:
    parsed = parse("第一条 甲。\n附件1：样式\n第二条 不读。")
    assert [each.text for each in parsed.articles] == ["甲。"]
    assert "附件不收入" in parsed.problems[0].message


def test_a_line_between_two_items_belongs_to_the_first() -> None:
    assert paragraphs("前言：\n（一）甲；\n续甲。\n（二）乙。\n后款。") == (
        Paragraph(1, "前言：", (Item(1, "甲；\n续甲。"), Item(2, "乙。"))),
        Paragraph(2, "后款。"),
    )


def test_items_begin_again_in_a_further_paragraph_and_sub_items_stay_inside() -> None:
    assert paragraphs("（一）甲：\n1. 子。\n(2)丑。\n后款：\n(一)乙。") == (
        Paragraph(1, "", (Item(1, "甲：\n1. 子。\n(2)丑。"),)),
        Paragraph(2, "后款：", (Item(1, "乙。"),)),
    )


@pytest.mark.parametrize(
    ("slug", "place"),
    [("31", Place(31)), ("120-1", Place(120, 1)), ("0", None), ("031", None), ("31-0", None), ("x", None),
     ("12345", None), ("３１", None)],
)  # fmt: skip
def test_an_address_names_a_place_in_one_way_only(slug: str, place: Place | None) -> None:
    assert place_of(slug) == place
    assert place is None or place.slug == slug


@pytest.mark.parametrize(
    ("code", "count", "chapters", "last"),
    [
        (REGULATIONS_2022.code, 50, 6, "自2022年5月1日起施行"),
        (REGULATIONS_2005.code, 51, 7, "自2005年5月1日起施行"),
    ],
)
def test_both_statutes_are_complete(code: str, count: int, chapters: int, last: str) -> None:
    parsed = parse(text_of(code))
    assert not parsed.problems
    assert [each.place for each in parsed.articles] == [Place(n) for n in range(1, count + 1)]
    assert len({each.chapter for each in parsed.articles}) == chapters
    assert last in parsed.articles[-1].text


def test_every_line_of_both_statutes_is_in_an_article_or_the_preamble() -> None:
    for code in (REGULATIONS_2022.code, REGULATIONS_2005.code):
        parsed = parse(text_of(code))
        kept = re.sub(
            r"\s", "", parsed.title + parsed.preamble + "".join(each.text for each in parsed.articles)
        )
        source = re.sub(r"<!--.*?-->", "", text_of(code))
        source = re.sub(r"^#+ 第.*章.*$", "", source, flags=re.MULTILINE)
        source = re.sub(r"^第[一二三四五六七八九十]+条\s", "", source, flags=re.MULTILINE)
        assert kept == re.sub(r"[\s#]", "", source)


def test_every_sentence_that_refusals_print_stands_in_the_law() -> None:
    articles = {each.place.number: each for each in parse(text_of(REGULATIONS_2022.code)).articles}
    for place, words in SENTENCES.items():
        assert place.statute is REGULATIONS_2022
        found = paragraphs(articles[place.article or 0].text)
        assert words in found[(place.paragraph or 1) - 1].text, place.cite()


def test_the_items_that_the_rules_cite_are_where_they_say() -> None:
    old = {each.place.number: each for each in parse(text_of(REGULATIONS_2005.code)).articles}
    first, second = paragraphs(old[21].text)
    assert [each.number for each in first.items] == [1, 2, 3, 4]
    assert "交由有权处理的行政机关" in first.items[3].text
    assert second.text.startswith("按照前款")
