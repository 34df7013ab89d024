"""Bulk actions: a result for each matter, through the single services, never beyond the office's register."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import delete, event, func, select

from tests import matters, procedure
from tests.browsing import client_of
from tests.page import Page, fetch, post, read
from tests.people import Cast, sign_in
from tests.scattered import scatter
from xinfang_site import clock
from xinfang_site.accounts.models import Account
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import today
from xinfang_site.codes.models import Code
from xinfang_site.database import DatabaseBusy, writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.jobs import services, worker
from xinfang_site.jobs.holding import LEASE
from xinfang_site.jobs.models import Job
from xinfang_site.missing import Missing
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.models import Petition, RegisterEntry, Step
from xinfang_site.petitions.procedure_models import Archive
from xinfang_site.petitions.register_models import RegisterRow
from xinfang_site.petitions.visibility import entries
from xinfang_site.register.bulk import run as bulk_run
from xinfang_site.register.bulk import services as bulk
from xinfang_site.register.bulk import undo as bulk_undo
from xinfang_site.register.bulk import views as bulk_views
from xinfang_site.register.bulk.actions import ACTIONS, BulkDraft, actions_for


def change(action: str = "note", value: int | None = None) -> editing.Change:
    return editing.Change(action, value, "统一整理", today())


def done(username: str, ids: list[int], what: editing.Change) -> Job:
    job_id = bulk.start(db.session(), Cast().actor(username), BulkDraft(tuple(ids), what))
    db.session.expire_all()
    return db.session.get_one(Job, job_id)


def account_id(username: str) -> int:
    return db.session.scalars(select(Account.id).where(Account.username == username)).one()


def test_a_note_is_written_to_each_matter_with_its_audit(any_app: Flask) -> None:
    ids = [matters.registered() for _ in range(3)]
    job = done("handler", ids, change())
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert job.message == "办理 3 件，未办 0 件"
    assert [row[2:] for row in job.result["rows"]] == [[True, "已写入备注"]] * 3
    notes = db.session.scalars(select(Step).where(Step.code == "note")).all()
    assert [(each.petition_id, each.reason, each.actor) for each in notes] == [
        (each, "统一整理", "承办甲") for each in ids
    ]
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.note")).all()
    assert [(each.object_id, each.reason) for each in events] == [(str(each), "统一整理") for each in ids]


def test_a_category_moves_the_matter_in_the_register(any_app: Flask) -> None:
    petition_id = matters.registered()
    code = db.session.scalars(select(Code).where(Code.table_name == "category", Code.code == "010302")).one()
    code_id = code.id
    job = done("handler", [petition_id], change("category", code_id))
    assert job.result["rows"][0][2:] == [True, "内容分类改为“城乡建设 / 城乡规划 / 违章建筑”"]
    entry = db.session.scalars(select(RegisterEntry).where(RegisterEntry.petition_id == petition_id)).first()
    assert entry is not None
    assert entry.topic_id == code_id
    again = done("handler", [petition_id], change("category", code_id))
    assert again.result["rows"][0][3] == "内容分类未变"
    channel = matters.code_id("channel", "来信")
    for value in (None, channel, 999_999):
        assert (
            "请选择有效的内容分类"
            in done("handler", [petition_id], change("category", value)).result["rows"][0][3]
        )


def test_a_frozen_file_is_touched_in_bulk_neither(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen file archive")
    assert "已经归档" in done("handler", [petition_id], change()).result["rows"][0][3]


def test_a_handler_of_the_own_office_is_set_and_taken_off(any_app: Flask) -> None:
    petition_id = matters.registered()
    assert done("handler", [petition_id], change("handler", account_id("handler2"))).result["rows"][0][3] == (
        "承办人改为“承办乙”"
    )
    assert db.session.get_one(Petition, petition_id).handler_id == account_id("handler2")
    assert (
        done("handler", [petition_id], change("handler", account_id("handler2"))).result["rows"][0][3]
        == "承办人未变"
    )
    assert done("handler", [petition_id], change("handler", None)).result["rows"][0][3] == "已撤销承办人"
    for foreign in ("other_handler", "lawyer"):
        row = done("handler", [petition_id], change("handler", account_id(foreign))).result["rows"][0]
        assert not row[2]
        assert "本机构在用" in row[3]


def test_the_case_page_says_who_became_the_handler_and_that_nobody_is_any_more(handler: FlaskClient) -> None:
    """Its timeline said 指定承办人 of both, without a name."""
    petition_id = matters.registered()
    done("handler", [petition_id], change("handler", account_id("handler2")))
    done("handler", [petition_id], change("handler", None))
    text = fetch(handler, f"/petitions/{petition_id}").text
    assert "指定承办人：承办乙" in text
    assert "指定承办人：无" in text


def undone(job: Job) -> Job:
    job_id = bulk_undo.undo(db.session(), Cast().actor("handler"), job.id, "选错了分类", today())
    db.session.expire_all()
    return db.session.get_one(Job, job_id)


def two_classes() -> tuple[int, int]:
    found = select(Code.id).where(Code.table_name == "category").order_by(Code.id).limit(2)
    first, second = db.session.scalars(found).all()
    return first, second


def test_a_bulk_change_is_taken_back_matter_by_matter_but_nothing_that_came_later(any_app: Flask) -> None:
    first, second = two_classes()
    none, had, later = (matters.registered(category_id=each) for each in (None, first, None))
    job = done("handler", [none, had, later], change("category", second))
    assert done("handler2", [later], change("category", first)).result["rows"][0][2]
    back = undone(job)
    assert back.message == "办理 2 件，未办 1 件"
    assert [row[3] for row in back.result["rows"]][::2] == ["内容分类改回未分类", "此后又改过，没有撤销"]
    assert [db.session.get_one(Petition, each).category_id for each in (none, had, later)] == [
        None,
        first,
        first,
    ]
    assert "选错了分类" in db.session.scalars(select(Step.reason).where(Step.petition_id == none)).all()
    with pytest.raises(Refused, match="已经撤销过"):
        undone(job)


def test_what_has_left_the_register_since_does_not_keep_the_rest_from_being_taken_back(app: Flask) -> None:
    gone, here = matters.registered(), matters.registered()
    job = done("handler", [gone, here], change("category", two_classes()[0]))
    with writing(db.session()):
        db.session.execute(delete(RegisterRow).where(RegisterRow.petition_id == gone))
    rows = undone(job).result["rows"]
    assert [row[2:] for row in rows] == [[False, "没有找到"], [True, "内容分类改回未分类"]]


def test_a_class_out_of_use_comes_back_with_an_undo(app: Flask) -> None:
    first, second = two_classes()
    petition_id = matters.registered(category_id=first)
    job = done("handler", [petition_id], change("category", second))
    with writing(db.session()):
        db.session.get_one(Code, first).valid_to = today() - timedelta(days=1)
    assert undone(job).result["rows"][0][2]


@pytest.mark.parametrize(("action", "why"), [("note", "再加一条备注"), ("handler", "没有改动")])
def test_what_replaced_nothing_is_not_taken_back(app: Flask, action: str, why: str) -> None:
    job = done("handler", [matters.registered()], change(action))
    with pytest.raises(Refused, match=why):
        undone(job)


def test_a_bulk_change_is_taken_back_within_a_day_only(app: Flask) -> None:
    job = done("handler", [matters.registered()], change("category", two_classes()[0]))
    with (
        time_machine.travel(clock.now() + timedelta(hours=25), tick=False),
        pytest.raises(Refused, match="二十四小时"),
    ):
        undone(job)


def test_the_page_of_results_leads_to_the_undo_and_asks_why(app: Flask, handler: FlaskClient) -> None:
    page = checked(handler, {"action": "category", "selected": [matters.registered()]})
    data = {**hidden(page), "reason": "重新分类", "value": str(two_classes()[0])}
    address = checked(handler, data, 302).response.location
    assert "撤销这次批量修改" in fetch(handler, address).text
    assert "当时改动 1 件" in fetch(handler, f"{address}/undo").text
    assert "请填写撤销理由" in post(handler, f"{address}/undo", {}, 400).alerts()
    undo = post(handler, f"{address}/undo", {"reason": "选错了"}).response.location
    results = fetch(handler, undo)
    assert results.texts("//tbody/tr/td[1]") == ["已办"]
    assert "撤销这次批量修改" not in results.text
    assert "已经撤销过" in fetch(handler, f"{address}/undo").text
    assert "已经撤销过" in post(handler, f"{address}/undo", {"reason": "再来一次"}, 409).alerts()
    other = client_of(app, "handler2")
    read(other.get(f"{address}/undo"), 404)


def test_a_unit_may_note_but_not_change_how_a_matter_was_registered(any_app: Flask) -> None:
    petition_id = matters.forwarded()
    actor = Cast().actor("unit_head")
    with writing(db.session()):
        petition = db.session.get_one(Petition, petition_id)
        assert editing.apply(db.session(), actor, petition, change()) == "已写入备注"
        for what in (change("category", 1), change("handler", None)):
            with pytest.raises(Refused, match="其他机构登记"):
                editing.apply(db.session(), actor, petition, what)


def test_foreign_ids_are_missing_and_nothing_is_done(any_app: Flask) -> None:
    mine, foreign = matters.registered(), matters.registered("other_clerk")
    for ids in ([mine, foreign], [mine, 999_999]):
        with pytest.raises(Missing):
            done("handler", ids, change())
    assert db.session.scalar(select(func.count()).where(Step.code == "note")) == 0


def test_too_many_at_once_are_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 1)
    ids = [matters.registered(), matters.registered()]
    with pytest.raises(Refused, match="一次最多"):
        done("handler", ids, change())


def test_a_long_action_is_left_to_the_worker_and_taken_up_where_it_broke(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    monkeypatch.setattr(bulk_run, "SAVES", 2)
    ids = [matters.registered() for _ in range(5)]
    job = done("handler", ids, change())
    assert job.state == "queued"
    with writing(db.session()):
        db.session.get_one(Job, job.id).done = 2  # two were done before the first worker died
    worker.work(forever=False)
    db.session.expire_all()
    job = db.session.scalars(select(Job).where(Job.kind == "bulk")).one()
    assert job.state == "done"
    assert [row[3] for row in job.result["rows"]][:2] == ["中断前已处理，结果见办理过程"] * 2
    assert db.session.scalar(select(func.count()).where(Step.code == "note")) == 3


def test_an_action_that_fails_half_way_tells_what_is_done_and_can_be_undone(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    ids = [matters.registered() for _ in range(3)]
    job_id = done("handler", ids, change("handler", account_id("handler"))).id
    real = bulk_run._do

    def failing(*given: Any) -> str:
        if given[2].petition.id == ids[2]:
            raise ZeroDivisionError
        return real(*given)

    monkeypatch.setattr(bulk_run, "_do", failing)
    worker.work(forever=False)
    job = db.session.get_one(Job, job_id, populate_existing=True)
    assert (job.state, "只办理了一部分" in job.message) == ("failed", True)
    assert [row[0] for row in job.result["rows"]] == ids[:2]
    assert set(job.result["before"]) == {str(each) for each in ids[:2]}
    assert bulk_undo.why_not(db.session(), Cast().actor("handler"), job) == ""


def during(turn: int, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], Any]) -> None:
    """Something happens elsewhere just before the matter of this turn is done, once."""
    real, begun = bulk_run._one, [0]

    def paused(*given: Any) -> Any:
        begun[0] += 1
        if begun[0] == turn:
            with current_app.app_context():
                meanwhile()
                db.session.remove()
        return real(*given)

    monkeypatch.setattr(bulk_run, "_one", paused)


def test_an_action_that_stood_still_and_was_taken_over_does_nothing_twice(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    ids = [matters.registered() for _ in range(4)]
    job_id = done("handler", ids, change()).id
    with time_machine.travel(clock.now(), tick=False) as moved:

        def taken_over() -> None:
            moved.shift(LEASE + timedelta(seconds=1))
            worker.work(forever=False)

        during(3, monkeypatch, taken_over)
        assert worker._one()
    job = db.session.get_one(Job, job_id, populate_existing=True)
    assert (job.state, job.message, job.tries) == ("done", "办理 4 件，未办 0 件", 2)
    assert db.session.scalar(select(func.count()).where(Step.code == "note")) == 4


@pytest.mark.parametrize("at_once", [0, 500])
def test_an_action_stops_when_the_right_is_taken_away(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", at_once)
    ids = [matters.registered() for _ in range(4)]

    def revoked() -> None:
        session = db.session()
        with writing(session):
            session.get_one(Account, account_id("handler")).disabled_at = clock.now()

    during(3, monkeypatch, revoked)
    done("handler", ids, change())
    worker.work(forever=False)
    job = db.session.scalars(select(Job).where(Job.kind == "bulk")).one()
    db.session.refresh(job)
    assert (job.state, job.message) == ("failed", "委托人的账号已停用或已调离，其余的没有办理")
    assert [row[0] for row in job.result["rows"]] == ids[:2]
    assert db.session.scalar(select(func.count()).where(Step.code == "note")) == 2


def test_a_matter_costs_the_same_however_many_results_the_job_has(app: Flask) -> None:
    """Matter by matter the rights are asked for, but not the job's list of results, which grows with it."""
    asked: list[str] = []
    ids = [matters.registered() for _ in range(6)]
    event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    done("handler", ids[:1], change())
    alone = sum("job.arguments" in each for each in asked)
    asked.clear()
    done("handler", ids, change())
    assert sum("job.arguments" in each for each in asked) == alone


def test_a_matter_gone_meanwhile_is_a_result_and_not_a_failure(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    petition_id = matters.registered()
    done("handler", [petition_id], change())
    with writing(db.session()):
        db.session.execute(delete(RegisterRow).where(RegisterRow.petition_id == petition_id))
    worker.work(forever=False)
    db.session.expire_all()
    job = db.session.scalars(select(Job).where(Job.kind == "bulk")).one()
    assert job.result["rows"] == [[petition_id, "", False, "没有找到"]]


def test_rights_lost_before_the_worker_runs_stop_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    done("handler", [matters.registered()], change())
    with writing(db.session()):
        db.session.scalars(
            select(Account).where(Account.username == "handler")
        ).one().disabled_at = clock.now()
    worker.work(forever=False)
    assert db.session.scalars(select(Job.state).where(Job.kind == "bulk")).one() == "failed"


def checked(client: FlaskClient, data: dict[str, Any], status: int = 200) -> Page:
    return post(client, "/petitions/bulk", data, status)


def hidden(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in page.all("//form[contains(@class, 'office-form')]//input[@type='hidden']"):
        found.setdefault(each.get("name"), []).append(each.get("value"))
    del found["csrf_token"]
    return found


def test_ticked_rows_are_checked_then_done_with_a_page_of_results(handler: FlaskClient) -> None:
    ids = [matters.registered() for _ in range(2)]
    page = checked(handler, {"action": "note", "selected": ids})
    assert "共 2 件，请核对" in page.text
    assert len(page.all("//tbody/tr")) == 2
    refused = checked(handler, {**hidden(page), "reason": ""}, 400)
    assert "请填写备注内容" in refused.alerts()
    answer = checked(handler, {**hidden(page), "reason": "统一整理"}, 302)
    results = fetch(handler, answer.response.location)
    assert results.texts("//tbody/tr/td[1]") == ["已办", "已办"]
    assert "办理 2 件，未办 0 件" in results.text


def test_what_was_not_done_stands_first_on_the_page_of_results(handler: FlaskClient) -> None:
    """Nine of 379 that were not done stood somewhere in ten screens of those that were."""
    first, second = two_classes()
    ids = [matters.registered(category_id=each) for each in (None, None, None)]
    job = done("handler", ids, change("category", second))
    done("handler2", ids[1:2], change("category", first))
    back = undone(job)
    results = fetch(handler, f"/petitions/bulk/{back.id}")
    assert results.texts("//tbody/tr/td[1]") == ["未办", "已办", "已办"]


def test_all_that_match_are_done_and_a_changed_number_is_asked_again(handler: FlaskClient) -> None:
    seen = scatter(60)
    office_id = Cast().office("JXF").id
    matching = [each.id for each in seen if office_id in each.offices and each.state == "handling"]
    page = checked(handler, {"action": "handler", "every": "1", "state": "handling"})
    assert f"共 {len(matching)} 件" in page.text
    with writing(db.session()):
        petition = db.session.get_one(Petition, matching[0])
        petition.state = "concluded"
        entries.refresh(db.session(), petition)
    data = {**hidden(page), "reason": "调整分工", "value": str(account_id("handler2"))}
    again = checked(handler, data, 400)
    assert "件数在此期间有变化" in again.text
    data = {**hidden(again), "reason": "调整分工", "value": str(account_id("handler2"))}
    checked(handler, data, 302)
    db.session.rollback()
    held = db.session.scalars(select(Petition.id).where(Petition.handler_id == account_id("handler2"))).all()
    assert sorted(held) == sorted(matching[1:])


def notes_of(petition_id: int) -> int:
    db.session.rollback()
    counted = select(func.count()).where(Step.petition_id == petition_id, Step.code == "note")
    return db.session.scalar(counted) or 0


def test_a_form_sent_again_leads_to_its_results_and_writes_nothing_twice(any_app: Flask) -> None:
    client = any_app.test_client()
    sign_in(client, "handler")
    petition_id = matters.registered()
    page = checked(client, {"action": "note", "every": "1", "state": "registered"})
    data = {**hidden(page), "reason": "统一整理"}
    first = checked(client, data, 302).response.location
    assert "已经提交过" not in fetch(client, first).text
    assert checked(client, {**data, "reason": "改了理由再发"}, 302).response.location == first
    assert "这张表单已经提交过，没有重复办理" in fetch(client, first).text
    other = client_of(any_app, "handler2")  # another person's form leads nowhere
    theirs = hidden(checked(other, {"action": "note", "selected": [petition_id]}))
    answer = checked(other, {**theirs, "submission": data["submission"], "reason": "统一整理"}, 302)
    fetch(other, answer.response.location, 404)
    assert notes_of(petition_id) == 1


def test_what_a_busy_database_broke_off_is_finished_once_however_often_it_is_sent(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [matters.registered() for _ in range(3)]
    wanted = BulkDraft(tuple(ids), change(), submission="form-1")
    actor, real, begun = Cast().actor("handler"), bulk_run._do, []

    def busy(*given: Any) -> str:
        begun.append(given)
        if len(begun) == 2:
            raise DatabaseBusy
        return real(*given)

    monkeypatch.setattr(bulk_run, "_do", busy)
    with pytest.raises(DatabaseBusy):
        bulk.start(db.session(), actor, wanted)
    again = bulk.start(db.session(), actor, wanted)
    assert [notes_of(each) for each in ids] == [1, 0, 0]
    with writing(db.session()):  # its lease runs out, and the worker takes it up
        db.session.get_one(Job, again).lease_until = clock.now() - timedelta(seconds=1)
    worker.work(forever=False)
    assert [notes_of(each) for each in ids] == [1, 1, 1]
    assert bulk.start(db.session(), actor, wanted) == again


def test_the_slower_of_two_sendings_at_the_same_moment_is_shown_the_faster_ones_job(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    petition_id = matters.registered()
    wanted = BulkDraft((petition_id,), change(), submission="form-1")
    first = bulk.start(db.session(), Cast().actor("handler"), wanted)
    monkeypatch.setattr(services, "_once", lambda _draft: {"key": None, "submission": None})
    slower = services.enqueue

    def sees_nothing_yet(*given: Any) -> Job:
        job = slower(*given)
        job.submission = "form-1"
        db.session.flush()
        return job

    monkeypatch.setattr(services, "enqueue", sees_nothing_yet)
    assert bulk.start(db.session(), Cast().actor("handler"), wanted) == first
    assert notes_of(petition_id) == 1


def test_categories_are_offered_by_their_paths(handler: FlaskClient) -> None:
    page = checked(handler, {"action": "category", "selected": [matters.registered()]})
    assert "城乡建设/城乡规划/违章建筑" in page.texts("//select[@name='value']/option")
    done_with = {**hidden(page), "reason": "重新分类", "value": ""}
    assert "请选择内容分类" in checked(handler, done_with, 400).alerts()


def test_more_than_one_action_reaches_are_cut_and_said(
    handler: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_views, "MOST", 3)
    scatter(30)
    assert "本次只办理前 3 件" in checked(handler, {"action": "note", "every": "1"}).text


def test_with_nothing_ticked_the_list_comes_back_as_it_was(handler: FlaskClient) -> None:
    chosen = {"action": "note", "state": "registered", "selected": ["x", "９", "1" * 30]}
    answer = checked(handler, chosen, 302)
    assert answer.response.location == "/petitions/?state=registered"
    assert "没有选中任何事项" in fetch(handler, answer.response.location).text


def test_unknown_actions_and_matters_are_refused(app: Flask, handler: FlaskClient) -> None:
    petition_id = matters.registered()
    assert "请选择批量操作的种类" in checked(handler, {"action": "burn", "selected": [petition_id]}, 409).text
    checked(handler, {"action": "note", "selected": [matters.registered("other_clerk")]}, 404)
    clerk = app.test_client()
    sign_in(clerk, "clerk")
    checked(clerk, {"action": "note", "selected": [petition_id]}, 403)


def test_results_belong_to_one_person(app: Flask, handler: FlaskClient) -> None:
    page = checked(handler, {"action": "note", "selected": [matters.registered()]})
    location = checked(handler, {**hidden(page), "reason": "整理"}, 302).response.location
    other = app.test_client()
    sign_in(other, "handler2")
    read(other.get(location), 404)


def test_a_page_with_many_chosen_lists_the_first(handler: FlaskClient) -> None:
    scatter(120)
    page = checked(handler, {"action": "note", "every": "1"})
    assert len(page.all("//tbody/tr")) == 50
    assert "件未列出" in page.text


def outcomes(username: str, ids: list[int], action: str, retention: str = "") -> list[Any]:
    wanted = BulkDraft(tuple(ids), change(action), retention)
    job_id = bulk.start(db.session(), Cast().actor(username), wanted)
    db.session.expire_all()
    return list(db.session.get_one(Job, job_id).result["rows"])


def test_closed_matters_are_archived_together_and_the_others_say_why_not(any_app: Flask) -> None:
    closed, open_one = matters.registered(), matters.registered()
    procedure.walk(closed, "screen file")
    rows = outcomes("handler", [closed, open_one], "archive", "10")
    assert [row[2] for row in rows] == [True, False]
    assert "现为“已归档”" in rows[0][3]
    assert "不能办理“归档”" in rows[1][3]
    assert matters.state_of(closed) == "archived"
    assert db.session.get_one(Archive, closed).retention == "10"
    noted = db.session.scalars(select(AuditEvent).where(AuditEvent.result == "refused")).one()
    assert (noted.action, noted.object_id) == ("petition.step.archive", str(open_one))


def test_a_unit_signs_for_what_came_in_together(any_app: Flask) -> None:
    ids = [matters.forwarded(), matters.forwarded()]
    assert [row[2] for row in outcomes("unit_handler", ids, "sign_for")] == [True, True]
    assert {matters.state_of(each) for each in ids} == {"signed_for"}
    assert [row[2] for row in outcomes("unit_handler", ids, "sign_for")] == [False, False]


def test_a_right_that_has_not_run_out_does_not_lapse_in_bulk(app: Flask) -> None:
    petition_id = matters.registered()
    procedure.walk(petition_id, "screen forward sign_for accept draft check issue serve")
    (row,) = outcomes("handler", [petition_id], "lapse")
    assert not row[2]
    with time_machine.travel(clock.now() + timedelta(days=40)):
        (row,) = outcomes("handler", [petition_id], "lapse")
    assert "待认定办结" in row[3]


def test_only_steps_that_need_no_judgement_are_offered_and_each_to_who_may_take_it(app: Flask) -> None:
    steps = {name: set(actions_for(Cast().actor(name))) for name in ("handler", "unit_handler")}
    assert steps["handler"] == {"note", "category", "handler", "lapse", "lapse_review", "archive"}
    assert steps["unit_handler"] == {"note", "sign_for", "lapse"}
    assert not {"forward", "assign", "accept", "extend", "issue", "serve", "conclude"} & set(ACTIONS)
    unit = client_of(app, "unit_handler")
    petition_id = matters.forwarded()
    post(unit, "/petitions/bulk", {"action": "category", "selected": str(petition_id)}, 409)
    page = post(unit, "/petitions/bulk", {"action": "sign_for", "selected": str(petition_id)}, 200)
    assert "不能撤销" in page.text
    assert "须逐件审查" in page.text
    handler = client_of(app, "handler")
    page = post(handler, "/petitions/bulk", {"action": "archive", "selected": str(petition_id)}, 200)
    assert page.all("//select[@name='retention']")
