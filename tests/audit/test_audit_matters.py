"""Who saw a matter is asked with the matter's number."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

import xinfang_site
from tests import matters as made
from tests.page import fetch
from tests.people import Cast, sign_in
from xinfang_site.audit import actions, change_words, matters
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.queries import EventsWanted
from xinfang_site.extensions import db
from xinfang_site.petitions.models import Petition


@pytest.fixture
def number(app: Flask) -> str:
    petition_id = made.registered()
    return db.session.get_one(Petition, petition_id).number


def meant(**wanted: object) -> tuple[str, str]:
    found = matters.by_number(db.session(), EventsWanted(**wanted))  # type: ignore[arg-type] - fields of several types
    return found.object_type, found.object_id


def test_a_number_means_its_matter_whichever_way_it_is_typed(number: str) -> None:
    known = ("petition", str(db.session.scalar(select(Petition.id))))
    assert meant(object_id=number) == known
    assert meant(object_id=number.lower(), object_type="petition") == known
    assert meant(object_id=known[1], object_type="petition") == known


def test_what_is_no_number_of_a_matter_stays_as_it_was_typed(number: str) -> None:
    assert meant(object_id=number, object_type="office") == ("office", number)
    assert meant(object_id="无此编号", object_type="petition") == ("petition", "无此编号")
    assert meant(object_id="无此编号") == ("", "无此编号")


def test_a_reader_of_one_office_learns_no_number_of_another_s_matter(number: str) -> None:
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "petition")).all()
    own, other = Cast().office("JXF").id, Cast().office("JZJ").id
    assert set(matters.numbers(db.session(), events, None).values()) == {number}
    assert set(matters.numbers(db.session(), events, own).values()) == {number}
    assert not matters.numbers(db.session(), events, other)
    assert meant(object_id=number, within=other) == ("", number)


def test_the_audit_page_finds_who_saw_a_matter_by_its_number(app: Flask, number: str) -> None:
    client = app.test_client()
    sign_in(client, "root_audit")
    page = fetch(client, f"/audit/?object_id={number}")
    rows = page.all("//main//tbody/tr")
    assert rows
    assert all(number in "".join(each.itertext()) for each in rows)


def test_a_changed_state_is_told_by_its_name() -> None:
    assert change_words.change_lines({"state": ["finished", "concluded"]}) == ["状态：待认定办结 → 已办结"]
    assert change_words.change_lines({"kind": [None, "street"]}) == ["类型：（空） → 镇街"]


def test_the_audit_page_names_the_person_beside_the_user_name(app: Flask, number: str) -> None:
    client = app.test_client()
    sign_in(client, "root_audit")
    assert "登记甲 clerk" in " ".join(fetch(client, f"/audit/?object_id={number}").text.split())


def test_every_act_that_the_core_records_has_words() -> None:
    package = Path(xinfang_site.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(package.rglob("*.py")))
    acts = set(re.findall(r'\bAct\(\s*"([a-z][\w.-]*)"', source))
    acts |= {f"petition.{code}" for code in re.findall(r'\bwrite\([^()]*\("(\w+)", "', source)}
    assert {"petition.view", "petition.note", "audit.export"} <= acts
    assert not [each for each in acts if actions.action_title(each) == each]
