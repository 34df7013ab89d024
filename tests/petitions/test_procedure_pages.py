"""Pages around the procedure: two people at once, the petitioner's evaluation, the archive, 诉访分离, rules, reminders."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from hashlib import sha256
from zipfile import ZipFile

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, func, select

from tests import matters, procedure
from tests.browsing import client_of, filled
from tests.page import fetch, read
from tests.people import Cast
from tests.petitions.casework import on
from tests.petitions.counter import look_up, slip_code
from xinfang_site import clock, daily
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.files import store
from xinfang_site.files.models import StoredFile
from xinfang_site.home import reminding
from xinfang_site.oversight import board
from xinfang_site.petitions.drafts import AccusedDraft
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.models import Step as TakenStep
from xinfang_site.petitions.procedure_models import Archive, Diversion, Evaluation, Reminder
from xinfang_site.petitions.proposals import open_proposals
from xinfang_site.petitions.register_models import RegisterRow
from xinfang_site.petitions.stepping import services as stepping
from xinfang_site.rules.models import LocalRuleSet

AT_UNIT = "screen forward sign_for"


def concluded() -> int:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept mediate conclude")
    return petition_id


def test_whoever_comes_second_with_a_step_sees_both_texts(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.step(petition_id, Step.SCREEN)
    one, two = client_of(app, "handler"), client_of(app, "handler2")
    address = f"/petitions/{petition_id}/steps"
    first, second = fetch(one, f"{address}/guide"), fetch(two, f"{address}/file")
    guided = {"path": "31_1", "text": "请向人民法院提起诉讼"}
    read(one.post(f"{address}/guide", data={**first.hidden(), **guided}), 302)
    page = read(two.post(f"{address}/file", data={**second.hidden(), "reason": "内容不具体，留存备查"}), 409)
    assert "请向人民法院提起诉讼" in page.alerts()
    assert "内容不具体，留存备查" in page.response.text
    assert matters.state_of(petition_id) == State.GUIDED


def test_whoever_comes_second_with_an_approval_loses_no_word(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.step(petition_id, Step.SCREEN)
    matters.take("handler", petition_id, Step.FILE, reason="留存备查")
    db.session.rollback()
    proposal = open_proposals(db.session(), petition_id)[0].id
    head = client_of(app, "section_head")
    page = fetch(head, f"/petitions/proposals/{proposal}")
    values = {**page.hidden(), "decision": "return", "reason": "应当转送区住建委办理"}
    procedure.approve_all(petition_id)
    late = read(head.post(f"/petitions/proposals/{proposal}", data=values), 409)
    assert "应当转送区住建委办理" in late.alerts()
    assert "已同意" in late.alerts()


def test_a_double_click_takes_one_step(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen forward")
    client = client_of(app, "unit_handler")
    address = f"/petitions/{petition_id}/steps/sign_for"
    page = fetch(client, address)
    answers = [client.post(address, data=page.hidden()).status_code for _ in range(2)]
    assert answers == [302, 409]
    taken = select(func.count()).select_from(TakenStep).where(TakenStep.code == "sign_for")
    assert db.session.scalar(taken) == 1


def test_two_approvals_of_one_extension_at_once_extend_it_once_and_the_other_sees_both_texts(
    any_app: Flask,
) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept")
    matters.take("unit_handler", petition_id, Step.EXTEND, days=10, reason="需要鉴定")
    db.session.rollback()
    address = f"/petitions/proposals/{open_proposals(db.session(), petition_id)[0].id}"
    db.session.remove()
    desks = [client_of(any_app, "unit_head") for _ in range(2)]
    sent = [
        {**fetch(desk, address).hidden(), "decision": "approve", "reason": f"意见{turn}"}
        for turn, desk in enumerate(desks)
    ]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda desk, values: desk.post(address, data=values), desks, sent))
    assert sorted(each.status_code for each in answers) == [302, 409]
    turn = next(turn for turn, each in enumerate(answers) if each.status_code == 409)
    late = read(answers[turn], 409).alerts()
    assert "已同意" in late
    assert "延长办理期限" in late
    assert f"意见{turn}" in late
    assert db.session.get_one(Petition, petition_id).due_on == today() + timedelta(days=70)


def test_a4_the_page_of_an_extension_says_when_it_ends_and_how_far_it_can_be_moved(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept")
    due = today() + timedelta(days=60)
    page = fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}/steps/extend")
    assert f"现于{due}到期，最多可延长30日，至{due + timedelta(days=30)}" in page.text


def test_the_petitioner_evaluates_once_after_the_conclusion_and_never_before(app: Flask) -> None:
    petition_id = matters.registered()
    code = slip_code(client_of(app, "clerk"), petition_id)
    public = app.test_client()
    assert not look_up(public, "赵青松", code).all("//form[@action='/query/evaluation']")
    procedure.walk(petition_id, f"{AT_UNIT} accept mediate conclude")
    page = look_up(public, "赵青松", code)
    hidden = page.hidden("//form[@action='/query/evaluation']")
    assert code.replace(" ", "") not in page.response.text
    incomplete = public.post("/query/evaluation", data={**hidden, "office_score": "satisfied"})
    assert "请选择" in read(incomplete, 400).text
    scores = {"office_score": "satisfied", "unit_score": "dissatisfied", "comment": "维修仍不彻底"}
    read(public.post("/query/evaluation", data={**hidden, **scores}), 200)
    read(public.post("/query/evaluation", data={**hidden, **scores}), 409)
    forged = {**hidden, **scores, "proof": hidden["proof"][:-3] + "abc"}
    read(public.post("/query/evaluation", data=forged), 409)
    assert db.session.get_one(Evaluation, petition_id).way == "self"
    shown = fetch(client_of(app, "handler"), f"/petitions/{petition_id}")
    assert "对责任单位不满意" in shown.text
    assert "信访人自评" in shown.text


def test_an_old_evaluation_page_is_refused(app: Flask) -> None:
    petition_id = concluded()
    code = slip_code(client_of(app, "clerk"), petition_id)
    public = app.test_client()
    with time_machine.travel(clock.now() - timedelta(minutes=20)):
        hidden = look_up(public, "赵青松", code).hidden("//form[@action='/query/evaluation']")
    scores = {"office_score": "satisfied", "unit_score": "satisfied"}
    assert "已过期" in read(public.post("/query/evaluation", data={**hidden, **scores}), 409).text


def test_others_evaluate_only_with_the_mark_and_its_proof(app: Flask) -> None:
    petition_id = concluded()
    client, address = client_of(app, "clerk"), f"/petitions/{petition_id}/steps/evaluate"
    page = fetch(client, address)
    values = {**page.hidden(), "outcome": "satisfied", "unit_outcome": "satisfied"}
    assert "代评" in read(client.post(address, data=values), 409).alerts()
    assert "凭证" in read(client.post(address, data={**values, "on_behalf": "y"}), 409).alerts()
    read(client.post(address, data={**values, "on_behalf": "y", "proof": "回访录音"}), 302)
    fetch(client_of(app, "unit_handler"), address, 409)


def test_an_archived_file_is_frozen_whole_and_can_be_checked(app: Flask) -> None:
    petition_id = concluded()
    procedure.attach(petition_id, "conclusion_report", "unit_handler")
    procedure.step(petition_id, Step.ARCHIVE, retention="permanent")
    client = client_of(app, "handler")
    page = fetch(client, f"/petitions/{petition_id}/archive")
    assert "已核验" in page.text
    assert "永久" in page.text
    assert page.texts("//th[@class='num']") == ["大小"]
    archive = db.session.get_one(Archive, petition_id)
    with client.get(f"/petitions/{petition_id}/archive.zip") as answer:
        package = ZipFile(io.BytesIO(answer.data))
    assert len(package.namelist()) == len(archive.catalogue) + 1
    catalogue = package.read("归档目录.json")
    assert sha256(catalogue).hexdigest() == archive.sha256
    for entry in json.loads(catalogue)["entries"]:
        (name,) = [each for each in package.namelist() if each.startswith(f"{entry['no']:03d} ")]
        assert sha256(package.read(name)).hexdigest() == entry["sha256"]
    for path in ("files", "correct"):
        form = fetch(client, f"/petitions/{petition_id}/{path}")
        sent = {**filled(form), "files": (io.BytesIO(b"x"), "x.txt"), "reason": "补充"}
        answer = client.post(f"/petitions/{petition_id}/{path}", data={**sent, "summary": "改"})
        assert answer.status_code == 409, path
    kept = db.session.get_one(StoredFile, archive.catalogue[-1]["sha256"])
    store.path_of(kept.location).write_bytes(b"changed")
    assert "核验没有通过" in fetch(client, f"/petitions/{petition_id}/archive").text


def test_the_questions_of_diversion_lead_to_a_slip_and_fill_the_step_in(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.step(petition_id, Step.SCREEN)
    client, address = client_of(app, "handler"), f"/petitions/{petition_id}/diversion"
    page = fetch(client, address)
    for answer in ("appeal", "no", "yes"):
        location = read(client.post(address, data={**page.hidden(), "answer": answer}), 302).response.location
        address = location
        page = fetch(client, location)
    assert "仲裁" in page.text
    slip = read(client.post(address, data=page.hidden()), 302).response.location
    assert "第三十一条第二项" in fetch(client, slip).text
    guide = fetch(client, f"/petitions/{petition_id}/steps/guide")
    assert guide.all("//select[@name='path']/option[@selected]/@value") == ["31_2"]
    assert db.session.scalars(select(Diversion.path)).all() == ["31_2"]
    for bad in ("?a=appeal&a=nonsense", "?a=suggestion&a=yes"):
        assert client.get(f"/petitions/{petition_id}/diversion{bad}").status_code == 409


def test_local_rules_are_versions_with_reason_and_never_against_the_statute(app: Flask) -> None:
    leader = client_of(app, "leader")
    page = fetch(leader, "/rules/xfgztl2022/change")
    for wrong, said in (
        ({"limits-5-length": "61"}, "不得长于"),
        ({"limits-6-length": "10"}, "权利"),
        ({"review_extension": "31"}, "0至30日"),
        ({"valid_from": "2020-01-01"}, "不得早于今日"),
        ({"limits-5-extension": "999"}, "办结：最多延长（日）：应为0至365的整数"),
        ({"limits-0-length": "很久"}, "登记并转送、交办、报送或者告知：天数：应为整数"),
    ):
        answer = read(
            leader.post("/rules/xfgztl2022/change", data=filled(page, reason="地方规定", **wrong)), 400
        )
        assert said in answer.text, (wrong, answer.alerts())
    assert "365" not in answer.alerts()  # what is no number is not told its range too
    strict = filled(
        page,
        reason="市里规定五日内转送",
        collective_threshold="10",
        flagged_approval="2",
        **{"limits-0-length": "5"},
    )
    read(leader.post("/rules/xfgztl2022/change", data=strict), 302)
    read(leader.post("/rules/xfgztl2022/change", data=strict), 400)
    assert len(db.session.scalars(select(LocalRuleSet)).all()) == 1
    assert db.session.scalars(select(AuditEvent).where(AuditEvent.action == "rule.set")).one().reason
    petition_id = matters.registered()
    assert db.session.get_one(Petition, petition_id).due_on == today() + timedelta(days=5)
    shown = fetch(client_of(app, "clerk"), "/rules/")
    assert "本站规则" in shown.text
    assert "市里规定五日内转送" in shown.text
    assert (
        "10 人以上来访为集体访；异议理由不少于 10 字；重大紧急、集体访事项由信访部门拟办的步骤至少经 2 级审批。"
        in shown.text
    )
    assert shown.text.count("自收到之日起5日") == 2  # of the statute's own procedure and of the simple one
    assert client_of(app, "handler").get("/rules/xfgztl2022/change").status_code == 403
    forged = {**strict, "limits-0-duty": "D99", "seen": "1"}
    assert leader.post("/rules/xfgztl2022/change", data=forged).status_code in {302, 400}


def test_reminders_are_one_list_a_person_and_day_however_often_they_are_made(app: Flask) -> None:
    petition_id = matters.registered(received_on=today() - timedelta(days=14))
    assert reminding.make(db.session(), today())
    assert reminding.make(db.session(), today()) == 0
    daily.run_day(db.session(), today())
    accounts = db.session.scalars(select(Reminder.account_id)).all()
    assert len(accounts) == len(set(accounts))
    page = fetch(client_of(app, "handler"), "/reminders")
    assert db.session.get_one(Petition, petition_id).number in page.text
    lines = len(page.all("//tbody/tr"))
    assert f"今日提醒（{lines}）" in fetch(client_of(app, "handler"), "/").text
    with writing(db.session()):  # the list holds ids only: what is reported afterwards is gone from it too
        db.session.execute(delete(RegisterRow).where(RegisterRow.petition_id == petition_id))
    assert "今天没有提醒" in fetch(client_of(app, "handler"), "/reminders").text
    assert "今日提醒" not in fetch(client_of(app, "handler"), "/").text


def test_the_board_counts_what_its_links_list(app: Flask) -> None:
    for _turn in range(2):
        petition_id = matters.registered()
        procedure.walk(petition_id, AT_UNIT)
    procedure.step(petition_id, Step.OBJECT)
    procedure.step(petition_id, Step.AGREE_TO_OBJECTION)
    rows = {each.code: each for each in board.by_unit(db.session(), Cast().actor("handler"), today())}
    assert (rows["JZJ"].running, rows["none"].running, rows["none"].returned) == (1, 1, 1)
    page = fetch(client_of(app, "handler"), "/deadlines/")
    for link in page.all("//main//td/a/@href"):
        assert fetch(client_of(app, "handler"), link).status == 200
    narrowed = fetch(client_of(app, "handler"), "/deadlines/returned?unit=none")
    for words in (db.session.get_one(Petition, petition_id).number, "本清单只列尚未转送的事项"):
        assert words in narrowed.text
    assert "/deadlines/returned" in narrowed.all("//main//p/a/@href")
    assert "本清单只列" not in fetch(client_of(app, "handler"), "/deadlines/returned").text


def test_the_simulation_shows_what_would_go_red_and_changes_nothing(app: Flask) -> None:
    with time_machine.travel("2026-03-02 10:00+08:00"):
        petition_id = matters.registered()
        procedure.walk(petition_id, f"{AT_UNIT} accept")
        number = db.session.get_one(Petition, petition_id).number
        client = client_of(app, "handler")
        page = fetch(client, "/simulation/")
        late = filled(page, horizon="2026-05-31")
        assert number in read(client.post("/simulation/", data=late), 200).text
        extended = {**late, "extend_number": number, "extend_days": "30"}
        assert "将超期 0 个" in read(client.post("/simulation/", data=extended), 200).text
        too_long = {**late, "extend_number": number, "extend_days": "31"}
        assert "不得超过30日" in read(client.post("/simulation/", data=too_long), 400).text
        unknown = {**late, "extend_number": "JXF9", "extend_days": "3"}
        assert "没有这个编号" in read(client.post("/simulation/", data=unknown), 400).text
    assert db.session.get_one(Petition, petition_id).due_on == date(2026, 5, 1)


def test_supervision_is_listed_until_its_feedback(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept supervise")
    assert "等待反馈" in fetch(client_of(app, "unit_handler"), "/supervision/").text
    procedure.walk(petition_id, "record_supervision_feedback advise")
    page = fetch(client_of(app, "handler"), "/supervision/?all=1")
    assert "完善政策的建议" in page.text
    assert "拖延" in page.text


def test_advice_never_goes_to_a_reported_unit(app: Flask) -> None:
    petition_id = matters.registered(accusation=True, accused=(AccusedDraft(Cast().office("JZJ").id),))
    procedure.step(petition_id, Step.SCREEN)
    with pytest.raises(stepping.Refused):
        procedure.step(petition_id, Step.ADVISE)


def test_a_link_is_taken_back_with_a_reason_and_a_split_is_not(app: Flask) -> None:
    one, other = matters.registered(), matters.registered(summary="另一件")
    procedure.step(one, Step.LINK, "clerk", other_matter=other)
    client = client_of(app, "handler")
    page = fetch(client, f"/petitions/{one}")
    (link,) = page.all("//a[contains(@href, '/links/')]/@href")
    form = fetch(client, link)
    read(client.post(link, data={**form.hidden(), "reason": "关联有误"}), 302)
    assert "解除关联" in fetch(client, f"/petitions/{one}").text
    fetch(client, link, 404)
    read(client.post(link, data={**form.hidden(), "reason": "再次"}), 404)


def test_an_opinion_is_drafted_in_the_order_in_which_it_is_read(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, f"{AT_UNIT} accept")
    page = fetch(client_of(app, "unit_handler"), f"/petitions/{petition_id}/steps/draft")
    names = page.all("//main//form//*[self::textarea or self::select]/@name")
    assert names[:5] == ["acceptance", "request", "facts", "outcome", "text"]


def test_what_ends_in_a_holiday_is_called_for_on_the_last_working_day_before_it(app: Flask) -> None:
    """An office's limit does not move: 2026-02-20 lies in the Spring Festival, 02-14 is a makeup Saturday (case 3)."""
    with on("2026-02-09"):
        procedure.step(matters.registered(received_on=date(2026, 2, 5)), Step.SCREEN)
    for day, why in (("2026-02-13", "七日内到期"), ("2026-02-14", "期满前最后一个工作日")):
        with on(day):
            reminding.make(db.session(), today())
            assert why in fetch(client_of(app, "handler"), "/reminders").text, day


def test_archiving_says_before_it_is_done_that_nothing_leads_back(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen file")
    page = fetch(client_of(app, "handler"), f"/petitions/{petition_id}/steps/archive")
    assert "不能撤销" in page.text
