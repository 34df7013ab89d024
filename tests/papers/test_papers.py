"""The paper on paper: the docx is opened again and measured against GB/T 9704-2012."""

import re
import zipfile
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from xinfang_site.papers import metrics
from xinfang_site.papers.blocks import (
    Addressee,
    Annex,
    Attachments,
    Block,
    Cell,
    Column,
    Display,
    Grid,
    Heading,
    Note,
    Paragraph,
    Row,
    Signature,
    Table,
    Title,
)
from xinfang_site.papers.flow import stands_alone
from xinfang_site.papers.metrics import BODY, COLUMNS, LINES, MM, PITCH, SQUEEZE, UPRIGHT, Fonts
from xinfang_site.papers.paper import Imprint, LetterHead, Masthead, MinutesHead, Paper, RedHead
from xinfang_site.papers.prose import blocks_of, title_lines
from xinfang_site.papers.storing import dump, load
from xinfang_site.papers.word import stamped, to_docx
from xinfang_site.papers.wordml import twips

BODY_BLOCKS: tuple[Block, ...] = (
    Title(("关于做好联合接访", "工作的通知")),
    Addressee("区级各部门，各镇、街道："),
    Heading(1, "一、总体安排"),
    Heading(2, "（一）值班要求。", "提前到岗。"),
    Paragraph("现将有关事项通知如下。"),
    Attachments(("排班表", "登记表")),
    Signature(("梧桐区信访办公室",), "2026年3月7日"),
    Note("联系人：王某某"),
    Annex("附件1"),
    Table((Column("日期"), Column("单位", 2)), (("3月7日", "区教委"), ("3月14日", "区民政局"))),
    Grid((1, 2), (Row((Cell("受送达人", label=True), Cell("张某"))),)),
)
HEADS = (
    RedHead(("梧桐区信访办公室",), "梧信办发〔2026〕5号"),
    RedHead(("梧桐区信访办公室",), "梧信办〔2026〕5号", signer="刘某", urgency="特急", copy="000001"),
    RedHead(("梧桐区信访办公室", "梧桐区司法局"), "梧信办发〔2026〕6号"),
    LetterHead("梧桐区信访办公室", "梧信访交〔2026〕5号"),
    MinutesHead("信访工作联席会议纪要", "第3期", "联席会议办公室", "2026年3月7日"),
    Masthead("每日要情", "第231期", "梧桐区信访办公室", "2026年11月23日", "内部资料"),
    None,
)
IMPRINT = Imprint(("抄送：区委办公室，区政府办公室。",), "梧桐区信访办公室", "2026年3月7日印发")


def opened(paper: Paper) -> Any:
    return docx.Document(BytesIO(to_docx(paper)))


def paper(head: Any = HEADS[0], **more: Any) -> Paper:
    return Paper("通知", BODY_BLOCKS, head, **more)


def millimetres(length: Any) -> float:
    return round(length.mm, 1)


def test_28_characters_stand_in_a_line_and_22_lines_on_a_page() -> None:
    sheet = metrics.UPRIGHT
    width, height = sheet.text_width, (sheet.height - sheet.top - sheet.bottom) * metrics.MM
    assert COLUMNS * (BODY + SQUEEZE) <= width < (COLUMNS + 1) * (BODY + SQUEEZE)
    assert LINES * PITCH <= height < (LINES + 1) * PITCH


@pytest.mark.parametrize("head", HEADS)
def test_the_page_is_a4_with_the_margins_of_the_standard(head: Any) -> None:
    section = opened(paper(head, imprint=IMPRINT)).sections[0]
    page = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [millimetres(each) for each in page] == [210, 297, 37, 35]
    assert [millimetres(each) for each in (section.left_margin, section.right_margin)] == [28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "579")


def test_a_wide_paper_lies_across_with_its_head_at_the_binding_edge() -> None:
    section = opened(paper(None, across=True)).sections[0]
    assert [millimetres(each) for each in (section.page_width, section.page_height)] == [297, 210]
    assert [millimetres(each) for each in (section.top_margin, section.left_margin)] == [28, 35]
    assert section._sectPr.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"


def test_every_font_is_named_for_chinese_and_for_figures() -> None:
    styles = opened(paper()).styles.element
    named = list(styles.iter(qn("w:rFonts")))
    assert {each.get(qn("w:eastAsia")) for each in named} == {
        "方正小标宋简体",
        "仿宋_GB2312",
        "楷体_GB2312",
        "黑体",
        "宋体",
    }
    assert all(each.get(qn("w:ascii")) == each.get(qn("w:eastAsia")) for each in named)


def test_an_office_names_its_own_fonts() -> None:
    content = to_docx(paper(), Fonts(body="方正仿宋_GBK"))
    with zipfile.ZipFile(BytesIO(content)) as packed:
        styles = packed.read("word/styles.xml").decode()
    assert "方正仿宋_GBK" in styles
    assert "仿宋_GB2312" not in styles


def test_body_text_is_16_points_at_an_exact_pitch() -> None:
    styles = opened(paper()).styles.element
    defaults = styles.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:sz"))).get(qn("w:val")) == "32"
    spacing = next(styles.find(qn("w:style")).iter(qn("w:spacing")))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")


def test_page_numbers_stand_outside_and_a_letters_first_page_has_none() -> None:
    plain, letter = opened(paper()), opened(paper(HEADS[3]))
    assert plain.settings.odd_and_even_pages_header_footer
    odd, even = plain.sections[0].footer, plain.sections[0].even_page_footer
    assert [each.paragraphs[0].text for each in (odd, even)] == ["— 1 —", "— 1 —"]
    assert odd._element.find(f".//{qn('w:jc')}").get(qn("w:val")) == "right"
    assert even._element.find(f".//{qn('w:jc')}").get(qn("w:val")) == "left"
    assert not plain.sections[0].different_first_page_header_footer
    assert letter.sections[0].different_first_page_header_footer
    first = letter.sections[0].first_page_footer
    assert "—" not in "".join(each.text for each in first.paragraphs)
    assert letter.sections[0].first_page_header.paragraphs[0].text == "梧桐区信访办公室"
    assert millimetres(letter.sections[0].header_distance) == 30


def test_the_marks_are_red_and_everything_is_in_the_file() -> None:
    document = opened(paper(imprint=IMPRINT))
    mark = next(each for each in document.paragraphs if each.text == "梧桐区信访办公室文件")
    assert str(mark.runs[0].font.color.rgb) == "FF0000"
    words = "\n".join(each.text for each in document.element.iter(qn("w:t")))
    for text in (
        "梧信办发〔2026〕5号",
        "一、总体安排",
        "附件：1. 排班表",
        "2. 登记表",
        "区民政局",
        "抄送：区委办公室",
    ):
        assert text in words


def test_the_imprint_is_as_wide_as_the_text_and_stands_under_it() -> None:
    table = opened(paper(imprint=IMPRINT)).tables[-1]
    spare, ruled = (int(each.get(qn("w:w"))) for each in table._tbl.iter(qn("w:gridCol")))
    assert ruled == twips(UPRIGHT.text_width)
    left = (twips(UPRIGHT.width * MM) - spare - ruled) / 2 + spare  # centred on the page
    assert abs(left - twips(UPRIGHT.left * MM)) <= 2


def test_the_head_of_a_table_stands_again_on_every_page() -> None:
    table = opened(paper()).tables[0]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert [each.text for each in table.rows[1].cells] == ["3月7日", "区教委"]


def test_the_organ_is_centred_on_the_day() -> None:
    for organ in ("区信访办", "梧桐区信访办公室", "梧桐区信访工作联席会议办公室"):
        block = Signature((organ,), "2026年3月7日")
        first, second = block.places
        middle = [each.right + metrics.ems(each.text) / 2 for each in (first, second)]
        assert middle[0] == pytest.approx(middle[1])
        assert first.right >= 0


def test_the_same_paper_gives_the_same_bytes() -> None:
    for head in HEADS:
        assert to_docx(paper(head, imprint=IMPRINT)) == to_docx(paper(head, imprint=IMPRINT))


def test_a_stamped_copy_says_who_printed_it_on_every_page() -> None:
    for head in HEADS:
        content = to_docx(paper(head))
        copy = stamped(stamped(content, "打印：李某"), "打印：王某 10:21")
        assert copy != content
        section = docx.Document(BytesIO(copy)).sections[0]
        feet = [section.footer, section.even_page_footer]
        feet += [section.first_page_footer] if isinstance(head, LetterHead) else []
        for each in feet:
            text = [line.text for line in each.paragraphs]
            assert "打印：王某 10:21" in text
            assert "打印：李某" not in text


@pytest.mark.parametrize("head", HEADS)
def test_a_stored_paper_comes_back_the_same(head: Any) -> None:
    kept = paper(head, imprint=IMPRINT)
    assert load(dump(kept)) == kept
    assert to_docx(load(dump(kept))) == to_docx(kept)


def test_something_else_is_no_paper() -> None:
    with pytest.raises(TypeError):
        load(
            dump(paper()).replace('"is":"Paper"', '"is":"Title"').replace('"name":"通知",', "") and '[["x"]]'
        )


@pytest.mark.untraced
@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_no_text_breaks_the_file(text: str) -> None:
    made = Paper(
        text,
        (
            Title((text,)),
            Paragraph(text),
            Display(text),
            Table((Column(text),), ((text,),)),
            Signature((text,), text),
        ),
        LetterHead(text, text),
    )
    document = opened(made)
    kept = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    assert document.tables[0].rows[0].cells[0].text.replace("\n", "") == re.sub("[\r\n]", "", kept)
    assert load(dump(made)) == made


def test_plain_text_becomes_headings_forms_and_attachments() -> None:
    found = blocks_of(
        "一、受理情况\n（一）来信。已登记。\n\n1.正文\n附件：1. 名单\n2. 照片\n"
        "| 受送达人 | 张某 |\n| 日期 | 3日 | 地点 | 区 |\n| 备注 | |"
    )
    assert found[:4] == (
        Heading(1, "一、受理情况"),
        Heading(2, "（一）来信。", "已登记。"),
        Paragraph("1.正文"),
        Attachments(("名单", "照片")),
    )
    grid = found[4]
    assert isinstance(grid, Grid)
    assert [sum(cell.span for cell in row.cells) for row in grid.rows] == [4, 4, 4]
    assert grid.rows[2].height > grid.rows[0].height


@given(st.text(alphabet="一、（）|附件：1.字\n ", max_size=60))
def test_every_row_of_a_form_fills_its_four_columns(text: str) -> None:
    (form,) = blocks_of("\n".join(f"|{line}" for line in text.split("\n")))
    assert isinstance(form, Grid)
    assert {sum(cell.span for cell in row.cells) for row in form.rows} == {4}


def test_a_long_paragraph_is_tied_to_the_signature_only_where_it_would_stand_alone() -> None:
    signature, line = Signature(("梧桐区信访办公室",), "2026年3月7日"), Paragraph("字" * 20)
    long = Paragraph("长" * 150)
    for before, tied in ((5, False), (13, True)):
        assert stands_alone(None, [*[line] * before, long], [signature]) is tied
        document = opened(Paper("函", (*[line] * before, long, signature)))
        kept = [
            each.text[0] for each in document.paragraphs if each.text and each.paragraph_format.keep_with_next
        ]
        assert ("长" in kept) is tied
        assert "字" not in kept


def test_a_short_last_paragraph_always_keeps_the_signature_company() -> None:
    document = opened(Paper("函", (Paragraph("字"), Signature(("区信访办",), "2026年3月7日"))))
    assert document.paragraphs[0].paragraph_format.keep_with_next


def test_a_title_without_a_head_stands_at_the_top() -> None:
    plain, letter = (opened(Paper("单", (Title(("登记单",)),), head)) for head in (None, HEADS[3]))
    assert plain.paragraphs[0].paragraph_format.space_before == 0
    assert letter.paragraphs[1].paragraph_format.space_before.pt == pytest.approx(2 * PITCH)


def test_the_lines_below_a_signature_stay_on_its_page() -> None:
    below = (Paragraph("送达方式", indent=False), Paragraph("签收人", indent=False))
    document = opened(Paper("函", (Paragraph("字"), Signature(("区信访办",), "2026年3月7日"), *below)))
    kept = {each.text: bool(each.paragraph_format.keep_with_next) for each in document.paragraphs}
    assert (kept["2026年3月7日"], kept["送达方式"], kept["签收人"]) == (True, True, False)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=70))
def test_a_title_is_broken_into_lines_that_fit_and_loses_nothing(text: str) -> None:
    lines = title_lines(text)
    assert "".join(lines) == text.strip()
    if not text.isascii():
        assert all(metrics.ems(each) <= 24 for each in lines)
