"""Z3: a try at a foreign matter is noted on whatever page it was made, in words, and a slip at one's own is not."""

from flask import Flask
from sqlalchemy import select

from tests import matters
from tests.audited import last_event
from tests.browsing import client_of
from tests.documents.making.test_documents import make
from tests.page import fetch, post
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.extensions import db
from xinfang_site.petitions.proposal_models import Proposal
from xinfang_site.petitions.tried import tried

OTHER = "其他页面"
LEADS_TO_A_MATTER = {"petition_id", "proposal_id", "document_id", "disposal_id"}


def noted() -> tuple[str, str]:
    db.session.rollback()
    event = last_event()
    return event.object_id, event.reason if event.result == "refused" else ""


def test_a_try_is_noted_on_every_page_that_leads_to_the_matter(app: Flask) -> None:
    """Found from outside: prints, papers and proposals of a foreign matter were refused without a trace."""
    petition_id = matters.forwarded("JZJ")
    document_id = make("handler", petition_id, Doc.FORWARD_NOTICE)
    proposal_id = db.session.scalars(select(Proposal.id)).one()
    client = client_of(app, "school_handler")
    for address, words in (
        (f"/petitions/{petition_id}", "打开事项"),
        (f"/petitions/{petition_id}/print", "打印登记单"),
        (f"/petitions/{petition_id}/print.zip", "下载打印包"),
        (f"/petitions/{petition_id}/documents/forward_notice/new", "制作文书"),
        (f"/petitions/proposals/{proposal_id}", "审批拟办意见"),
        (f"/documents/{document_id}", "查看文书"),
        (f"/documents/{document_id}/file", "下载文书"),
    ):
        fetch(client, address, 404)
        assert noted() == (str(petition_id), f"不在本机构名册：{words}"), address


def test_a_try_at_a_foreign_matter_among_many_is_noted(app: Flask) -> None:
    """Whoever put its number into the form of a bulk action was refused without a trace."""
    mine, foreign = matters.registered(), matters.registered("other_clerk")
    client = client_of(app, "handler")
    token = fetch(client, "/petitions/").hidden()
    post(client, "/petitions/bulk", {**token, "action": "note", "selected": [mine, foreign]}, 404)
    assert noted() == (str(foreign), "不在本机构名册：批量办理")


def test_what_is_missing_in_ones_own_matter_is_no_try_at_a_foreign_one(app: Flask) -> None:
    """Found from outside: the audit said that the matter was not in the office's register."""
    petition_id = matters.registered()
    client = client_of(app, "clerk")
    fetch(client, f"/petitions/{petition_id}")
    for address in ("files/999999", "archive", "clocks/999999", "diversion/999999"):
        fetch(client, f"/petitions/{petition_id}/{address}", 404)
        assert noted() == (str(petition_id), ""), address


def test_every_page_that_leads_to_a_matter_has_words_for_the_audit(app: Flask) -> None:
    core = {"petitions", "documents", "disposals"}
    wordless = {
        each.endpoint
        for each in app.url_map.iter_rules()
        if each.arguments & LEADS_TO_A_MATTER
        and each.endpoint.partition(".")[0] in core
        and tried(each.endpoint) == OTHER
    }
    assert not wordless
