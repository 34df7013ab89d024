"""Merge fields: every field is filled or said to be missing, nothing in braces ever gets onto paper."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.templates.composing import Frame, compose, needed
from xinfang_site.documents.templates.defaults import shipped
from xinfang_site.documents.templates.fields import FIELDS, SLIP_ONLY
from xinfang_site.documents.templates.merging import NotFilled, faults_of, fields_of, merge
from xinfang_site.documents.templates.samples import SAMPLE
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.remedies import check_wording
from xinfang_site.papers.blocks import Grid, Title
from xinfang_site.papers.storing import dump

names = st.sampled_from(sorted(FIELDS))
pieces = st.one_of(
    st.text(st.characters(exclude_characters="{}|\n"), max_size=8),
    names.map(lambda name: f"{{{name}}}"),
    names.map(lambda name: f"{{{name}?}}"),
    st.just("\n"),
)
templates = st.lists(pieces, max_size=12).map("".join)
values = st.dictionaries(names, st.text(st.characters(exclude_characters="{}"), max_size=12))


@given(templates, values)
def test_a_merged_text_holds_no_field_or_says_which_are_missing(template: str, held: dict[str, str]) -> None:
    must = {each.name for each in fields_of(template) if not each.optional}
    empty = {name for name in must if not held.get(name, "").strip()}
    if empty:
        with pytest.raises(NotFilled) as refused:
            merge(template, held)
        assert set(refused.value.names) == empty
    else:
        merged = merge(template, held)
        assert "{" not in merged
        flat = merged.replace("\n", "").replace("\v", "").replace("｜", "|")
        assert all(held[name].strip().replace("\n", "") in flat for name in must)


@given(templates)
def test_a_template_of_known_fields_has_no_fault(template: str) -> None:
    assert faults_of(template, FIELDS) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("你好{姓明}", "第 1 行：没有“姓明”这个合并域"),
        ("一\n{信访人", "第 2 行：“{”不成对"),
        ("信访人}", "第 1 行：“}”不成对"),
        ("{{信访人}}", "不成对"),
    ],
)
def test_a_faulty_template_says_where(text: str, said: str) -> None:
    assert said in faults_of(text, FIELDS)[0]


def test_a_line_of_empty_optional_fields_is_left_out_and_others_stay() -> None:
    text = "甲\n{附件清单?}\n期限{期限说明?}{信访人}\n{备注?}"
    assert merge(text, {"信访人": "赵某"}) == "甲\n期限赵某"


def test_a_value_cannot_break_a_form() -> None:
    merged = merge("| 诉求 | {诉求} |\n| 备注 | {备注?} |", {"诉求": "甲|乙\n丙"})
    words = SPECS[Doc.SERVICE_PROOF]
    assert merged == "| 诉求 | 甲｜乙\v丙 |\n| 备注 |  |"
    assert words.kind is Doc.SERVICE_PROOF


@pytest.mark.parametrize("kind", list(SPECS))
def test_every_default_is_sound_and_fills_with_the_sample(kind: Doc) -> None:
    words = shipped(kind)
    assert all(faults_of(text, FIELDS) == () for text in words.all)
    secret = SLIP_ONLY & set(needed(words))
    assert not secret or kind is Doc.QUERY_SLIP
    paper = compose(SPECS[kind], words, SAMPLE, Frame("梧桐区信访办公室", "梧信〔2026〕1号", "2026年3月7日"))
    assert "{" not in dump(paper).replace('{"', "").replace(":{", "").replace("[{", "").replace(",{", "")


def test_the_sixteen_documents_of_the_procedure_are_there() -> None:
    titles = {str(kind.title) for kind in SPECS}
    assert {
        *("受理告知书", "不予受理告知书", "不再受理告知书", "转送告知书", "转送函", "交办函", "督办函"),
        *("延期告知书", "信访处理意见书", "复查意见书", "复核意见书", "送达回证", "导入法定途径告知书"),
        *("听证通知书", "信访事项登记单", "查询码单"),
    } <= titles


@pytest.mark.parametrize("kind", [kind for kind, spec in SPECS.items() if spec.served])
def test_a_document_for_the_petitioner_cites_its_article_and_tells_whom_to_ask(kind: Doc) -> None:
    text = "\n".join(shipped(kind).all)
    assert re.search("《信访工作条例》第|{途径依据}|{不予受理依据}", text)
    assert "{联系电话}" in text


@pytest.mark.parametrize("kind", [Doc.OPINION, Doc.REVIEW_OPINION, Doc.FINAL_OPINION])
@pytest.mark.parametrize(
    "wrong", ["如不服，可申请行政复议。", "可以向人民法院提起诉讼", "有权依法提起行政诉讼", "可向甲法院起诉"]
)
def test_an_opinion_never_promises_reconsideration_or_a_lawsuit(kind: Doc, wrong: str) -> None:
    with pytest.raises(Refused) as refused:
        check_wording(kind, f"复查、复核，不再受理。{wrong}")
    assert refused.value.article is not None


def test_an_opinion_may_tell_of_a_lawsuit_that_was_but_offers_none() -> None:
    remedy = "可自收到之日起30日内请求复查。"
    check_wording(Doc.OPINION, f"信访人曾于2024年提起诉讼，法院判决驳回。{remedy}")
    with pytest.raises(Refused):
        check_wording(Doc.OPINION, f"信访人可于2024年提起诉讼。{remedy}")


@pytest.mark.parametrize("kind", [Doc.OPINION, Doc.REVIEW_OPINION, Doc.FINAL_OPINION])
def test_an_opinion_without_its_remedy_is_refused(kind: Doc) -> None:
    with pytest.raises(Refused):
        check_wording(kind, "处理意见如上。")


def test_a_reply_to_a_suggestion_never_speaks_of_review() -> None:
    with pytest.raises(Refused, match="建议"):
        check_wording(Doc.REPLY, "如不服，可请求复查。")


def test_an_opinion_names_the_organ_of_review_and_its_address() -> None:
    values = {**SAMPLE, "复查告知": "如不服，可自收到之日起30日内请求复查。"}
    with pytest.raises(Refused, match="地址"):
        compose(SPECS[Doc.OPINION], shipped(Doc.OPINION), values, Frame("甲", "", ""))


def test_a_service_proof_is_a_form() -> None:
    paper = compose(SPECS[Doc.SERVICE_PROOF], shipped(Doc.SERVICE_PROOF), SAMPLE, Frame("甲", "", ""))
    grid = next(each for each in paper.blocks if isinstance(each, Grid))
    assert grid.rows[0].cells[0].text == "送达机关"
    assert paper.head is None


def test_a_line_end_typed_in_a_field_breaks_the_title_but_not_a_sentence() -> None:
    values = {**SAMPLE, "事项概况": "康宁路1号小区\n三号楼电梯停运"}
    paper = compose(SPECS[Doc.REPLY], shipped(Doc.REPLY), values, Frame("甲", "", ""))
    title = next(each for each in paper.blocks if isinstance(each, Title))
    assert title.lines == ("关于康宁路1号小区", "三号楼电梯停运的回复")
    sentence = compose(
        SPECS[Doc.ACCEPTANCE_NOTICE], shipped(Doc.ACCEPTANCE_NOTICE), values, Frame("甲", "", "")
    )
    assert "“康宁路1号小区三号楼电梯停运”" in str(sentence.blocks)
