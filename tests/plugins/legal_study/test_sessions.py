"""Sessions and attendance as services keep them, on both databases where they write at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import event

from tests.plugins.legal_study.making import Study, at
from xinfang_legal_study.figures import figures
from xinfang_legal_study.people.queries import members, own_member
from xinfang_legal_study.records import yearly
from xinfang_legal_study.records.queries import waiting_count
from xinfang_legal_study.rules.attendance import Presence, Reason, Tally, Way
from xinfang_legal_study.rules.kinds import Audience, SessionState, StudyKind
from xinfang_legal_study.rules.sign_in import Window
from xinfang_legal_study.sessions import attending, services
from xinfang_legal_study.sessions.forms import session_values
from xinfang_legal_study.sessions.queries import entry_of, session_of, year_sessions
from xinfang_site import clock
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.missing import Missing
from xinfang_site.versions import StaleEditError

Fails = Callable[..., str]


def held(study: Study, session_id: int, **changes: object) -> None:
    found = session_of(study.session, study.actor("section_head").office_id, session_id)
    draft = services.HeldDraft(found.day, Decimal(2), **changes)  # type: ignore[arg-type]  # test values
    services.hold(study.session, study.actor("section_head"), session_id, draft, found.version)


def opened(study: Study, session_id: int, day: date) -> str:
    window = Window(at(day, 8, 45), at(day, 11))
    return attending.open_desk(study.session, study.actor("section_head"), session_id, window)


def presence(study: Study, username: str, session_id: int) -> str:
    study.session.expire_all()
    entry = entry_of(study.session, study.actor(username), session_id)
    return entry.presence if entry else ""


def test_the_roll_expects_whom_the_audience_names(study: Study) -> None:
    everyone = session_of(study.session, study.actor("clerk").office_id, study.planned(today()))
    leaders = session_of(
        study.session,
        study.actor("clerk").office_id,
        study.planned(today(), topic="班子学法", audience=Audience.LEADERS),
    )
    assert {each.member.name for each in leaders.roll} == {"主任甲"}
    names = {each.member.name for each in everyone.roll}
    assert {"登记甲", "主任甲", "律师甲"} <= names
    assert not names & {"系统员", "安全员", "审计员"}


@pytest.mark.parametrize("minutes", [-1, 0, 134, 135])
def test_signing_in_goes_by_the_servers_time(any_study: Study, minutes: int, fails: Fails) -> None:
    day = today()
    session_id = any_study.planned(day)
    code = opened(any_study, session_id, day)
    with clock.at(at(day, 8, 45) + timedelta(minutes=minutes)):
        if 0 <= minutes < 135:
            attending.sign_in(any_study.session, any_study.actor("clerk"), session_id, code)
            attending.sign_in(any_study.session, any_study.actor("clerk"), session_id, code)
            assert presence(any_study, "clerk", session_id) == "present"
        else:
            said = fails(attending.sign_in, any_study.session, any_study.actor("clerk"), session_id, code)
            assert "没有开始" in said or "截止" in said
            assert presence(any_study, "clerk", session_id) == "expected"


def test_a_future_session_takes_no_signature(study: Study, fails: Fails) -> None:
    later = today() + timedelta(days=3)
    session_id = study.planned(later)
    code = opened(study, session_id, later)
    assert "没有开始" in fails(attending.sign_in, study.session, study.actor("clerk"), session_id, code)


def test_a_window_lies_on_the_day_of_the_session(study: Study, fails: Fails) -> None:
    session_id = study.planned(today() + timedelta(days=3))
    window = Window(at(today(), 8), at(today(), 9))
    assert "学习当天" in fails(
        attending.open_desk, study.session, study.actor("section_head"), session_id, window
    )


def test_a_new_code_ends_the_old_one(study: Study, fails: Fails) -> None:
    day = today()
    session_id = study.planned(day)
    old = opened(study, session_id, day)
    new = opened(study, session_id, day)
    with clock.at(at(day, 9)):
        if old != new:
            fails(attending.sign_in, study.session, study.actor("clerk"), session_id, old)
        attending.sign_in(study.session, study.actor("clerk"), session_id, new)


def test_a_code_is_not_guessed_by_trying(study: Study, fails: Fails) -> None:
    day = today()
    session_id = study.planned(day)
    code = opened(study, session_id, day)
    wrong = "000000" if code != "000000" else "111111"
    with clock.at(at(day, 9)):
        for _ in range(attending.MOST_WRONG):
            fails(attending.sign_in, study.session, study.actor("clerk"), session_id, wrong)
        assert "十分钟后" in fails(attending.sign_in, study.session, study.actor("clerk"), session_id, code)
        attending.sign_in(study.session, study.actor("handler"), session_id, code)
    with clock.at(at(day, 9, 11)):
        attending.sign_in(study.session, study.actor("clerk"), session_id, code)
    assert presence(study, "clerk", session_id) == "present"


def test_a_code_is_not_guessed_by_trying_many_at_once(any_app: Flask, any_study: Study) -> None:
    """Each was let through as long as the others had not been noted."""
    at_once = attending.MOST_WRONG + 3
    session_id, actor = any_study.planned(today()), any_study.actor("clerk")
    together = Barrier(at_once)

    def guess(number: int) -> str:
        with any_app.app_context():
            together.wait()
            with pytest.raises(Refused) as refused:
                attending.sign_in(db.session(), actor, session_id, f"{number:06}")
            return refused.value.message

    with ThreadPoolExecutor(at_once) as pool:
        said = list(pool.map(guess, range(at_once)))
    assert sum("十分钟后" in each for each in said) == 3


def test_what_waits_for_a_decision_is_counted_without_reading_all_attendance(study: Study) -> None:
    """It stands on every home page of whoever decides; ten years of an office are forty thousand rows."""
    office_id, connection, asked = study.actor("clerk").office_id, study.session.connection(), []
    event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2:4]))
    waiting_count(study.session, office_id)
    ((statement, values),) = asked
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert any(
        "ix_legal_study_attendance_waiting (office_id=? AND made_up_state=?)" in row[3] for row in plan
    )


def test_whoever_was_not_expected_signs_in_beside_the_count(study: Study) -> None:
    day = today()
    session_id = study.planned(day, audience=Audience.LEADERS)
    code = opened(study, session_id, day)
    with clock.at(at(day, 9)):
        attending.sign_in(study.session, study.actor("clerk"), session_id, code)
    found = session_of(study.session, study.actor("clerk").office_id, session_id)
    assert found.tally == Tally(1, 0)
    assert [each.extra for each in found.roll if each.member.name == "登记甲"] == [True]


def test_another_office_knows_nothing_of_a_session(study: Study) -> None:
    session_id = study.planned(today())
    for username in ("unit_head", "other_clerk"):
        with pytest.raises(Missing):
            session_of(study.session, study.actor(username).office_id, session_id)
    with pytest.raises(Missing):
        attending.sign_in(study.session, study.actor("unit_head"), session_id, "000000")


def test_held_makes_absent_of_whoever_was_only_expected(study: Study) -> None:
    session_id = study.planned(today())
    found = session_of(study.session, study.actor("clerk").office_id, session_id)
    mine = next(each for each in found.roll if each.member.name == "登记甲")
    marks = [attending.Mark(mine.id, mine.version, Presence.PRESENT)]
    attending.mark(study.session, study.actor("section_head"), session_id, marks, Way.SHEET)
    held(study, session_id)
    assert presence(study, "clerk", session_id) == "present"
    assert presence(study, "leader", session_id) == "absent"


def test_a_session_of_tomorrow_cannot_have_been_held(study: Study, fails: Fails) -> None:
    session_id = study.planned(today() + timedelta(days=1))
    assert "晚于今天" in fails(held, study, session_id)


def test_the_sheet_does_not_overwrite_a_signature_made_meanwhile(any_study: Study) -> None:
    day = today()
    session_id = any_study.planned(day)
    code = opened(any_study, session_id, day)
    found = session_of(any_study.session, any_study.actor("clerk").office_id, session_id)
    stale = [attending.Mark(each.id, each.version, Presence.ABSENT) for each in found.roll]
    with clock.at(at(day, 9)):
        attending.sign_in(any_study.session, any_study.actor("clerk"), session_id, code)
    with pytest.raises(StaleEditError):
        attending.mark(any_study.session, any_study.actor("section_head"), session_id, stale, Way.SHEET)
    any_study.session.rollback()
    assert presence(any_study, "clerk", session_id) == "present"
    assert presence(any_study, "leader", session_id) == "expected"


def test_a_make_up_counts_once_a_second_person_approved_it(study: Study, fails: Fails) -> None:
    session_id = study.planned(today())
    head, clerk = study.actor("section_head"), study.actor("clerk")
    attending.explain_absence(study.session, clerk, session_id, Reason.DUTY, "窗口值班")
    held(study, session_id)
    attending.ask_make_up(study.session, clerk, session_id, attending.MakeUpDraft(today(), "自学并交笔记"))
    entry = entry_of(study.session, clerk, session_id)
    assert entry is not None
    assert presence(study, "clerk", session_id) == "leave"
    assert "本人以外" in fails(
        attending.decide_make_up, study.session, clerk, entry.id, approve=True, note=""
    )
    attending.decide_make_up(study.session, head, entry.id, approve=True, note="")
    assert presence(study, "clerk", session_id) == "made_up"
    assert entry.reason == "duty"
    found = session_of(study.session, clerk.office_id, session_id)
    assert found.tally.present == 0
    assert found.tally.made_up == 1
    own = next(
        each
        for each in yearly.progress_of(study.session, found.office_id, found.year, today())
        if each.name == "登记甲"
    )
    assert own.hours == Decimal(2)
    assert own.tally == Tally(1, 0, 1)


def test_a_moved_session_stays_and_its_successor_is_planned(study: Study) -> None:
    session_id = study.planned(today() + timedelta(days=1))
    later = today() + timedelta(days=2)
    new = services.move(study.session, study.actor("section_head"), session_id, later, "主讲人出差")
    office_id = study.actor("clerk").office_id
    old, found = session_of(study.session, office_id, session_id), session_of(study.session, office_id, new)
    assert (old.standing, old.superseded) == (SessionState.MOVED, True)
    assert (found.standing, found.day, found.moved_from_id) == (SessionState.PLANNED, later, session_id)
    assert found.starts_at is not None
    assert clock.china(found.starts_at).hour == 9
    assert figures(year_sessions(study.session, office_id, found.year)).plan.whole == 1


@pytest.mark.parametrize("act", ["cancel", "move", "hold"])
def test_a_cancelled_session_takes_no_further_act(study: Study, act: str, fails: Fails) -> None:
    session_id = study.planned(today())
    head = study.actor("section_head")
    services.cancel(study.session, head, session_id, "与会议冲突")
    acts = {
        "cancel": lambda: services.cancel(study.session, head, session_id, "再次"),
        "move": lambda: services.move(study.session, head, session_id, today() + timedelta(days=1), "改期"),
        "hold": lambda: held(study, session_id),
    }
    assert "已取消" in fails(acts[act])


def test_two_editors_of_a_session_do_not_overwrite_each_other(any_study: Study) -> None:
    session_id = any_study.planned(today())
    head = any_study.actor("section_head")
    found = session_of(any_study.session, head.office_id, session_id)
    draft = services.SessionDraft(StudyKind.LEADERS, "改过的内容", today())
    services.edit_session(any_study.session, head, session_id, draft, found.version)
    with pytest.raises(StaleEditError):
        services.edit_session(any_study.session, head, session_id, replace(draft, topic="另一个"), 1)
    any_study.session.rollback()
    any_study.session.expire_all()
    assert session_values(session_of(any_study.session, head.office_id, session_id))["topic"] == "改过的内容"


def test_only_heads_from_a_ledger_are_taken_where_nobody_is_on_the_roll(study: Study, fails: Fails) -> None:
    session_id = study.planned(today(), audience=Audience.OTHER)
    assert "多于应到" in fails(held, study, session_id, heads=Tally(5, 6))
    held(study, session_id, heads=Tally(9, 8, 1))
    found = session_of(study.session, study.actor("clerk").office_id, session_id)
    assert found.tally == Tally(9, 8, 1)


def test_a_new_colleague_joins_the_roll_when_signing_in(study: Study) -> None:
    day = today()
    session_id = study.planned(day, audience=Audience.LEADERS)
    code = opened(study, session_id, day)
    unit = study.actor("unit_handler")
    assert own_member(study.session, unit) is None
    with clock.at(at(day, 9)), pytest.raises(Missing):
        attending.sign_in(study.session, unit, session_id, code)
    study.session.rollback()
    assert own_member(study.session, unit) is None


def test_an_administrator_takes_no_part(study: Study) -> None:
    names = {each.name for each in members(study.session, study.actor("clerk").office_id)}
    assert not names & {"系统员", "安全员", "审计员"}
    session_id = study.planned(today())
    code = opened(study, session_id, today())
    with clock.at(at(today(), 9)), pytest.raises(Refused):
        attending.sign_in(study.session, study.actor("root_system"), session_id, code)
