"""Planning: rules into sessions, clashes refused, two planners never book one person twice."""

import threading
from datetime import date, time

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.page import fetch, post
from tests.plugins.joint_reception.conftest import NINE, NOON, Hall, client_of, on
from xinfang_joint_reception.domain.patterns import Pattern, Roll
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.filling import services as filling
from xinfang_joint_reception.rota.locking import absences_of
from xinfang_joint_reception.rota.rules import services as ruling
from xinfang_joint_reception.rota.rules.services import RuleDraft
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_joint_reception.rota.sessions import alarms
from xinfang_joint_reception.rota.sessions import services as planning
from xinfang_joint_reception.rota.sessions.services import Seat, SittingDraft
from xinfang_joint_reception.rota.setting_up import services as setting_up
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.missing import Missing
from xinfang_site.versions import StaleEditError


def rule(hall: Hall, kind: str, pattern: Pattern, span: str, **rest) -> int:
    first, last = (date.fromisoformat(each) for each in span.split())
    draft = RuleDraft(
        hall.kinds[kind], pattern, first, last, rest.pop("roll", Roll.FORWARD), NINE, NOON, **rest
    )
    return ruling.save(hall.session, hall.planner, draft)


def count(hall: Hall) -> int:
    hall.session.rollback()
    return hall.session.scalar(select(func.count()).select_from(Sitting)) or 0


def test_case_29_generates_the_days_of_2026_once_however_often_it_runs(hall: Hall) -> None:
    rule_id = rule(hall, "leaders", Pattern.MONTHLY, "2026-01-01 2026-12-31", numbers=(15,))
    done = ruling.generate(hall.session, hall.planner, rule_id)
    assert [each.isoformat()[5:] for each in done.new] == [
        "01-15", "02-24", "03-16", "04-15", "05-15", "06-15", "07-15", "08-17", "09-15", "10-15", "11-16", "12-15",
    ]  # fmt: skip
    again = ruling.generate(hall.session, hall.planner, rule_id)
    assert (again.new, again.kept, count(hall)) == ((), 12, 12)


def test_a_dropped_session_stays_dropped_and_can_be_put_back(hall: Hall) -> None:
    rule_id = rule(hall, "leaders", Pattern.MONTHLY, "2026-03-01 2026-04-30", numbers=(15,))
    ruling.generate(hall.session, hall.planner, rule_id)
    (first, _) = hall.session.scalars(select(Sitting).order_by(Sitting.day)).all()
    planning.drop(hall.session, hall.planner, first.id, first.version, "区委全会")
    ruling.generate(hall.session, hall.planner, rule_id)
    span = date(2026, 3, 1), date(2026, 4, 30)
    assert len(queries.sittings(hall.session, hall.planner.office_id, span)) == 1
    planning.restore(hall.session, hall.planner, first.id)
    assert len(queries.sittings(hall.session, hall.planner.office_id, span)) == 2


def test_a_session_that_no_longer_fits_its_rule_is_shown_and_not_taken_away(hall: Hall) -> None:
    rule_id = rule(hall, "leaders", Pattern.MONTHLY, "2026-03-01 2026-04-30", numbers=(15,))
    ruling.generate(hall.session, hall.planner, rule_id)
    setting_up.add_blocked(hall.session, hall.planner, None, (date(2026, 4, 13), date(2026, 4, 30)), "装修")
    found = ruling.generate(hall.session, hall.planner, rule_id)
    assert found.gone == ()
    assert found.expansion.days[-1] == date(2026, 5, 6)
    assert count(hall) == 2


@pytest.mark.parametrize(
    ("names", "rest", "said"),
    [
        (("mayor",), {}, "人员“张区长”在 2026-03-16 9:00—11:30 已安排“区领导公开接访”"),
        (("deputy",), {"room": "1号室"}, "接待室“1号室”"),
    ],
)
def test_a_clash_is_refused_and_named(hall: Hall, names, rest, said) -> None:
    hall.sitting("2026-03-16", "mayor", room="1号室")
    with pytest.raises(Refused) as refused:
        hall.sitting("2026-03-16", *names, **rest)
    assert said in refused.value.message
    assert count(hall) == 1


def test_a_person_of_two_rosters_is_one_person(hall: Hall) -> None:
    account = hall.people.actor("mayor").account_id
    draft = setting_up.MemberDraft(hall.kinds["units"], "区政府", account_id=account)
    twin = setting_up.save_member(hall.session, hall.planner, draft)
    hall.members["twin"] = twin
    hall.sitting("2026-03-16", "mayor")
    with pytest.raises(Refused, match="已安排"):
        hall.sitting("2026-03-16", "twin", kind="units")


def test_the_afternoon_is_free_when_the_morning_is_taken(hall: Hall) -> None:
    hall.sitting("2026-03-16", "mayor")
    hall.sitting("2026-03-16", "mayor", starts=time(14, 30), ends=time(17))
    assert count(hall) == 2


def test_holidays_and_leave_are_warned_of_and_do_not_stop_the_planner(hall: Hall) -> None:
    setting_up.add_leave(
        hall.session, hall.planner, hall.members["mayor"], (date(2026, 10, 1), date(2026, 10, 8)), "学习"
    )
    draft = SittingDraft(
        hall.kinds["leaders"], date(2026, 10, 1), NINE, NOON, seats=(Seat(hall.members["mayor"]),)
    )
    done = planning.add(hall.session, hall.planner, draft)
    assert [each.partition("，")[0] for each in done.warnings] == [
        "2026-10-01是节假日（国庆节）",
        "“张区长”2026-10-01至2026-10-08请假（学习）",
    ]


def test_a_stale_form_is_refused_even_when_only_people_changed(hall: Hall) -> None:
    sitting_id = hall.sitting("2026-03-16", "mayor")
    seen = hall.get(sitting_id).version
    draft = SittingDraft(
        hall.kinds["leaders"], date(2026, 3, 16), NINE, NOON, seats=(Seat(hall.members["deputy"]),)
    )
    planning.change(hall.session, hall.planner, sitting_id, seen, draft)
    with pytest.raises(StaleEditError):
        planning.change(hall.session, hall.planner, sitting_id, seen, draft)


def test_another_offices_people_cannot_be_planned(hall: Hall) -> None:
    other = hall.people.actor("other_planner")
    setting_up.make_usual_kinds(hall.session, other)
    theirs = queries.kinds(hall.session, other.office_id)[0].id
    draft = SittingDraft(theirs, date(2026, 3, 16), NINE, NOON, seats=(Seat(hall.members["mayor"]),))
    with pytest.raises(Missing):
        planning.add(hall.session, other, draft)


def test_two_planners_at_once_cannot_book_one_person_twice(any_hall: Hall, any_app: Flask) -> None:
    results: list[str] = []
    ready = threading.Barrier(2)

    def plan(username: str) -> None:
        with any_app.app_context():
            hall = Hall(db.session(), any_hall.people, any_hall.kinds, any_hall.members)
            actor = hall.people.actor(username)
            ready.wait()
            try:
                hall.sitting("2026-03-16", "mayor", actor=actor)
                results.append("saved")
            except Refused as refused:
                results.append(refused.message)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=plan, args=(each,)) for each in ("planner", "planner2")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each == "saved" for each in results) == [False, True]
    assert any("张区长" in each for each in results)
    any_hall.session.rollback()
    assert count(any_hall) == 1


def test_filling_is_what_was_looked_at_or_nothing(hall: Hall) -> None:
    rule_id = rule(hall, "lawyers", Pattern.WEEKLY, "2026-03-01 2026-03-31", numbers=(1, 3), roll=Roll.DROP)
    ruling.generate(hall.session, hall.planner, rule_id)
    span = date(2026, 3, 1), date(2026, 3, 31)
    proposal = filling.propose(hall.session, hall.planner, hall.kinds["lawyers"], span)
    assert [after for _, _, after in proposal.filling.loads] == [3, 3, 3]
    assert filling.apply(hall.session, hall.planner, hall.kinds["lawyers"], span, proposal.mark) == 9
    with pytest.raises(Refused, match="已被他人修改"):
        filling.apply(hall.session, hall.planner, hall.kinds["lawyers"], span, proposal.mark)
    assert alarms.gaps(hall.session, hall.planner.office_id or 0, date(2026, 3, 1)) == []


def test_a_gap_is_an_empty_seat_or_a_sitter_on_leave_by_whatever_entry_of_the_roster(any_hall: Hall) -> None:
    hall = any_hall
    session, planner = hall.session, hall.planner
    hall.sitting("2026-03-10")
    stood_in = hall.sitting("2026-03-11", "mayor")
    hall.sitting("2026-03-12", "third")
    hall.sitting("2026-03-13", "deputy")
    hall.sitting("2026-03-16", "building", kind="units")
    account = hall.people.actor("mayor").account_id
    twice = setting_up.MemberDraft(hall.kinds["units"], "张区长（兼）", account_id=account)
    again = setting_up.save_member(session, planner, twice)
    for member, day in ((again, 11), (hall.members["third"], 12), (hall.members["building"], 16)):
        span = date(2026, 3, day), date(2026, 3, day)
        setting_up.add_leave(session, planner, member, span, "外出学习")

    def by_entities() -> list[tuple[date, int, tuple[str, ...]]]:
        session.rollback()
        rows = queries.sittings(session, planner.office_id, (date(2026, 3, 1), date(2026, 3, 31)))
        away = {each.booking.mark: (each.resource.title,) for each in absences_of(session, rows)}
        found = [(each.day, each.open_seats, away.get(each.id, ())) for each in rows]
        return [each for each in found if each[1] or each[2]]

    def by_columns() -> list[tuple[date, int, tuple[str, ...]]]:
        found = alarms.gaps(session, planner.office_id or 0, date(2026, 3, 1))
        return [(each.day, each.empty, each.away) for each in found]

    assert by_columns() == by_entities()
    assert [each[0].day for each in by_columns() if each[2]] == [11, 12, 16]
    with writing(session):  # the mayor is away, and who stands in for him is not
        duty = session.get_one(Sitting, stood_in).duties[0]
        duty.stand_in_id = hall.members["deputy"]
    assert by_columns() == by_entities()
    assert [each[0].day for each in by_columns() if each[2]] == [12, 16]


def test_who_is_on_leave_is_named_once_and_always_in_the_same_order(any_hall: Hall) -> None:
    hall = any_hall
    newest = setting_up.MemberDraft(hall.kinds["leaders"], "丁副区长", post="副区长")
    hall.members["newest"] = setting_up.save_member(hall.session, hall.planner, newest)
    for day, names in ((10, ("mayor", "newest")), (11, ("newest", "mayor"))):
        hall.sitting(f"2026-03-{day}", *names)
        span = date(2026, 3, day), date(2026, 3, day)
        for name, reason in ((names[0], "外出学习"), (names[1], "外出学习"), (names[1], "参加会议")):
            setting_up.add_leave(hall.session, hall.planner, hall.members[name], span, reason)
    found = alarms.gaps(hall.session, hall.planner.office_id or 0, date(2026, 3, 1))
    assert [each.away for each in found] == [("丁副区长", "张区长")] * 2


def test_a_week_that_is_short_is_an_alarm_with_days_to_make_it_up(hall: Hall) -> None:
    rule_id = rule(hall, "lawyers", Pattern.WEEKLY, "2026-09-28 2026-10-18", numbers=(1, 3), roll=Roll.DROP)
    ruling.generate(hall.session, hall.planner, rule_id)
    with on("2026-10-05"):
        (found,) = alarms.shortfalls(hall.session, hall.planner.office_id or 0, date(2026, 10, 5), ahead=7)
    assert (found.week.monday, found.week.shortfall) == (date(2026, 10, 5), 1)
    assert found.week.offers == (date(2026, 10, 9), date(2026, 10, 10))


def test_the_clash_stands_on_the_page_and_what_was_typed_is_kept(app: Flask, hall: Hall) -> None:
    hall.sitting("2026-03-16", "mayor")
    client = client_of(app, "planner")
    data = {
        "version": "0", "day": "2026-03-16", "starts_at": "09:00", "ends_at": "11:30", "place": "二楼会议室",
        "members-0-member": str(hall.members["mayor"]), "members-0-window": "",
    }  # fmt: skip
    page = post(client, f"/reception/sessions/new?kind={hall.kinds['leaders']}", data, 400)
    assert "张区长" in page.alerts()
    assert page.all("//input[@name='place']/@value") == ["二楼会议室"]


def test_a_rule_is_looked_at_before_its_sessions_are_made(app: Flask, hall: Hall) -> None:
    client = client_of(app, "planner")
    data = {
        "version": "0", "kind_id": str(hall.kinds["leaders"]), "pattern": "monthly", "first": "2026-01-01",
        "last": "2026-12-31", "month_days": "15日", "roll": "forward", "head_weekday": "-1", "times": "1",
        "starts_at": "09:00", "ends_at": "11:30",
    }  # fmt: skip
    answer = post(client, "/reception/rules/new", data)
    page = fetch(client, answer.response.location)
    assert "2026-02-24" in page.text
    assert "原定2026-02-15（春节）顺延" in page.text
    assert count(hall) == 0
    post(client, answer.response.location, {})
    assert count(hall) == 12
    wrong = post(client, "/reception/rules/new", {**data, "month_days": "32"}, 400)
    assert "不是1至31之间的日期" in wrong.alerts()
