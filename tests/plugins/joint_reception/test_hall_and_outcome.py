"""The day in the hall, and what comes of it: numbers, appointments, records, promises, consultations, figures."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.matters import approve, registered, take
from tests.page import fetch, post
from tests.people import Cast
from tests.plugins.joint_reception.conftest import Hall, client_of, on
from tests.procedure import step
from xinfang_joint_reception import plugin
from xinfang_joint_reception.domain.figures import Tally, by_kind, tally
from xinfang_joint_reception.domain.queueing import TicketAct
from xinfang_joint_reception.figures import queries as figure_queries
from xinfang_joint_reception.figures.tables import all_tables
from xinfang_joint_reception.hall import attending, booking, queue
from xinfang_joint_reception.hall.models import Appointment, Ticket
from xinfang_joint_reception.outcome import consulting, promising, recording
from xinfang_joint_reception.outcome.models import Consultation, Promise, ReceptionRecord
from xinfang_joint_reception.outcome.reach import own_record
from xinfang_joint_reception.rota.months import month_named
from xinfang_joint_reception.rota.publishing import services as publishing
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.missing import Missing
from xinfang_site.petitions.drafts import AccusedDraft
from xinfang_site.petitions.models import Petition

DAY = "2026-03-16"
NAME, PHONE = "钱来访", "13812345678"


def draft(sitting: int, **rest) -> booking.AppointmentDraft:
    values = {"name": NAME, "phone": PHONE, "matter": "电梯停运", "representatives": 2, **rest}
    return booking.AppointmentDraft(sitting, **values)


def published(hall: Hall, *days: str) -> list[int]:
    ids = [hall.sitting(day, "mayor") for day in days]
    publishing.publish(hall.session, hall.planner, hall.kinds["leaders"], month_named("2026-03"), 0)
    return ids


def test_an_appointment_follows_the_rules_and_keeps_no_name_in_clear(hall: Hall) -> None:
    first, second, third = published(hall, "2026-03-16", "2026-03-17", "2026-03-18")
    with on("2026-03-10"):
        booking.book(hall.session, hall.planner, draft(first))
        with pytest.raises(Refused, match="一事一约"):
            booking.book(hall.session, hall.planner, draft(second))
        booking.book(hall.session, hall.planner, draft(second, matter="渗水"))
        with pytest.raises(Refused, match="每人每月最多预约2次"):
            booking.book(hall.session, hall.planner, draft(third, matter="噪声"))
        with pytest.raises(Refused, match="不得超过5人"):
            booking.book(hall.session, hall.planner, draft(third, name="孙某", representatives=6))
    raw = hall.session.execute(text("SELECT * FROM joint_reception_appointment")).all()
    assert NAME not in str(raw)
    assert PHONE not in str(raw)
    assert hall.session.scalars(select(Appointment)).first().masked == "钱**"


def test_an_unpublished_session_takes_no_appointments(hall: Hall) -> None:
    sitting = hall.sitting(DAY, "mayor")
    with on("2026-03-10"), pytest.raises(Refused, match="尚未公示"):
        booking.book(hall.session, hall.planner, draft(sitting))


def test_cancelling_is_possible_until_a_day_before(hall: Hall) -> None:
    (sitting,) = published(hall, DAY)
    with on("2026-03-10"):
        made = booking.book(hall.session, hall.planner, draft(sitting))
    with on("2026-03-15", "10:00"), pytest.raises(Refused, match="24小时前取消"):
        booking.cancel(hall.session, hall.planner, made)
    with on("2026-03-14", "10:00"):
        booking.cancel(hall.session, hall.planner, made)
        with pytest.raises(Refused, match="已取消"):
            booking.cancel(hall.session, hall.planner, made)


def test_a_report_is_not_heard_by_somebody_of_the_reported_unit(hall: Hall) -> None:
    (first,) = published(hall, "2026-03-16")
    with on("2026-03-10"):
        unit = Cast().office("JZJ").id
        report = registered("clerk", accusation=True, accused=(AccusedDraft(unit),))
        number = hall.session.get_one(Petition, report).number
        with writing(hall.session):
            hall.session.get_one(Sitting, first).duties[0].sitter.unit_id = unit
        with pytest.raises(Refused, match="被反映单位"):
            booking.book(hall.session, hall.planner, draft(first, number=number))


def test_an_appointment_is_given_back_when_its_petition_is_withdrawn(any_hall: Hall) -> None:
    hall = any_hall
    first, second = published(hall, "2026-03-16", "2026-03-17")
    with on("2026-03-10"):
        petition_id, other_id = registered("clerk"), registered("clerk", summary="路灯不亮")
        numbers = [hall.session.get_one(Petition, each).number for each in (petition_id, other_id)]
        with pytest.raises(Refused, match="没有这个编号"):
            booking.book(hall.session, hall.planner, draft(first, number="无此号"))
        booking.book(hall.session, hall.planner, draft(first, number=numbers[0]))
        booking.book(hall.session, hall.planner, draft(second, matter="路灯", number=numbers[1]))
        for each in (petition_id, other_id):
            take("clerk", each, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
        take("clerk", petition_id, Step.WITHDRAW, **{Need.PROOF: "本人签名的撤回申请"})
        take("handler", other_id, Step.FILE, **{Need.REASON: "内容空洞"})
        approve("section_head", other_id)
    hall.session.rollback()
    rows = {each.number: each for each in hall.session.scalars(select(Appointment))}
    assert (rows[numbers[0]].state, rows[numbers[0]].note) == ("cancelled", "2026-03-10 已撤回")
    assert (rows[numbers[1]].state, rows[numbers[1]].note) == ("booked", "2026-03-10 存件")
    with on("2026-03-11"), pytest.raises(Refused, match="不需要预约"):
        booking.book(hall.session, hall.planner, draft(second, number=numbers[0]))


def test_booked_visitors_are_called_before_walk_ins(hall: Hall) -> None:
    (sitting,) = published(hall, DAY)
    with on("2026-03-10"):
        made = booking.book(hall.session, hall.planner, draft(sitting))
    with on(DAY, "08:50"):
        walk = queue.take(hall.session, hall.planner, queue.Walk(hall.kinds["leaders"])).label
    with on(DAY, "08:55"):
        booked = queue.arrive(hall.session, hall.planner, made).label
        called = queue.call_next(hall.session, hall.planner, hall.kinds["leaders"], "1号窗口")
        assert called is not None
        assert (walk, booked, called.label) == ("A001", "A002", "A002")
        with pytest.raises(Refused):
            queue.arrive(hall.session, hall.planner, made)


def test_numbers_begin_anew_each_day_and_every_act_is_kept(hall: Hall) -> None:
    with on(DAY):
        ticket = queue.take(hall.session, hall.planner, queue.Walk(hall.kinds["leaders"]))
        ticket_id = ticket.id
        for seen, act in enumerate(
            (TicketAct.CALL, TicketAct.HOLD, TicketAct.BACK, TicketAct.CALL, TicketAct.SKIP), 1
        ):
            queue.act(hall.session, hall.planner, ticket_id, seen, act, "2号窗口")
        with pytest.raises(Refused, match="过号，不能接待完毕"):
            queue.act(hall.session, hall.planner, ticket_id, 6, TicketAct.DONE)
    with on("2026-03-17"):
        assert queue.take(hall.session, hall.planner, queue.Walk(hall.kinds["leaders"])).label == "A001"
    kept = (
        hall.session.execute(text("SELECT act FROM joint_reception_ticket_event ORDER BY id")).scalars().all()
    )
    assert kept == ["take", "call", "hold", "back", "call", "skip", "take"]


def test_two_windows_never_call_the_same_number(any_hall: Hall, any_app: Flask) -> None:
    hall, called = any_hall, []
    ready = threading.Barrier(2)
    with on(DAY):
        for _ in range(2):
            queue.take(hall.session, hall.planner, queue.Walk(hall.kinds["leaders"]))

    def call(window: str) -> None:
        with any_app.app_context(), on(DAY):
            actor = hall.people.actor("planner")
            ready.wait()
            ticket = queue.call_next(db.session(), actor, hall.kinds["leaders"], window)
            called.append(ticket.label if ticket else "")
            db.session.remove()

    threads = [threading.Thread(target=call, args=(f"{n}号窗口",)) for n in (1, 2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(called) == ["A001", "A002"]


def test_a_form_that_is_sent_at_the_same_moment_takes_and_calls_one_number(
    any_hall: Hall, any_app: Flask
) -> None:
    hall, kind_id, taken, called = any_hall, any_hall.kinds["leaders"], [], []
    ready = threading.Barrier(2)
    with on(DAY):
        for _ in range(2):
            queue.take(hall.session, hall.planner, queue.Walk(kind_id))

    def press() -> None:
        with any_app.app_context(), on(DAY):
            actor = hall.people.actor("planner")
            ready.wait(30)
            taken.append(queue.take(db.session(), actor, queue.Walk(kind_id, submission="one")).label)
            called.append(queue.call_next(db.session(), actor, kind_id, "1号窗口", "two").label)
            db.session.remove()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (taken, called) == (["A003", "A003"], ["A001", "A001"])
    assert hall.session.scalars(select(Ticket.calls).order_by(Ticket.number)).all() == [1, 0, 0]


def test_a_form_of_the_hall_sent_again_says_so_and_a_new_one_goes_on(app: Flask, hall: Hall) -> None:
    take, call = "//form[contains(@action, '/take')]", "//form[contains(@action, '/next')]"
    with on(DAY):
        client = client_of(app, "planner")

        def pressed(form: str) -> dict[str, str]:
            more = {"kind_id": str(hall.kinds["leaders"]), "people": "1"} if form == take else {}
            return {**fetch(client, "/reception/hall/").hidden(form), **more}

        def said(act: str, data: dict[str, str]) -> str:
            return fetch(client, client.post(f"/reception/hall/{act}", data=data).location).text

        one, other = pressed(take), pressed(take)
        slips = [said("take", data) for data in (one, one, other)]
        first = pressed(call)
        calls = [said("next", data) for data in (first, first, pressed(call))]
    assert [("没有另取新号" in each, "A002" in each) for each in slips] == [
        (False, False), (True, False), (False, True),
    ]  # fmt: skip
    assert [("没有另叫新号" in each, "请 A002 号" in each) for each in calls] == [
        (False, False), (True, False), (False, True),
    ]  # fmt: skip
    assert hall.session.scalars(select(Ticket.calls).order_by(Ticket.number)).all() == [1, 1]


def test_the_screen_shows_numbers_and_never_a_visitors_name(app: Flask, hall: Hall) -> None:
    (sitting,) = published(hall, DAY)
    with on("2026-03-10"):
        made = booking.book(hall.session, hall.planner, draft(sitting))
    with on(DAY):
        queue.arrive(hall.session, hall.planner, made)
        queue.call_next(hall.session, hall.planner, hall.kinds["leaders"], "1号窗口")
        queue.take(hall.session, hall.planner, queue.Walk(hall.kinds["lawyers"], people=3))
        page = fetch(client_of(app, "planner"), "/reception/hall/screen")
        assert "律师坐班接访 1 个号" in page.text  # three persons with one number
        assert "A001" in page.text
        assert "1号窗口" in page.text
        assert "钱" not in page.text
        assert "电梯" not in page.text
        assert page.all("//meta[@http-equiv='refresh']/@content") == ["15"]
        assert not page.all("//main//script")


def record(hall: Hall, sitting: int, **rest) -> int:
    values = {
        "name": NAME,
        "phone": PHONE,
        "address": "",
        "people": 3,
        "summary": "电梯停运",
        "demand": "要求修复",
        "words": "请住建委办理",
        **rest,
    }
    return recording.write(hall.session, hall.people.actor("clerk"), recording.RecordDraft(sitting, **values))


def test_a_record_becomes_a_petition_in_one_step_linked_both_ways(app: Flask, hall: Hall) -> None:
    sitting = hall.sitting(DAY, "mayor")
    with on(DAY):
        record_id = record(hall, sitting)
        client = client_of(app, "clerk")
        page = fetch(client, f"/reception/records/{record_id}/become")
        assert page.all("//input[@name='summary']/@value") == ["电梯停运"]
        data = {"version": "1", "summary": "电梯停运", "content": "要求修复"}
        answer = post(client, f"/reception/records/{record_id}/become", data)
        case = fetch(client, answer.response.location)
        assert "2026-03-16 区领导公开接访 张区长（区长）" in case.text
        linked = fetch(client, f"/reception/records/{record_id}")
        assert "转为信访事项" in linked.text
        assert answer.response.location in linked.all("//main//a/@href")
        keeper = fetch(client_of(app, "planner"), f"/reception/records/{record_id}")  # may not open matters
        assert "转为信访事项" in keeper.text
        assert answer.response.location not in keeper.all("//main//a/@href")
        again = post(client, f"/reception/records/{record_id}/become", {**data, "version": "2"}, 400)
        assert "已经转为" in again.alerts()
    hall.session.rollback()
    assert hall.session.execute(text("SELECT count(*) FROM petition")).scalar() == 1
    assert NAME not in str(hall.session.execute(text("SELECT * FROM joint_reception_record")).all())


def test_i3_a_refused_phone_comes_back_as_it_was_typed(app: Flask, hall: Hall) -> None:
    hall.sitting(DAY, "mayor")
    with on(DAY):
        page = post(client_of(app, "clerk"), "/reception/records/new", {"phone": "138 0013-80x"}, 400)
    assert page.all("//input[@name='phone']/@value") == ["138 0013-80x"]
    assert "电话应为" in page.alerts()


def test_f6_xinfang_matter_erased_leaves_a_record_its_day_and_count(hall: Hall) -> None:
    (sitting,) = published(hall, DAY)
    with on("2026-03-10"):
        booked = booking.book(hall.session, hall.planner, draft(sitting))
    with on(DAY):
        ticket = queue.arrive(hall.session, hall.planner, booked)
        first = record(hall, sitting, ticket_id=ticket.id)
        clerk = hall.people.actor("clerk")
        made = recording.become(hall.session, clerk, first, 1, recording.MatterDraft("电梯停运", "要求修复"))
        wanted = promising.PromiseDraft(hall.members["mayor"], "三十日内修复电梯", date(2026, 4, 15))
        promising.promise(hall.session, hall.planner, first, wanted)
    petition_id = hall.session.scalars(select(Petition.id).where(Petition.number == made.number)).one()
    with writing(hall.session):
        plugin.xinfang_matter_erased(hall.session, petition_id)
    kept = hall.session.scalars(select(ReceptionRecord)).one()
    assert (kept.people, kept.petition_id, kept.name, kept.demand) == (3, petition_id, "（已清除）", "")
    assert "电梯" not in kept.promises[0].text
    appointment = hall.session.scalars(select(Appointment)).one()
    assert (appointment.name, appointment.phone, appointment.person_key) == ("（已清除）", "", "")


def test_a_record_joins_only_a_petition_of_the_own_register(hall: Hall) -> None:
    sitting = hall.sitting(DAY, "mayor")
    clerk = hall.people.actor("clerk")
    with on(DAY):
        first, second = record(hall, sitting), record(hall, sitting, people=4)
        made = recording.become(hall.session, clerk, first, 1, recording.MatterDraft("电梯停运", "要求修复"))
        with pytest.raises(Refused, match="没有这个编号"):
            recording.join(hall.session, clerk, second, 1, "JXF2020000001")
        recording.join(hall.session, clerk, second, 1, made.number)
    assert {each.relation for each in hall.session.scalars(select(ReceptionRecord))} == {"became", "joined"}


def test_a_record_of_a_matter_is_missing_to_the_person_whom_the_matter_reports(hall: Hall) -> None:
    sitting = hall.sitting(DAY, "mayor")
    clerk, span = hall.people.actor("clerk"), (date(2026, 3, 1), date(2026, 3, 31))
    with on(DAY):
        record_id = record(hall, sitting)
        wanted = promising.PromiseDraft(hall.members["mayor"], "三十日内答复", date(2026, 4, 15))
        promising.promise(hall.session, hall.planner, record_id, wanted)
        made = recording.become(
            hall.session, clerk, record_id, 1, recording.MatterDraft("电梯停运", "要求修复")
        )
    assert [each.id for each in recording.records(hall.session, clerk, span)] == [record_id]
    barred = replace(clerk, barred=frozenset({made.id}))
    assert recording.records(hall.session, barred, span) == []
    assert promising.promises(hall.session, clerk.office_id, barred) == []
    assert len(promising.promises(hall.session, clerk.office_id, clerk)) == 1
    with pytest.raises(Missing):
        own_record(hall.session, barred, record_id)


def test_a_record_of_a_report_asks_outsiders_why_as_the_report_does(app: Flask, hall: Hall) -> None:
    """Found from outside: the module's own address showed without a word what the case page asks a reason for."""
    sitting = hall.sitting(DAY, "mayor")
    with on(DAY):
        record_id = record(hall, sitting)
        report = registered("clerk", accusation=True, accused=(AccusedDraft(None, "村主任"),))
        number = hall.session.get_one(Petition, report).number
        recording.join(hall.session, hall.people.actor("clerk"), record_id, 1, number)
        step(report, Step.SCREEN)
        step(report, Step.SEND_TO_DISCIPLINE, receiver=Cast().office("JJJ").id)
        page, client = f"/reception/records/{record_id}", client_of(app, "handler")
        for address in (page, f"{page}/edit", f"{page}/promise"):
            door = fetch(client, address, 302).response.location
            assert door.startswith(f"/petitions/{report}/reason?next=/reception/records/")
        assert "三十日内" in post(client, f"{page}/promise", {"text": "三十日内"}, 409).text
        said = post(client, f"/petitions/{report}/reason", {"reason": "核对接访记录", "next": page})
        assert said.response.location == page
        assert number in fetch(client, page).text


def test_a_refused_registration_leaves_the_record_unlinked(hall: Hall) -> None:
    sitting = hall.sitting(DAY, "mayor")
    with on(DAY):
        record_id = record(hall, sitting)
        with pytest.raises(Refused, match="内容分类"):
            recording.become(
                hall.session,
                hall.people.actor("clerk"),
                record_id,
                1,
                recording.MatterDraft("电梯", "修", "没有的分类"),
            )
    row = hall.session.get_one(ReceptionRecord, record_id)
    assert (row.petition_id, row.relation) == (None, "")


def test_what_another_changed_meanwhile_or_the_rules_refuse_comes_back_as_typed(
    app: Flask, hall: Hall
) -> None:
    sitting = hall.sitting(DAY, "mayor")
    with on(DAY):
        one = f"/reception/records/{record(hall, sitting)}"
        client = client_of(app, "clerk")
        text_of = {"session_id": str(sitting), "people": "2", "summary": "电梯又停", "demand": "请修"}
        post(client, f"{one}/edit", {"version": "1", **text_of})
        for act, typed in (
            ("edit", {**text_of, "summary": "电梯停了三天"}),
            ("become", {"summary": "电梯停运", "content": "我写的诉求"}),
            ("join", {"number": "XF2026-1"}),
        ):
            page = post(client, f"{one}/{act}", {"version": "1", **typed}, 409)
            assert next(reversed(typed.values())) in page.response.text, act
        assert "没有" in post(client, f"{one}/join", {"version": "2", "number": "无此编号"}, 400).alerts()
        late = {"member_id": str(hall.members["mayor"]), "text": "一周内答复", "due_on": "2026-03-01"}
        assert "一周内答复" in post(client, f"{one}/promise", late, 400).response.text
        post(client, f"{one}/promise", {**late, "due_on": "2026-03-23"})
        kept = f"/reception/promises/{hall.session.scalars(select(Promise.id)).one()}/kept"
        future = {"version": "1", "kept_on": "2026-12-01", "result": "已答复"}
        assert "已答复" in post(client, kept, future, 400).response.text
        post(client, kept, {**future, "kept_on": DAY})
        post(client, kept, {**future, "kept_on": DAY}, 409)
        assert "一周内答复" in fetch(client, "/reception/promises/").text
        assert "电梯又停" in fetch(client, "/reception/records/?linked=no").text


def test_a_promise_stands_in_the_leaders_own_list_until_he_keeps_it(app: Flask, hall: Hall) -> None:
    sitting = hall.sitting(DAY, "mayor")
    with on(DAY):
        record_id = record(hall, sitting)
        wanted = promising.PromiseDraft(hall.members["mayor"], "三十日内答复", date(2026, 4, 15))
        other = promising.PromiseDraft(hall.members["deputy"], "答复", date(2026, 4, 15))
        with pytest.raises(Refused, match="没有参加"):
            promising.promise(hall.session, hall.planner, record_id, other)
        promise_id = promising.promise(hall.session, hall.planner, record_id, wanted)
    with on("2026-04-16"):
        client = client_of(app, "mayor")
        page = fetch(client, "/reception/mine")
        assert "三十日内答复" in page.text
        assert "已逾期" in page.text
        with pytest.raises(Missing):
            promising.keep(
                hall.session, hall.people.actor("deputy"), promise_id, 1, date(2026, 4, 16), "已办"
            )
        data = {"version": "1", "kept_on": "2026-04-16", "result": "已当面答复"}
        post(client, f"/reception/promises/{promise_id}/kept", data)
        assert "三十日内答复" not in fetch(client, "/reception/mine").text
    hall.session.rollback()
    assert hall.session.get_one(Promise, promise_id).kept_on == date(2026, 4, 16)


def test_only_the_lawyer_and_the_reception_head_read_a_consultation(app: Flask, hall: Hall) -> None:
    sitting = hall.sitting(DAY, "lawyer", kind="lawyers")
    words = consulting.ConsultationDraft(sitting, "reception", 2, NAME, "房屋继承问题", "建议公证")
    with on(DAY):
        row_id = consulting.write(hall.session, hall.people.actor("lawyer"), words)
        with pytest.raises(Missing):
            consulting.write(hall.session, hall.people.actor("lawyer2"), words)
        address = f"/reception/consultations/{row_id}"
        assert "房屋继承问题" in fetch(client_of(app, "lawyer"), address).text
        assert "房屋继承问题" in fetch(client_of(app, "planner"), address).text
        fetch(client_of(app, "lawyer2"), address, 404)
        fetch(client_of(app, "other_planner"), address, 404)
        for username in ("clerk", "leader", "handler", "unit_handler"):
            fetch(client_of(app, username), address, 403)
    hall.session.rollback()
    raw = str(hall.session.execute(text("SELECT * FROM joint_reception_consultation")).all())
    assert not any(each in raw for each in (NAME, "继承", "公证"))
    read = hall.session.execute(
        text("SELECT count(*) FROM audit_event WHERE action = 'joint_reception.consult_read'")
    ).scalar()
    assert read == 2
    assert hall.session.scalars(select(Consultation)).one().people == 2


def test_sessions_batches_and_visitors_are_counted_apart(hall: Hall) -> None:
    full, empty, missed = (
        hall.sitting(DAY, "mayor"),
        hall.sitting("2026-03-17", "deputy"),
        hall.sitting("2026-03-18", "third"),
    )
    with on(DAY):
        record(hall, full)
        record(hall, full, name="", people=1)
        walk = queue.Walk(hall.kinds["leaders"], full, 4)
        ticket = queue.take(hall.session, hall.planner, walk).id
        for seen, act in enumerate((TicketAct.CALL, TicketAct.DONE), 1):
            queue.act(hall.session, hall.planner, ticket, seen, act, "1号窗口")
    with on("2026-03-17"):
        attending.sign_in(hall.session, hall.planner, hall.get(empty).duties[0].id)
    with on("2026-03-18"):
        with pytest.raises(Refused, match="未开展的原因"):
            attending.close(hall.session, hall.planner, missed, held=False)
        attending.close(hall.session, hall.planner, missed, held=False, reason="临时公务")
    rows = figure_queries.sessions(
        hall.session, hall.planner.office_id or 0, (date(2026, 3, 1), date(2026, 3, 31))
    )
    assert tally(rows, by_kind) == {
        "区领导公开接访": Tally(planned=3, sessions=2, empty=1, batches=3, visitors=8, matters=0)
    }


def test_a_number_with_its_record_is_one_batch(hall: Hall) -> None:
    sitting = hall.sitting(DAY, "mayor")
    with on(DAY):
        ticket = queue.take(hall.session, hall.planner, queue.Walk(hall.kinds["leaders"], sitting, 2)).id
        for seen, act in enumerate((TicketAct.CALL, TicketAct.DONE), 1):
            queue.act(hall.session, hall.planner, ticket, seen, act)
        record(hall, sitting, ticket_id=ticket, people=2)
        with pytest.raises(Refused, match="已有接访记录"):
            record(hall, sitting, ticket_id=ticket)
    (row,) = figure_queries.sessions(
        hall.session, hall.planner.office_id or 0, (date(2026, 3, 1), date(2026, 3, 31))
    )
    assert (row.batches, row.visitors) == (1, 2)


def test_the_whole_day_on_the_pages(app: Flask, hall: Hall) -> None:
    sitting = hall.sitting(DAY, "mayor")
    duty = hall.get(sitting).duties[0].id
    with on(DAY):
        client = client_of(app, "planner")
        post(client, f"/reception/hall/duties/{duty}/in", {})
        slip = post(
            client,
            "/reception/hall/take",
            {"kind_id": hall.kinds["leaders"], "session_id": sitting, "people": "2"},
        )
        assert "A001" in fetch(client, slip.response.location).text
        post(
            client,
            "/reception/hall/next",
            {"kind": hall.kinds["leaders"], "version": "0", "window": "1号窗口"},
        )
        page = fetch(client, "/reception/hall/")
        assert "已叫号" in page.text
        hall.session.rollback()
        ticket = hall.session.scalars(select(Ticket)).one()
        done = post(
            client,
            f"/reception/hall/tickets/{ticket.id}/done",
            {"version": str(ticket.version), "window": "1号窗口"},
        )
        form = fetch(client, done.response.location)
        assert form.all("//input[@name='people']/@value") == ["2"]
        data = {"version": "0", "session_id": sitting, "name": NAME, "people": "2", "summary": "电梯停运"}
        saved = post(client, done.response.location, data)
        assert "电梯停运" in fetch(client, saved.response.location).text
        stale = post(client, f"/reception/hall/tickets/{ticket.id}/recall", {"version": "1", "window": ""})
        assert stale.status == 302


def test_promises_whose_day_has_not_come_are_outside_the_rate(hall: Hall) -> None:
    sitting = hall.sitting(DAY, "mayor")
    days = (date(2026, 3, 20), date(2026, 3, 20), date(2026, 3, 20), date(2026, 4, 15), date(2026, 4, 15))
    with on(DAY):
        record_id = record(hall, sitting)
        wanted = [
            promising.PromiseDraft(hall.members["mayor"], f"答复 {n}", day) for n, day in enumerate(days)
        ]
        made = [promising.promise(hall.session, hall.planner, record_id, each) for each in wanted]
    span = (date(2026, 3, 1), date(2026, 3, 31))
    for day, promise_id in (("2026-03-18", made[0]), ("2026-03-24", made[1]), ("2026-03-24", made[3])):
        with on(day):
            promising.keep(hall.session, hall.planner, promise_id, 1, date.fromisoformat(day), "已答复")
    office = hall.planner.office_id or 0
    counts = figure_queries.promise_counts(hall.session, office, span, date(2026, 3, 25), frozenset())
    assert counts == (5, 2, 1, 4)  # made, kept in time, open past their day; the fifth may still be kept
    (row,) = all_tables(hall.session, office, span, date(2026, 3, 25), frozenset())[-1].rows
    assert (row.figures[-1].text, row.figures[-1].denominator) == ("50%", 4)
