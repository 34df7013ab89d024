"""A reported person who works here never reads, finds, counts, handles or takes out the matter (N7, 第三十条第三款)."""

import io
from datetime import date, datetime
from zipfile import ZipFile

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from tests import matters, procedure
from tests.audited import last_event
from tests.browsing import client_of, filled
from tests.page import fetch, post, read
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.home import reminding, worklist
from xinfang_site.petitions import links
from xinfang_site.petitions.acts import reported
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.drafts import AccusedDraft
from xinfang_site.petitions.models import Accused, Petition
from xinfang_site.petitions.registering import duplicates
from xinfang_site.petitions.registering import services as registering
from xinfang_site.petitions.visibility import scope
from xinfang_site.register.filters.list_query import ListQuery
from xinfang_site.register.matters import Register
from xinfang_site.reports import compiling, limits, periods, services
from xinfang_site.reports.queries import Counted

SECRET = "反映信访办工作人员泄露信访人电话"
PERSON = "handler2"
DAY = date(2026, 11, 27)


def report(**changes: object) -> int:
    """A report about 承办乙 of the registering office, not yet linked."""
    return matters.registered(
        summary=SECRET,
        content=f"{SECRET}，请求查处。",
        accusation=True,
        accused=(AccusedDraft(None, "承办乙 科员"),),
        **changes,
    )


def accused_id(petition_id: int) -> int:
    return db.session.scalars(select(Accused.id).where(Accused.petition_id == petition_id)).one()


def linked(petition_id: int, username: str = PERSON) -> int:
    draft = reported.LinkDraft(Cast().actor(username).account_id or 0, "与本人谈话核实")
    reported.link(db.session(), Cast().actor("handler"), petition_id, accused_id(petition_id), draft, today())
    return petition_id


def person() -> object:
    """The reported person as the site knows them at the next request."""
    actor = Cast().actor(PERSON)
    assert actor.barred
    return actor


def test_no_page_shows_the_report_to_the_person_linked_to_it(app: Flask) -> None:
    own = matters.registered(summary="小区绿化")
    petition_id = linked(report(urgent=True))
    procedure.step(petition_id, Step.SCREEN)
    number = db.session.get_one(Petition, petition_id).number
    reminding.make(db.session(), today())
    client = client_of(app, PERSON)
    for address in (
        "/", "/petitions/", "/petitions/?state=open", "/petitions/?due=month", f"/petitions/?q={SECRET[:6]}",
        f"/petitions/?q={number}", "/petitions/?q=赵青松", "/petitions/?sort=number", "/petitions/?sort=-due",
        "/deadlines/", "/supervision/?all=1", "/urgent/", "/reminders", "/laws/xfgztl2022/2022-05-01/22",
        "/reports/limits/matters", "/deadlines/returned", "/deadlines/to-serve", "/deadlines/follow-ups", "/disposals/",
    ):  # fmt: skip
        page = fetch(client, address)
        assert SECRET[:8] not in page.text.replace(f"“{SECRET[:6]}”", ""), address
        assert f"/petitions/{petition_id}" not in page.response.text, address
    assert f"/petitions/{own}" in fetch(client, "/petitions/").response.text
    for path in (
        "", "/print", "/files/1", "/people", "/clocks/1", "/steps/forward", "/diversion", "/recuse", "/archive",
        "/archive.zip", "/correct", "/accused", f"/accused/{accused_id(petition_id)}", "/files", "/disposal",
    ):  # fmt: skip
        answer = client.get(f"/petitions/{petition_id}{path}")
        elsewhere = client.get(f"/petitions/999999{path}")
        assert answer.status_code == elsewhere.status_code == 404, path


def test_counts_search_export_hints_links_and_bulk_leave_it_out(any_app: Flask) -> None:
    visible = matters.registered(summary="小区绿化")
    petition_id = report()
    with writing(db.session()):
        links.add(db.session(), Cast().actor("clerk"), visible, petition_id, "same")
    before = worklist.work_list(db.session(), Cast().actor(PERSON), today()).figures
    linked(petition_id)
    actor = person()
    assert links.related(db.session(), actor, visible) == []
    found = duplicates.find(db.session(), actor, matters.draft())
    assert [each.petition_id for each in found] == [visible]
    for query in (
        ListQuery(), ListQuery(states=("open",)), ListQuery(words=("信访",)), ListQuery(received_from=today()),
        ListQuery(sort="number"), ListQuery(due="month"), ListQuery(channel=("来信",), states=("registered",)),
    ):  # fmt: skip
        register = Register(db.session(), actor.office_id, query, today(), actor.barred)
        shown = [each.identifier for each in register.page(20).places]
        assert petition_id not in shown, query
        assert register.count(exact=True).number == len(shown), query
        assert register.whole_register == 1
    after = worklist.work_list(db.session(), actor, today()).figures
    assert [each.text for each in before] != [each.text for each in after]
    answer = client_of(any_app, PERSON).get("/petitions/export.xlsx")
    sheet = ZipFile(io.BytesIO(answer.data))
    assert not any(SECRET.encode() in sheet.read(name) for name in sheet.namelist())
    with pytest.raises(scope.Missing):
        matters.take(PERSON, petition_id, Step.SCREEN)


def figures_of(username: str) -> list[object]:
    """Every figure, label and choice of unit that the statistics show this person."""
    session, actor = db.session(), Cast().actor(username)
    register = Counted(actor.office_id, actor.barred)
    shown: list[object] = [services.units_of(session, register)]
    with current_app.test_request_context():
        for key in ("2026", "2026-11", "2026-11-01..2026-11-27"):
            period = periods.parse(key)
            tables = services.tables(services.sections(session, actor, period, DAY))
            for by in limits.BY:
                wanted = limits.Limits(register, Duty.DISPATCH.value, period, DAY)
                tables.append(limits.table(session, wanted, by))
            shown += [(each.key, each.rows) for each in tables]
            bulletin = compiling.compile_bulletin(session, actor, period, DAY)
            shown += [bulletin.paper, bulletin.figures]
    return shown


def test_statistics_are_to_the_reported_person_as_if_there_were_no_such_matter(any_app: Flask) -> None:
    with clock.at(datetime(2026, 11, 27, 2, tzinfo=clock.CHINA)):
        matters.registered(summary="小区绿化")
        before = figures_of(PERSON)
        accused = (AccusedDraft(None, "承办乙 科员"),)
        linked(
            matters.forwarded(
                "JZJ", summary=SECRET, accused=accused, channel_id=matters.code_id("channel", "来访")
            )
        )
        assert figures_of(PERSON) == before
        assert figures_of("handler") != before


def test_a_try_is_answered_like_a_missing_matter_and_noted(app: Flask) -> None:
    petition_id = linked(report())
    fetch(client_of(app, PERSON), f"/petitions/{petition_id}", 404)
    db.session.rollback()
    noted = last_event()
    assert (noted.username, noted.result, noted.object_id) == (PERSON, "refused", str(petition_id))
    assert "被反映人不得接触" in noted.reason


def test_colleagues_still_see_it_and_only_they_may_be_given_it(app: Flask) -> None:
    petition_id = linked(report())
    page = fetch(client_of(app, "handler"), f"/petitions/{petition_id}")
    assert "本人账号：承办乙" in page.text
    change = editing.Change("handler", Cast().actor(PERSON).account_id, "分工", today())
    with writing(db.session()), pytest.raises(Refused, match="被反映人"):
        editing.apply(
            db.session(), Cast().actor("handler"), db.session.get_one(Petition, petition_id), change
        )


def test_a_same_name_bars_nobody_from_reading_but_is_pointed_out(app: Flask) -> None:
    petition_id = report()
    fetch(client_of(app, PERSON), f"/petitions/{petition_id}")
    page = fetch(client_of(app, "clerk"), f"/petitions/{petition_id}")
    assert "有同名人员 承办乙（甲区信访办），是否即被反映人？" in page.text


def test_the_pages_link_an_account_and_a_head_takes_it_back(app: Flask) -> None:
    petition_id = report()
    clerk, address = client_of(app, "clerk"), f"/petitions/{petition_id}/accused/{accused_id(petition_id)}"
    page = fetch(clerk, address)
    first = page.all("//select[@name='account']/option")[1]
    assert "同名" in first.text
    account = str(Cast().actor(PERSON).account_id)
    read(clerk.post(address, data=filled(page, account=account, reason="")), 400)
    read(clerk.post(address, data=filled(page, account=account, reason="核对工号")), 302)
    fetch(client_of(app, PERSON), f"/petitions/{petition_id}", 404)
    post(clerk, f"{address}/release", {"reason": "误关联"}, 403)
    leader = client_of(app, "leader")
    read(
        leader.post(
            f"{address}/release", data=filled(fetch(leader, f"{address}/release"), reason="同名不同人")
        ),
        302,
    )
    fetch(client_of(app, PERSON), f"/petitions/{petition_id}")


def test_once_the_person_is_known_others_of_that_name_are_free_to_act(app: Flask) -> None:
    petition_id = report()
    procedure.step(petition_id, Step.SCREEN)
    with pytest.raises(Refused, match="被反映人"):
        procedure.step(petition_id, Step.FILE, PERSON)
    linked(petition_id, "section_head")
    change = editing.Change("handler", Cast().actor(PERSON).account_id, "分工", today())
    with writing(db.session()):
        editing.apply(
            db.session(), Cast().actor("handler"), db.session.get_one(Petition, petition_id), change
        )
    assert db.session.get_one(Petition, petition_id).handler_id == Cast().actor(PERSON).account_id


def test_linking_takes_the_matter_and_open_proposals_from_the_person(app: Flask) -> None:
    petition_id = matters.registered(accused=(AccusedDraft(None, "某人"),), accusation=True)
    procedure.step(petition_id, Step.SCREEN)
    change = editing.Change("handler", Cast().actor(PERSON).account_id, "分工", today())
    with writing(db.session()):
        editing.apply(
            db.session(), Cast().actor("handler"), db.session.get_one(Petition, petition_id), change
        )
    matters.take(
        PERSON, petition_id, Step.SEND_TO_DISCIPLINE, receiver=Cast().office("JJJ").id, reason="移送"
    )
    linked(petition_id)
    assert db.session.get_one(Petition, petition_id).handler_id is None
    assert worklist.approvals(db.session(), Cast().actor("section_head"), today()) == []


def test_a_link_that_would_leave_nobody_is_refused(app: Flask) -> None:
    petition_id = report()
    keepers = [name for name in ("clerk", "clerk2", "handler", "section_head", "leader") if name != "handler"]
    with writing(db.session()):
        for name in keepers:
            db.session.add(Accused(petition_id=petition_id, account_id=Cast().actor(name).account_id))
    first = min(db.session.scalars(select(Accused.id).where(Accused.petition_id == petition_id)))
    with writing(db.session()):
        row = db.session.get_one(Accused, first)
        row.account_id = Cast().actor(PERSON).account_id
        last = Accused(petition_id=petition_id, name="承办甲")
        db.session.add(last)
        db.session.flush()
        last_id = last.id
    draft = reported.LinkDraft(Cast().actor("handler").account_id or 0, "核实")
    with pytest.raises(Refused, match="没有其他人"):
        reported.link(db.session(), Cast().actor("handler"), petition_id, last_id, draft, today())


def test_a_part_split_off_stays_barred_to_the_person(app: Flask) -> None:
    petition_id = linked(report())
    procedure.step(petition_id, Step.SCREEN)
    procedure.step(petition_id, Step.SPLIT)
    assert len(Cast().actor(PERSON).barred) == 2


def test_a_repeat_of_the_matter_cannot_be_named_by_the_person(app: Flask) -> None:
    petition_id = linked(report())
    with pytest.raises(scope.Missing):
        registering.register(
            db.session(), Cast().actor(PERSON), matters.draft(repeat_of_id=petition_id), today()
        )


def test_the_audit_hides_the_matter_from_a_reported_discipline_officer(app: Flask) -> None:
    petition_id = report()
    number = db.session.get_one(Petition, petition_id).number
    shown = fetch(client_of(app, "discipline"), f"/audit/?object_type=petition&object_id={number}")
    event = next(each for each in shown.all("//main//a/@href") if each[7:].isdecimal())
    linked(petition_id, "discipline")
    client = client_of(app, "discipline")
    page = fetch(client, f"/audit/?object_type=petition&object_id={number}")
    assert f">{number}<" not in page.response.text
    fetch(client, event, 404)
