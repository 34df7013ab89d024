"""L1: the audit's readers see who did what, and no petitioner: whatever was typed into a reason or a summary."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from tests import matters, procedure
from tests.browsing import client_of, filled
from tests.documents.making.test_documents import make, row
from tests.page import fetch, post
from tests.people import Cast
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.writer import Act, record
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.disposals import services as disposals
from xinfang_site.documents.made import changing
from xinfang_site.domain.concluding.retention import Ground
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.petitions.approving import services as approving
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.drafts import PetitionerDraft
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.people import unmasking
from xinfang_site.petitions.proposals import open_proposals

NAME, PHONE, ADDRESS, ID_NUMBER = "欧阳震华", "13912345678", "三河镇新街8号2单元", "11010519491231002X"
ABOUT = f"{NAME}（{PHONE}，{ID_NUMBER}，住{ADDRESS}）反映"


def kept(petition_id: int) -> str:
    """All that the audit keeps of a matter."""
    db.session.rollback()
    rows = db.session.execute(
        select(AuditEvent.reason, AuditEvent.changes).where(AuditEvent.object_id == str(petition_id))
    )
    return "\n".join(f"{row.reason} {json.dumps(row.changes, ensure_ascii=False)}" for row in rows)


def test_l1_registering_and_correcting_keep_no_petitioner_in_the_audit(app: Flask) -> None:
    petition_id = matters.registered(
        petitioners=(PetitionerDraft(NAME, phones=(PHONE,), id_number=ID_NUMBER, address=ADDRESS),),
        summary=f"{ABOUT}路灯",
        content=f"{ABOUT}路灯不亮",
    )
    client = client_of(app, "clerk")
    page = fetch(client, f"/petitions/{petition_id}/correct")
    changed = filled(page, content=f"{ABOUT}道路积水", summary=f"{ABOUT}积水", reason=f"{NAME}来电 {PHONE}")
    post(client, f"/petitions/{petition_id}/correct", changed)
    audit = kept(petition_id)
    assert "积水" in audit
    for each in (NAME, PHONE, ADDRESS, ID_NUMBER):
        assert each not in audit


def test_l1_reasons_keep_no_petitioner_of_the_matter_in_the_audit(app: Flask) -> None:
    """People write whom they speak of: to unmask, to send a proposal back or take it back, to void a file or a paper."""
    petition_id = matters.registered(petitioners=(PetitionerDraft(NAME, phones=(PHONE,), address=ADDRESS),))
    why = f"{NAME}来电，住{ADDRESS}"
    procedure.attach(petition_id, "证据")
    matters.take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    unmasking.unmask(db.session(), Cast().actor("clerk"), petition_id, why)
    for end, username in ((approving.turn_down, "section_head"), (approving.take_back, "handler")):
        matters.take("handler", petition_id, Step.FORWARD, **{Need.RECEIVER: Cast().office("JZJ").id})
        proposal = open_proposals(db.session(), petition_id)[-1]
        end(db.session(), Cast().actor(username), proposal.id, proposal.version, why)
    file_id = db.session.scalars(select(Attachment.id)).one()
    attachments.void(db.session(), Cast().actor("clerk"), petition_id, file_id, why)
    reasons = [each for each in kept(petition_id).split("\n") if "来电" in each]
    assert len(reasons) == 4
    assert not [each for each in reasons if NAME in each or ADDRESS in each]


def test_l1_the_decision_on_a_deletion_keeps_no_petitioner(app: Flask) -> None:
    petition_id = matters.registered(petitioners=(PetitionerDraft(NAME),))
    wish = disposals.ask(
        db.session(), Cast().actor("clerk"), petition_id, disposals.Wish(Ground.REQUEST, "本人要求", today())
    )
    no = disposals.Decision(approved=False, reason=f"{NAME}的事项须保留", version=1)
    disposals.decide(db.session(), Cast().actor("section_head"), wish, no)
    assert "的事项须保留" in kept(petition_id)
    assert NAME not in kept(petition_id)


def test_l1_reasons_to_void_a_paper_and_to_open_a_report_keep_no_petitioner(app: Flask) -> None:
    petition_id = matters.forwarded("JZJ", petitioners=(PetitionerDraft(NAME, address=ADDRESS),))
    document_id = make("handler", petition_id, Doc.FORWARD_NOTICE)
    changing.void(db.session(), Cast().actor("handler"), document_id, f"{NAME}来电", row(document_id).version)
    with writing(db.session()):
        db.session.get_one(Petition, petition_id).accusation = True
    client = client_of(app, "clerk")
    page = fetch(client, f"/petitions/{petition_id}/reason")
    post(client, f"/petitions/{petition_id}/reason", filled(page, reason=f"{NAME}来电"))
    reasons = [each for each in kept(petition_id).split("\n") if "来电" in each]
    assert len(reasons) == 2
    assert not [each for each in reasons if NAME in each]


@pytest.mark.parametrize("digest", ["a13912345678b" + "0" * 51, "19" + "0" * 62])
def test_l1_digests_stay_whole_and_numbers_do_not(app: Flask, digest: str) -> None:
    with writing(db.session()):
        changes = {"sha256": [None, digest], "rows": [0, 5], "people": [[f"电话{PHONE}"], None]}
        record(
            db.session(),
            Cast().actor("clerk"),
            Act("petition.note", reason=f"{PHONE}，{digest}", changes=changes),
        )
    row = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert row is not None
    assert (row.reason, row.changes["sha256"]) == (f"139****5678，{digest}", [None, digest])
    assert row.changes["people"] == [["电话139****5678"], None]
    assert row.changes["rows"] == [0, 5]
