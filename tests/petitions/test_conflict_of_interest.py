"""A reported unit and everything below it never receives, sees, counts, finds or is told of the report (Z8)."""

import io
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import matters, procedure
from tests.audited import last_event
from tests.browsing import client_of
from tests.page import fetch, post, read
from tests.people import Cast
from xinfang_site.accounts.models import Account
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.home import reminding
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.petitions import links
from xinfang_site.petitions.acts import services as acts
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.drafts import AccusedDraft
from xinfang_site.petitions.models import Accused, Petition, RegisterTally
from xinfang_site.petitions.registering import duplicates
from xinfang_site.petitions.visibility import scope

SECRET = "反映住建委工作人员收受物业公司礼品"
REPORTED = ("unit_handler", "unit_head", "property_handler")


def report(unit: str = "JZJ", **changes: object) -> int:
    return matters.registered(
        summary=SECRET,
        content=f"{SECRET}，请求查处。",
        purpose_id=matters.code_id("purpose", "揭发控告"),
        accusation=True,
        accused=(AccusedDraft(Cast().office(unit).id),),
        **changes,
    )


@pytest.mark.untraced
@pytest.mark.parametrize("username", REPORTED)
def test_no_page_of_the_reported_unit_shows_the_report_in_any_way(app: Flask, username: str) -> None:
    own = procedure_at_unit()
    petition_id = report(urgent=True)
    procedure.attach(petition_id, "evaluation")
    procedure.step(petition_id, Step.SCREEN)
    number = db.session.get_one(Petition, petition_id).number
    reminding.make(db.session(), today())
    client = client_of(app, username)
    for address in (
        "/", "/petitions/", "/petitions/?state=open", "/petitions/?due=month", f"/petitions/?q={SECRET[:6]}",
        f"/petitions/?q={number}", "/petitions/?q=赵青松", "/deadlines/", "/supervision/?all=1", "/urgent/",
        "/reminders", "/laws/xfgztl2022/2022-05-01/22", "/reports/", "/deadlines/returned",
    ):  # fmt: skip
        page = fetch(client, address)
        assert SECRET[:8] not in page.text.replace(f"“{SECRET[:6]}”", ""), address
        assert f"/petitions/{petition_id}" not in page.response.text, address
    base = f"/petitions/{petition_id}"
    for path in (
        "", "/print", "/files/1", "/people", "/clocks/1", "/steps/forward", "/diversion", "/recuse", "/archive",
        "/archive.zip", "/correct", "/accused", "/files",
    ):  # fmt: skip
        answer = client.get(base + path)
        assert answer.status_code in {403, 404}, path  # 403 is for the page as a whole, whatever the matter
        assert SECRET[:8] not in answer.text
        elsewhere = client.get(f"/petitions/999999{path}")
        assert elsewhere.status_code == answer.status_code, path
    assert own


def procedure_at_unit() -> int:
    """A matter of the unit's own, so that its pages are not empty."""
    petition_id = matters.registered(summary="小区绿化")
    procedure.walk(petition_id, "screen forward")
    return petition_id


def test_counts_exports_hints_and_links_leave_it_out(any_app: Flask) -> None:
    visible = procedure_at_unit()
    petition_id = report()
    with writing(db.session()):
        links.add(db.session(), Cast().actor("clerk"), visible, petition_id, "same")
    unit = Cast().actor("unit_handler")
    assert links.related(db.session(), unit, visible) == []
    assert duplicates.find(db.session(), unit, matters.draft()) != []
    assert petition_id not in [
        each.petition_id for each in duplicates.find(db.session(), unit, matters.draft())
    ]
    totals = db.session.scalars(
        select(RegisterTally.total).where(
            RegisterTally.office_id == unit.office_id, RegisterTally.dimension == "all"
        )
    ).all()
    assert sum(totals) == 1
    answer = client_of(any_app, "unit_handler").get("/petitions/export.xlsx")
    sheet = ZipFile(io.BytesIO(answer.data))
    assert not any(SECRET.encode() in sheet.read(name) for name in sheet.namelist())


@pytest.mark.parametrize("step", [Step.FORWARD, Step.ASSIGN, Step.SEND_TO_DISCIPLINE, Step.SEND_TO_JUDICIAL])
@pytest.mark.parametrize("unit", ["甲区住建委", "甲区住建委物业科"])
def test_sending_it_there_is_refused_with_the_article_and_noted(app: Flask, step: Step, unit: str) -> None:
    petition_id = report()
    procedure.step(petition_id, Step.SCREEN)
    client, address = client_of(app, "handler"), f"/petitions/{petition_id}/steps/{step.value}"
    page = fetch(client, address)
    values = {"receiver": unit, "reason": "请办理", "due_day": today().isoformat()}
    answer = read(client.post(address, data={**page.hidden(), **values}), 409)
    assert "第三十条第三款" in answer.alerts()
    db.session.rollback()
    noted = last_event()
    assert (noted.action, noted.result) == (f"petition.step.{step.value}", "refused")
    assert matters.state_of(petition_id) == State.TRIAGE


def test_a_report_goes_to_the_discipline_organ_and_not_to_any_department(app: Flask) -> None:
    petition_id = report()
    procedure.step(petition_id, Step.SCREEN)
    with pytest.raises(Refused, match="管理权限"):
        procedure.step(petition_id, Step.FORWARD, receiver=Cast().office("JJW").id)
    procedure.step(petition_id, Step.SEND_TO_DISCIPLINE, receiver=Cast().office("JJJ").id)
    assert matters.state_of(petition_id) == State.TO_DISCIPLINE


def test_a_unit_that_holds_the_matter_loses_it_when_it_is_reported(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen forward sign_for accept")
    clerk = client_of(app, "handler")
    page = fetch(clerk, f"/petitions/{petition_id}/accused")
    values = {"accused_unit": "甲区住建委", "reason": "信访人补充反映该单位人员"}
    read(clerk.post(f"/petitions/{petition_id}/accused", data={**page.hidden(), **values}), 302)
    assert matters.state_of(petition_id) == State.TRIAGE
    for username in REPORTED:
        assert not scope.visible(db.session(), Cast().actor(username), petition_id)
    fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}", 404)


def test_it_stays_hidden_after_two_people_have_reclassified_it(app: Flask) -> None:
    petition_id = report()
    procedure.step(petition_id, Step.SCREEN)
    procedure.step(petition_id, Step.RECLASSIFY, "clerk", kind="appeal")
    assert not db.session.get_one(Petition, petition_id).accusation
    fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}", 404)
    with pytest.raises(Refused, match="不得转送"):
        procedure.step(petition_id, Step.FORWARD)


def test_the_class_is_not_changed_by_a_correction(app: Flask) -> None:
    from tests.browsing import filled

    petition_id = report()
    client = client_of(app, "handler")
    page = fetch(client, f"/petitions/{petition_id}/correct")
    appeal = str(matters.code_id("purpose", "求决"))
    answer = read(
        client.post(f"/petitions/{petition_id}/correct", data=filled(page, purpose_id=appeal, reason="误选")),
        409,
    )
    assert "变更事项类别" in answer.alerts()


def test_the_office_that_took_over_from_a_reported_one_is_shut_out_too(app: Flask) -> None:
    heir, dissolved = Cast().office("JJW").id, Cast().office("JZJ").id
    with writing(db.session()):
        db.session.get_one(Office, dissolved).successor_id = heir
    petition_id = report()
    procedure.step(petition_id, Step.SCREEN)
    with pytest.raises(Refused, match="被检举控告"):
        procedure.step(petition_id, Step.SEND_TO_DISCIPLINE, receiver=heir)


def test_a_report_about_the_petition_office_itself_goes_to_the_one_above_or_is_not_taken(app: Flask) -> None:
    with pytest.raises(Refused, match="上一级信访部门"):
        report("JXF")
    with writing(db.session()):
        city = Office(code="SJ", name="市", short_name="市", letters="SJ", kind=OfficeKind.MUNICIPAL)
        db.session.add(city)
        db.session.flush()
        city.path = f"/{city.id}/"
        above = Office(
            code="SXF", name="市信访办", short_name="市信访办", letters="SXF", kind="petition_office"
        )
        above.parent_id = city.id
        db.session.add(above)
        db.session.flush()
        above.path = f"{city.path}{above.id}/"
        for code in ("JQ", "JXF"):
            office = Cast().office(code)
            office.path = city.path + office.path.lstrip("/")
    petition_id = report("JXF")
    assert not scope.visible(db.session(), Cast().actor("leader"), petition_id)
    post(client_of(app, "leader"), f"/petitions/{petition_id}/query-code", {}, 404)


def test_a_reported_person_neither_handles_nor_is_given_the_matter(app: Flask) -> None:
    named = db.session.get_one(Account, Cast().actor("handler2").account_id).name
    petition_id = matters.registered()
    procedure.step(petition_id, Step.SCREEN)
    draft = acts.Reported(None, f"{named} 科员", "信访人补充反映")
    for _ in range(2):  # a double click notes one
        acts.report(db.session(), Cast().actor("handler"), petition_id, draft, today())
    assert db.session.scalar(select(func.count()).where(Accused.petition_id == petition_id)) == 1
    page = fetch(client_of(app, "handler2"), f"/petitions/{petition_id}")
    assert not page.all("//a[contains(@href, '/steps/')]")
    with pytest.raises(Refused, match="被反映人"):
        procedure.step(petition_id, Step.FORWARD, "handler2")
    account_id = Cast().actor("handler2").account_id
    with pytest.raises(Refused, match="被反映人"):
        procedure.step(petition_id, Step.REASSIGN, "section_head", handler=account_id)
    change = editing.Change("handler", account_id, "分工", today())
    petition = db.session.get_one(Petition, petition_id)
    with writing(db.session()), pytest.raises(Refused, match="被反映人"):
        editing.apply(db.session(), Cast().actor("handler"), petition, change)
