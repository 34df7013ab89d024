"""L1: the audit's readers see who did what, and no petitioner: whatever was typed into a reason or a summary."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from tests import matters
from tests.browsing import client_of, filled
from tests.page import fetch, post
from tests.people import Cast
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.petitions.drafts import PetitionerDraft

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
