"""From the letter to the final review: every step's documents are made by those who took it, with every element."""

import zipfile
from hashlib import sha256

import pytest
from flask import Flask

from tests import matters, procedure
from tests.documents.making.test_documents import make, row, text_of
from tests.people import Cast
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.documents.made import changing
from xinfang_site.documents.made.shelf import shelf as shelf_of
from xinfang_site.documents.making import paper, preparing
from xinfang_site.documents.making.permitted import Wanted
from xinfang_site.documents.serving import service_of
from xinfang_site.domain.concluding.opinions import Service, ServiceWay
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.offices.models import Office
from xinfang_site.petitions.archive import packages
from xinfang_site.petitions.attachments.kinds import has_paper
from xinfang_site.petitions.case import opening
from xinfang_site.petitions.procedure_models import Archive


@pytest.fixture(autouse=True)
def _addresses(app: Flask) -> None:
    with writing(db.session()):
        for code in ("JXF", "JZJ", "JQ"):
            office = db.session.get_one(Office, Cast().office(code).id)
            office.postal_address, office.contact = f"{office.name}院内1号", "023-65000009"
        db.session.get_one(Office, Cast().office("JZJ").id).review_office_id = Cast().office("JQ").id


def handled() -> int:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen forward sign_for accept")
    return petition_id


def test_a_matter_from_letter_to_service_of_the_opinion() -> None:
    petition_id = handled()
    letter = text_of(make("handler", petition_id, Doc.FORWARD_LETTER))
    assert "甲区住建委：" in letter
    notice = text_of(make("handler", petition_id, Doc.FORWARD_NOTICE))
    assert "赵青松：" in notice
    assert "转送甲区住建委" in notice
    procedure.step(petition_id, Step.EXTEND)
    extension = text_of(make("unit_handler", petition_id, Doc.EXTENSION_NOTICE))
    for words in ("第三十四条", "延长办理期限10日", "住建负责"):
        assert words in extension
    procedure.step(petition_id, Step.OPEN_HEARING)
    hearing = {"听证时间": "2026年12月1日上午9时", "听证地点": "接待大厅", "听证人员": "主持人：刘某"}
    assert "2026年12月1日上午9时" in text_of(make("unit_handler", petition_id, Doc.HEARING_NOTICE, hearing))
    procedure.walk(petition_id, "close_hearing draft")
    with pytest.raises(Refused, match="签发之后"):
        make("unit_handler", petition_id, Doc.OPINION)
    procedure.walk(petition_id, "check issue")
    opinion = make("unit_handler", petition_id, Doc.OPINION)
    text = text_of(opinion)
    for words in (
        "关于小区电梯长期停运",
        "甲区住建委于收到当日受理",
        "修复三号楼电梯",
        "电梯停运属实",
        "处理意见为：支持",
        "责令物业公司十五日内修复电梯",
        "《物业管理条例》第三十五条",
        "向甲区人民政府（地址：康宁路1号）请求复查",
        "第三十一条第六项",
    ):
        assert words in text, words
    assert "行政复议" not in text
    assert "诉讼" not in text
    procedure.step(petition_id, Step.SERVE)
    service = service_of(db.session(), row(opinion))
    assert service is not None
    assert (service.way, service.proof) == (ServiceWay.IN_PERSON, "送达回证第12号")
    proof = text_of(make("unit_handler", petition_id, Doc.SERVICE_PROOF, proven_id=opinion))
    assert row(opinion).number in proof


def test_review_and_final_review_name_what_they_review() -> None:
    petition_id = handled()
    procedure.walk(petition_id, "draft check issue")
    opinion = row(make("unit_handler", petition_id, Doc.OPINION)).number
    procedure.walk(petition_id, "serve request_review issue_review")
    given = {
        "原处理意见": "支持",
        "复查情况": "事实清楚",
        "法律依据": "《物业管理条例》第三十五条",
        "复核机关": "市政府",
        "复核机关地址": "市中心1号",
    }
    review = make("reviewer", petition_id, Doc.REVIEW_OPINION, given)
    text = text_of(review)
    for words in (opinion, "维持原处理意见", "向市政府（地址：市中心1号）请求复核", "第三十五条"):
        assert words in text, words
    procedure.walk(petition_id, "serve_review request_final issue_final")
    final = make("reviewer2", petition_id, Doc.FINAL_OPINION, {**given, "听证情况": "本次复核没有举行听证。"})
    text = text_of(final)
    for words in (
        row(review).number,
        "维持原复查意见",
        "信访终结意见",
        "不再受理",
        "没有举行听证",
        "第三十六条",
    ):
        assert words in text, words
    assert "行政复议" not in text


def test_an_opinion_is_served_by_its_step_not_on_its_page(session) -> None:
    petition_id = handled()
    procedure.walk(petition_id, "draft check issue")
    opinion = make("unit_handler", petition_id, Doc.OPINION)
    actor, version = Cast().actor("unit_handler"), row(opinion).version
    service = Service(ServiceWay.POST, today(), "回执")
    with pytest.raises(Refused, match="登记送达"):
        changing.serve(session, actor, opinion, service, version)
    assert service_of(session, row(opinion)) is None


def test_a_refusal_names_its_ground_and_where_to_go() -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen refuse")
    text = text_of(make("handler", petition_id, Doc.NOT_ACCEPTED_NOTICE))
    for words in ("☑ 同一事项", "第十九条第三款", "区教委正在办理", "上级机关、单位不予受理"):
        assert words in text, words


def test_a_statutory_route_names_the_path_and_its_law() -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen forward sign_for route")
    given = {"有权机关": "区劳动人事争议仲裁委员会（地址：青石路8号）"}
    text = text_of(make("unit_handler", petition_id, Doc.STATUTORY_ROUTE_NOTICE, given))
    for words in ("仲裁", "第三十一条第二项", "青石路8号", "不适用信访处理程序"):
        assert words in text, words


def test_a_supervision_tells_what_is_late_and_asks_for_a_day() -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen assign sign_for accept")
    number = row(make("handler", petition_id, Doc.ASSIGNMENT_LETTER)).number
    assignment = text_of(make("handler", petition_id, Doc.ASSIGNMENT_LETTER))
    for words in ("办理期限", "办结报告", "信访处理意见书和送达凭证", "按照职责需要这样办理"):
        assert words in assignment, words
    procedure.step(petition_id, Step.SUPERVISE)
    text = text_of(make("handler", petition_id, Doc.SUPERVISION_LETTER, {"逾期情况": "交办反馈已超期三天。"}))
    for words in (number, "拖延", "第四十条第一款", "请于期限内反馈", "书面反馈"):
        assert words in text, words


def test_the_case_page_offers_what_its_steps_produced(session) -> None:
    petition_id = handled()
    for username, waiting in (
        ("handler", {Doc.REGISTRATION_SHEET, Doc.FORWARD_LETTER, Doc.FORWARD_NOTICE}),
        ("unit_handler", {Doc.ACCEPTANCE_NOTICE}),
        ("school_handler", None),
    ):
        actor = Cast().actor(username)
        if waiting is None:
            continue
        shelf = shelf_of(actor, opening.open_case(session, actor, petition_id, today()))
        assert set(shelf.waiting) == waiting
    make("unit_handler", petition_id, Doc.ACCEPTANCE_NOTICE)
    actor = Cast().actor("unit_handler")
    shelf = shelf_of(actor, opening.open_case(session, actor, petition_id, today()))
    assert not shelf.waiting
    assert [each.title for each in shelf.made] == ["受理告知书"]


def test_a_reply_to_a_suggestion_thanks_and_never_speaks_of_review(session) -> None:
    petition_id = matters.registered(purpose_id=matters.code_id("purpose", "意见建议"))
    procedure.walk(petition_id, "screen forward sign_for accept", **{Need.PATH: None, "kind": "suggestion"})
    procedure.step(petition_id, Step.REPLY)
    text = text_of(make("unit_handler", petition_id, Doc.REPLY))
    for words in ("感谢", "采纳", "第二十九条"):
        assert words in text, words
    assert "复查" not in text
    asked = Wanted(Doc.REPLY)
    actor = Cast().actor("unit_handler")
    prepared = preparing.prepare(session, actor, petition_id, asked, today())
    wrong = {each.field.name: each.value for each in prepared.lines} | {
        "回复内容": "如不服可请求复查。",
        "联系电话": "1",
    }
    with pytest.raises(Refused, match="复查"):
        paper.paper_of(session, prepared, wrong)


def test_an_opinion_made_here_need_not_be_uploaded_again(session) -> None:
    petition_id = handled()
    procedure.walk(petition_id, "draft check issue")
    assert not has_paper(session, petition_id, "opinion")
    opinion = make("unit_handler", petition_id, Doc.OPINION)
    assert has_paper(session, petition_id, "opinion")
    assert not has_paper(session, petition_id, "service_proof")
    changing.void(session, Cast().actor("unit_handler"), opinion, "错字", row(opinion).version)
    assert not has_paper(session, petition_id, "opinion")


def test_an_archived_file_holds_the_documents_as_docx(session) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen refuse")
    made = make("handler", petition_id, Doc.NOT_ACCEPTED_NOTICE)
    procedure.step(petition_id, Step.ARCHIVE)
    archive = session.get_one(Archive, petition_id)
    whole, entries = packages.check(session, archive)
    assert whole
    assert all(each.whole for each in entries)
    with packages.as_zip(session, archive) as whole_file, zipfile.ZipFile(whole_file) as package:
        name = next(each for each in package.namelist() if each.endswith(".docx"))
        assert sha256(package.read(name)).hexdigest() == row(made).sha256
