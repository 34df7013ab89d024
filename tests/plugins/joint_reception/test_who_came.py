"""Who came is shown masked; in clear only by the answer of a POST with its reason, counted and noted (F2)."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from tests.browsing import filled
from tests.page import fetch, post
from tests.plugins.joint_reception.conftest import Hall, client_of, on
from tests.plugins.joint_reception.test_hall_and_outcome import DAY, NAME, PHONE, draft, published, record
from xinfang_joint_reception.figures import queries as figure_queries
from xinfang_joint_reception.hall import booking, queue
from xinfang_joint_reception.outcome import promising, recording
from xinfang_joint_reception.outcome.models import ReceptionRecord
from xinfang_joint_reception.rota.models import Blocked, LeaveTaken
from xinfang_joint_reception.rota.setting_up import services as setting_up
from xinfang_site.audit.models import AuditEvent
from xinfang_site.extensions import settings
from xinfang_site.missing import Missing

ADDRESS = "清河路9号"


def stored(hall: Hall, record_id: int) -> tuple[str, str, str]:
    hall.session.rollback()
    row = hall.session.get_one(ReceptionRecord, record_id)
    return row.name, row.phone, row.address


def test_no_page_shows_who_came_before_somebody_says_why(app: Flask, hall: Hall) -> None:
    """Found from outside: the form of changing a record, and that of a new one, showed name and phone in clear."""
    (sitting,) = published(hall, DAY)
    with on("2026-03-10"):
        booked = booking.book(hall.session, hall.planner, draft(sitting))
    with on(DAY):
        ticket = queue.arrive(hall.session, hall.planner, booked)
        client = client_of(app, "clerk")
        form = fetch(client, f"/reception/records/new?ticket={ticket.id}")
        assert "现为 钱**" in form.text
        data = filled(form, summary="电梯停运")
        answer = post(client, f"/reception/records/new?ticket={ticket.id}", data)
        shown = answer.response.location
        record_id = int(shown.rpartition("/")[2])
        assert stored(hall, record_id) == (NAME, PHONE, "")
        for address in (
            shown,
            f"{shown}/edit",
            "/reception/records/",
            "/reception/appointments/",
            "/reception/hall/",
        ):
            page = fetch(client, address)
            assert NAME not in page.response.text, address
            assert PHONE not in page.response.text, address
        for address in (f"{shown}/people", f"/reception/appointments/{booked}/people"):
            assert NAME not in fetch(client, address).text
            assert NAME not in post(client, address, {"reason": ""}, 400).text
            said = post(client, address, {"reason": "电话核实来访时间"}, 200)
            assert NAME in said.text
            assert PHONE in said.text
    hall.session.rollback()
    noted = hall.session.scalars(select(AuditEvent).where(AuditEvent.action == "joint_reception.people"))
    assert [(each.object_id, each.reason) for each in noted] == [
        (str(record_id), "电话核实来访时间"),
        (str(booked), "电话核实来访时间"),
    ]


def test_what_a_form_leaves_empty_stays_and_what_is_said_to_be_none_goes(app: Flask, hall: Hall) -> None:
    sitting = hall.sitting(DAY, "mayor")
    with on(DAY):
        record_id = record(hall, sitting, address=ADDRESS)
        client, address = client_of(app, "clerk"), f"/reception/records/{record_id}/edit"
        post(client, address, filled(fetch(client, address), people="4"))
        assert stored(hall, record_id) == (NAME, PHONE, ADDRESS)
        post(client, address, filled(fetch(client, address), phone="无", address="三河镇"))
        assert stored(hall, record_id) == (NAME, "", "三河镇")
        assert "三河镇" not in fetch(client, f"/reception/records/{record_id}").text


def test_the_limit_of_an_hour_counts_visitors_and_petitioners_together(
    app: Flask, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = hall.sitting(DAY, "mayor")
    limit = replace(settings(), unmask_per_hour=1)
    monkeypatch.setitem(current_app.extensions, "xinfang_settings", limit)
    with on(DAY):
        address = f"/reception/records/{record(hall, sitting)}/people"
        client = client_of(app, "clerk")
        post(client, address, {"reason": "核实"}, 200)
        assert NAME not in post(client, address, {"reason": "核实"}, 429).text
    tries = hall.session.scalars(
        select(AuditEvent.result).where(AuditEvent.action == "joint_reception.people")
    )
    assert list(tries) == ["ok", "refused"]


def test_what_belongs_to_a_matter_that_reports_the_reader_is_in_no_list_and_no_figure(hall: Hall) -> None:
    """Found from outside: an appointment about the report, and the figures, told the reported person of it."""
    clerk, span = hall.people.actor("clerk"), (date(2026, 3, 1), date(2026, 3, 31))
    sitting, other = published(hall, DAY, "2026-03-17")
    with on(DAY):
        first = record(hall, sitting)
        made = recording.become(hall.session, clerk, first, 1, recording.MatterDraft("电梯停运", "要求修复"))
        wanted = draft(other, matter="渗水", number=made.number)
        booked = booking.book(hall.session, hall.planner, wanted)
        barred = replace(clerk, barred=frozenset({made.id}))
        assert len(booking.appointments(hall.session, clerk, span)) == 1
        assert booking.appointments(hall.session, barred, span) == []
        with pytest.raises(Missing):
            booking.cancel(hall.session, barred, booked)
        office_id = clerk.office_id or 0
        for reader, number in ((clerk, 1), (barred, 0)):
            rows = figure_queries.sessions(hall.session, office_id, span, reader.barred)
            assert sum(each.matters for each in rows) == sum(each.batches for each in rows) == number


def test_a_form_sent_twice_makes_one_record_one_leave_one_blocked_span(any_hall: Hall) -> None:
    """Found from outside: two clicks made two records, and the figures counted two groups."""
    hall = any_hall
    sitting, span = hall.sitting(DAY, "mayor"), (date(2026, 4, 1), date(2026, 4, 2))
    with on(DAY):
        assert record(hall, sitting) == record(hall, sitting)
        assert record(hall, sitting) != record(hall, sitting, people=4)
        wanted = promising.PromiseDraft(hall.members["mayor"], "三十日内修复电梯", date(2026, 4, 15))
        record_id = record(hall, sitting)
        first, again = (promising.promise(hall.session, hall.planner, record_id, wanted) for _ in range(2))
        assert first == again
    for _ in range(2):
        setting_up.add_leave(hall.session, hall.planner, hall.members["mayor"], span, "外出学习")
        setting_up.add_blocked(hall.session, hall.planner, None, span, "装修")
    counted = [hall.session.scalar(select(func.count()).select_from(each)) for each in (LeaveTaken, Blocked)]
    assert counted == [1, 1]
