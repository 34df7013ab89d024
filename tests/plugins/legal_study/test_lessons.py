"""From work to study: suggestions of the month, and teaching sheets that identify nobody."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.browsing import client_of
from tests.matters import registered
from tests.page import fetch, post
from tests.plugins.legal_study.making import Study
from xinfang_legal_study import plugin
from xinfang_legal_study.lessons import queries, services
from xinfang_legal_study.lessons.models import SheetState, TeachingSheet
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.domain.procedure.states import State
from xinfang_site.missing import Missing
from xinfang_site.petitions.models import Clock, Petition
from xinfang_site.petitions.procedure_models import Review

Fails = Callable[..., str]
STORY = "赵青松反映：本小区三号楼电梯停运，联系电话19900001234，家住渝碚路街道康宁路1号。"
IDENTITIES = ("赵青松", "19900001234", "康宁路1号")


@pytest.fixture
def number(study: Study) -> str:
    """A closed matter of 甲区信访办 in whose text the petitioner can be recognised."""
    petition_id = registered(content=STORY)
    with writing(study.session):
        petition = study.session.get_one(Petition, petition_id)
        petition.state, petition.closed_on = State.CONCLUDED.value, today()
        petition.text.answer = "经协调，物业公司已向赵青松说明情况并修复电梯。"
    return petition.number


def begun(study: Study, number: str) -> TeachingSheet:
    sheet_id = services.begin(study.session, study.actor("section_head"), number)
    return study.session.get_one(TeachingSheet, sheet_id)


def written(study: Study, sheet: TeachingSheet, **changes: str) -> None:
    values = {
        "title": "电梯停运纠纷案",
        "laws": "《信访工作条例》第三十一条",
        "facts": sheet.facts,
        "handling": "",
        "lesson": "共用设施的维修责任依合同和法律确定。",
        **changes,
    }
    services.write_sheet(
        study.session, study.actor("section_head"), sheet.id, services.SheetDraft(**values), sheet.version
    )


def test_the_first_version_of_a_sheet_names_nobody(study: Study, number: str) -> None:
    sheet = begun(study, number)
    assert "电梯停运" in sheet.facts
    assert not [each for each in IDENTITIES if each in sheet.facts]
    assert number not in sheet.facts


@pytest.mark.parametrize("leak", [*IDENTITIES, "510106199003078888"])
def test_a_sheet_that_identifies_somebody_is_not_handed_on(
    study: Study, number: str, leak: str, fails: Fails
) -> None:
    sheet = begun(study, number)
    written(study, sheet, handling=f"联系{leak}处理")
    said = fails(services.submit, study.session, study.actor("section_head"), sheet.id)
    assert "可识别个人" in said
    assert leak not in said


def test_a_second_person_approves_and_never_the_writer(study: Study, number: str, fails: Fails) -> None:
    sheet = begun(study, number)
    head, leader = study.actor("section_head"), study.actor("leader")
    written(study, sheet)
    services.submit(study.session, head, sheet.id)
    assert "本人以外" in fails(services.decide, study.session, head, sheet.id, approve=True, note="")
    assert not queries.sheets(study.session, head.office_id, all_states=False)
    services.decide(study.session, leader, sheet.id, approve=True, note="")
    study.fresh()
    assert [each.id for each in queries.sheets(study.session, head.office_id, all_states=False)] == [sheet.id]


def test_a_published_sheet_that_is_changed_needs_approval_again(study: Study, number: str) -> None:
    sheet = begun(study, number)
    written(study, sheet)
    services.submit(study.session, study.actor("section_head"), sheet.id)
    services.decide(study.session, study.actor("leader"), sheet.id, approve=True, note="")
    study.session.refresh(sheet)
    written(study, sheet, title="改过的标题")
    study.session.refresh(sheet)
    assert sheet.standing is SheetState.DRAFT


def test_open_matters_accusations_and_foreign_ones_are_not_told(study: Study, fails: Fails) -> None:
    head = study.actor("section_head")
    open_number = study.session.get_one(Petition, registered()).number
    assert "已办结" in fails(services.begin, study.session, head, open_number)
    assert "没有找到" in fails(services.begin, study.session, study.actor("unit_head"), open_number)
    with writing(study.session):
        petition = study.session.scalars(select(Petition)).one()
        petition.state, petition.accusation = State.CONCLUDED.value, True
    assert "检举控告" in fails(services.begin, study.session, head, open_number)


def test_the_comparison_shows_both_and_is_noted_as_opening_the_case(study: Study, number: str) -> None:
    sheet = begun(study, number)
    before = len(study.session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.view")).all())
    page = fetch(client_of(study.app, "leader"), f"/study/lessons/{sheet.id}/compare")
    assert "赵青松" in page.text
    assert page.all("//del")
    assert page.all("//ins")
    study.fresh()
    after = len(study.session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.view")).all())
    assert after == before + 1
    fetch(client_of(study.app, "lawyer"), f"/study/lessons/{sheet.id}/compare", 403)


def test_whoever_merely_studies_sees_published_sheets_only(study: Study, number: str) -> None:
    sheet = begun(study, number)
    lawyer = client_of(study.app, "lawyer")
    fetch(lawyer, f"/study/lessons/{sheet.id}", 404)
    assert "还没有案例" in fetch(lawyer, "/study/lessons/").text
    written(study, sheet)
    services.submit(study.session, study.actor("section_head"), sheet.id)
    services.decide(study.session, study.actor("leader"), sheet.id, approve=True, note="")
    page = fetch(lawyer, f"/study/lessons/{sheet.id}")
    printed = fetch(lawyer, f"/study/lessons/{sheet.id}/print")
    for text in (page.text, printed.text):
        assert "电梯停运纠纷案" in text
        assert not [each for each in (*IDENTITIES, number) if each in text]
    docx = lawyer.get(f"/study/lessons/{sheet.id}.docx")
    assert docx.data.startswith(b"PK")
    with pytest.raises(Missing):
        queries.sheet_of(study.session, study.actor("unit_head"), sheet.id, all_states=True)


def test_late_limits_and_overturned_opinions_of_a_month_suggest_what_to_study(study: Study) -> None:
    petition_id = registered()
    office_id = study.actor("clerk").office_id or 0
    first, last = queries.month_of(today().year, today().month)
    before = {
        each.citation: each.weight for each in queries.suggestions(study.session, office_id, first, last)
    }
    with writing(study.session):
        study.session.add(
            Clock(
                petition_id=petition_id,
                code="D2",
                rule_set="2022",
                basis="《信访工作条例》第三十四条",
                started_on=first - timedelta(days=70),
                base_due=first,
                due=first,
                stopped_on=last,
                state="late",
            )
        )
        study.session.add(
            Review(
                petition_id=petition_id,
                round=1,
                organ="区政府",
                requested_on=first,
                outcome="revoked",
                decided_on=first,
            )
        )
    found = {each.citation: each for each in queries.suggestions(study.session, office_id, first, last)}
    assert found["《信访工作条例》第三十四条"].weight == before.get("《信访工作条例》第三十四条", 0) + 2
    assert "被撤销或者变更" in found["《信访工作条例》第三十二条"].reasons[0]
    other = study.actor("other_clerk").office_id or 0
    assert queries.suggestions(study.session, other, first, last) == []


@pytest.mark.parametrize(
    ("year", "month", "last"), [(2024, 2, 29), (2026, 12, 31), (2026, 2, 28), (2026, 1, 31)]
)
def test_a_month_ends_on_its_last_day(year: int, month: int, last: int) -> None:
    assert queries.month_of(year, month) == (date(year, month, 1), date(year, month, last))


def test_the_whole_way_on_pages(study: Study, number: str) -> None:
    head, leader = client_of(study.app, "section_head"), client_of(study.app, "leader")
    post(head, "/study/lessons/new", {"number": number})
    study.fresh()
    sheet = study.session.scalars(select(TeachingSheet)).one()
    page = fetch(head, f"/study/lessons/{sheet.id}/edit")
    values = {"version": str(sheet.version), "title": "案例", "facts": sheet.facts, "lesson": "要点"}
    assert page.status == 200
    post(head, f"/study/lessons/{sheet.id}/edit", values)
    post(head, f"/study/lessons/{sheet.id}/submit", {})
    post(leader, f"/study/lessons/{sheet.id}/decide", {"decision": "yes", "note": ""})
    assert "已发布" in fetch(leader, f"/study/lessons/{sheet.id}").text
    refused = post(head, f"/study/lessons/{sheet.id}/decide", {"decision": "yes"}, 400)
    assert "没有待审核" in refused.alerts()


def test_f6_a_sheet_that_nobody_approved_goes_with_its_matter(study: Study, number: str) -> None:
    sheet = begun(study, number)
    with writing(study.session):
        plugin.xinfang_matter_erased(study.session, sheet.petition_id)
    assert study.session.scalars(select(TeachingSheet)).all() == []
