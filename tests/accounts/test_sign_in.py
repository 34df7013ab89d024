"""Signing in: lock-out, one answer for every failure, sessions, password rules, the second factor."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.audited import last_event
from tests.page import fetch, read
from tests.people import PASSWORD, Cast
from xinfang_site import clock, file_locks, settings, turns
from xinfang_site.accounts import passwords
from xinfang_site.accounts.models import Account, SignInSession
from xinfang_site.accounts.own import services as own_services
from xinfang_site.accounts.queries import open_sessions
from xinfang_site.accounts.signing_in import services, totp
from xinfang_site.accounts.signing_in.recognising import visitor_by_token
from xinfang_site.accounts.signing_in.redirects import local_target
from xinfang_site.accounts.signing_in.services import TOO_MANY, UNKNOWN, WRONG, Credentials, SignIn
from xinfang_site.audit.models import AuditEvent
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.settings import Settings, SettingsError

CAST = Cast()
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def account(username: str = "clerk") -> Account:
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def enter(
    username: str = "clerk", password: str = PASSWORD, code: str = "", address: str = "10.0.0.9"
) -> SignIn:
    return services.sign_in(db.session(), Credentials(username, password, code, address, "test"))


def change(new: str, old: str = PASSWORD) -> list[str]:
    return services.change_password(db.session(), CAST.actor("clerk"), old, new, 0)


def refusals() -> int:
    query = select(func.count()).select_from(AuditEvent).where(AuditEvent.result == "refused")
    return db.session.scalar(query) or 0


def code_now(offset: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(int(clock.now().timestamp()) + offset * 30)


def test_the_right_password_opens_a_session_with_a_random_token(any_app: Flask) -> None:
    first, second = enter(), enter()
    assert first.token != second.token
    assert len(first.token) >= 43
    assert len(open_sessions(db.session(), account().id)) == 2
    stored = db.session.scalars(select(SignInSession.token_digest)).all()
    assert first.token not in stored


def test_wrong_unknown_locked_and_disabled_get_the_same_answer(app: Flask) -> None:
    with writing(db.session()):
        account("clerk2").disabled_at = clock.now()
        account("handler").locked_until = clock.now() + timedelta(minutes=5)
    answers = {
        enter(password="wrong").fault,
        enter("nobody").fault,
        enter("clerk2").fault,
        enter("handler").fault,
    }
    assert answers == {WRONG}
    assert refusals() == 4


def test_five_failures_lock_for_fifteen_minutes(any_app: Flask) -> None:
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False) as traveller:
        for _ in range(5):
            assert enter(password="wrong").fault == WRONG
        assert enter().fault == WRONG
        traveller.shift(timedelta(minutes=14, seconds=59))
        assert enter().fault == WRONG
        traveller.shift(timedelta(seconds=1))
        assert enter().token


def test_four_failures_and_a_success_begin_the_count_again(app: Flask) -> None:
    for _ in range(2):
        for _ in range(4):
            enter(password="wrong")
        assert enter().token


def test_one_address_cannot_try_for_ever(app: Flask) -> None:
    for number in range(30):
        enter(f"nobody{number}")
    assert enter().fault == TOO_MANY
    client = app.test_client()
    data = {"csrf_token": fetch(client, "/login").token(), "username": "clerk", "password": PASSWORD}
    again = client.post("/login", data=data, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert TOO_MANY in read(again, 429).alerts()
    assert enter(address="10.0.0.10").token


def test_a_user_name_with_line_breaks_is_one_line_in_the_audit(app: Flask) -> None:
    enter("a\nb\r\nc")
    event = last_event()
    assert "\n" not in event.username
    assert "\r" not in event.object_id


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Ab1!short", "至少 10 位"),
        ("alllowercase1", "3 类"),
        ("Xinfang2024!", "容易猜到"),
        ("P@ssw0rd2024", "容易猜到"),
        ("My-Clerk-2468", "用户名"),
        ("A1" + "b" * 127, "最多 128 位"),
        (PASSWORD, "最近用过"),
    ],
)
def test_a_weak_new_password_is_refused_with_its_reason(app: Flask, password: str, why: str) -> None:
    assert any(why in each for each in change(password))
    assert enter().token


def test_common_words_are_no_passwords(app: Flask) -> None:
    assert passwords.faults("1qaz2wsx3edc", "", (), Settings(password_min_classes=1))


def test_a_long_sentence_is_a_password(app: Flask) -> None:
    assert change("Kuai le de xiao yang 7 zhi, " * 3) == []


def test_the_last_five_passwords_are_remembered(app: Flask) -> None:
    used = [PASSWORD, *(f"Shan-Cheng-{number}{number}!" for number in range(5))]
    for old, new in pairwise(used):
        assert change(new, old) == []
    assert change(used[1], used[-1]) == ["不能使用最近用过的口令"]
    assert change(used[0], used[-1]) == []


def test_guesses_at_the_same_time_are_counted_one_by_one(any_app: Flask) -> None:
    """Found from outside: on PostgreSQL a sixth of them was answered 409, neither counted nor audited."""

    def guess(number: int) -> str:
        with any_app.app_context():
            return enter(password=f"wrong {number}", address=f"10.0.0.{number}").fault

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(guess, range(12))) == {WRONG}
    reasons = db.session.scalars(select(AuditEvent.reason).where(AuditEvent.result == "refused")).all()
    assert Counter(reasons) == {"口令错误": 5, "账号已锁定": 7}


def test_what_is_no_user_name_leaves_no_text_in_the_audit(app: Flask) -> None:
    """Found from outside: a password typed into the wrong field stood there for three years."""
    for typed in (PASSWORD, PASSWORD, "nobody"):
        assert enter(username=typed).fault == WRONG
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.result == "refused")).all()
    assert {each.username for each in events} == {UNKNOWN}
    first, again, other = (each.object_id for each in events)
    assert first == again != other
    assert PASSWORD not in "".join(f"{each.username}{each.object_id}{each.reason}" for each in events)


@pytest.mark.parametrize("guess", ["change", "remove"])
def test_an_open_session_gives_no_more_guesses_at_the_password_than_the_door(app: Flask, guess: str) -> None:
    """Found from outside: whoever sat down at it could try for as long as it was open (ASVS 6.3.1)."""
    enter()
    with writing(db.session()):
        account().totp_secret = SECRET
    for _ in range(5):
        assert open_sessions(db.session(), account().id)
        if guess == "change":
            assert change("Shan-Cheng-135!", old="wrong") == ["原口令不正确"]
        else:
            with pytest.raises(Refused, match="口令不正确"):
                own_services.remove(db.session(), CAST.actor("clerk"), "wrong")
    assert refusals() == 5
    assert not open_sessions(db.session(), account().id)
    assert enter(code=code_now()).fault == WRONG


def test_a_password_that_was_reset_while_it_was_checked_opens_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def matches(known: str, given: str) -> bool:
        with writing(db.session()):
            account().password_hash = passwords.hash_password("Shan-Cheng-135!")
        return True

    monkeypatch.setattr(passwords, "matches", matches)
    assert enter().fault == WRONG


def test_the_own_change_needs_the_old_password_and_ends_other_sessions(app: Flask) -> None:
    enter()
    assert change("Shan-Cheng-135!", old="wrong") == ["原口令不正确"]
    assert open_sessions(db.session(), account().id)
    assert change("Shan-Cheng-135!") == []
    assert not open_sessions(db.session(), account().id)


def test_after_ninety_days_the_password_must_change(app: Flask) -> None:
    with time_machine.travel(clock.now() + timedelta(days=89), tick=False), app.test_request_context():
        token = enter().token
        visitor = visitor_by_token(db.session(), token)
        assert visitor is not None
        assert not visitor.must_change
    with time_machine.travel(clock.now() + timedelta(days=91), tick=False), app.test_request_context():
        visitor = visitor_by_token(db.session(), enter().token)
        assert visitor is not None
        assert visitor.must_change


def test_a_one_time_password_has_three_classes_and_sixteen_characters(app: Flask) -> None:
    made = {passwords.one_time() for _ in range(50)}
    assert len(made) == 50
    for each in made:
        assert len(each) == 16
        assert passwords.faults(each, "", (), Settings()) == []


def test_a_hash_with_older_parameters_is_renewed_on_sign_in(app: Flask) -> None:
    with writing(db.session()):
        account().password_hash = passwords._hasher_of(2, 64).hash(PASSWORD)
    old = account().password_hash
    enter()
    assert account().password_hash != old


def test_a_damaged_hash_matches_nothing(app: Flask) -> None:
    assert not passwords.matches("no hash", PASSWORD)
    assert not passwords.matches("", PASSWORD)


def test_an_ended_session_is_ended_once_and_only_by_its_owner(app: Flask) -> None:
    enter()
    session_id = open_sessions(db.session(), account().id)[0].id
    assert not services.end_session(db.session(), CAST.actor("handler"), session_id)
    assert services.end_session(db.session(), CAST.actor("clerk"), session_id)
    assert not services.end_session(db.session(), CAST.actor("clerk"), session_id)


def test_the_second_factor_is_taken_into_use_with_its_first_code(app: Flask) -> None:
    actor = CAST.actor("clerk")
    with pytest.raises(Refused) as refused:
        own_services.enrol(db.session(), actor, SECRET, "000000")
    assert refused.value.field == "code"
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False):
        own_services.enrol(db.session(), actor, SECRET, code_now())
        assert enter().needs_code
        assert enter(code=code_now()).fault == WRONG, "a code works once"
        assert enter(code=code_now(1)).token
    with pytest.raises(Refused, match="已经启用"):
        own_services.enrol(db.session(), actor, SECRET, code_now())


def test_wrong_codes_lock_like_wrong_passwords(app: Flask) -> None:
    with writing(db.session()):
        account().totp_secret = SECRET
    for _ in range(5):
        assert enter(code="abcdef").fault == WRONG
    assert enter(code=code_now()).fault == WRONG
    assert account().locked_until is not None


def test_the_second_factor_is_given_up_with_the_password_only(app: Flask) -> None:
    actor = CAST.actor("clerk")
    with pytest.raises(Refused, match="没有启用"):
        own_services.remove(db.session(), actor, PASSWORD)
    with writing(db.session()):
        account().totp_secret = SECRET
    with pytest.raises(Refused) as refused:
        own_services.remove(db.session(), actor, "wrong")
    assert refused.value.field == "password"
    own_services.remove(db.session(), actor, PASSWORD)
    assert account().totp_secret is None


def test_a_required_second_factor_is_not_given_up(app: Flask) -> None:
    app.extensions["xinfang_settings"] = Settings(totp_required_roles=("clerk",))
    with writing(db.session()):
        account().totp_secret = SECRET
    with pytest.raises(Refused, match="岗位"):
        own_services.remove(db.session(), CAST.actor("clerk"), PASSWORD)


def test_the_authenticator_text_names_site_and_user(app: Flask) -> None:
    text = totp.address(SECRET, "clerk", "信访系统")
    assert text.startswith("otpauth://totp/")
    assert SECRET in text


def test_a_misspelt_role_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('totp_required_roles = ["sysadmin"]', encoding="utf-8")
    with pytest.raises(SettingsError, match="sysadmin"):
        settings.load(file)
    file.write_text('totp_required_roles = ["system_admin"]', encoding="utf-8")
    assert settings.load(file).totp_required_roles == ("system_admin",)
    file.write_text("session_idle_minutes = -1", encoding="utf-8")
    with pytest.raises(SettingsError, match="session_idle_minutes"):
        settings.load(file)


def test_after_signing_in_only_local_addresses_are_followed(app: Flask) -> None:
    with app.test_request_context():
        assert local_target("/petitions/?q=a") == "/petitions/?q=a"
        for foreign in ("//evil.example", "https://evil.example", "/\\evil", "evil", "", "/a\nb", "/\x00"):
            assert local_target(foreign) == "/"


def test_what_was_typed_when_the_session_ended_is_offered_after_signing_in(app: Flask) -> None:
    client = app.test_client()
    token = fetch(client, "/login").token()
    lost = client.post("/offices/new", data={"csrf_token": token, "name": "来之不易", "password": "x"})
    assert lost.status_code == 401
    kept = read(lost, 401).hidden("//form")["kept"]
    page = read(client.post("/login", data={"csrf_token": token, "kept": kept}), 200)
    data = {"csrf_token": page.token(), "kept": kept, "username": "root_system", "password": PASSWORD}
    offered = read(client.post("/login", data=data), 200)
    assert offered.texts("//textarea[@name='name']") == ["来之不易"]
    assert not offered.all("//textarea[@name='password']")


def test_a_clock_set_back_keeps_no_session_alive(app: Flask) -> None:
    token = enter().token
    with time_machine.travel(clock.now() - timedelta(days=3), tick=False), app.test_request_context():
        assert visitor_by_token(db.session(), token) is None
        assert visitor_by_token(db.session(), "no such token") is None


@pytest.mark.skipif(not file_locks.AVAILABLE, reason="Windows has no such lock; SQLite's own has to do")
def test_n4_a_page_does_not_wait_for_a_long_save_to_note_who_was_seen(
    app: Flask, instance_folder: Path
) -> None:
    """Found from outside: beside a writer of twenty seconds every page took six, and the next ones twelve."""
    token, later = enter().token, clock.now() + timedelta(minutes=5)
    with time_machine.travel(later, tick=False), app.test_request_context():
        with turns.turn(instance_folder / "xinfang.db", 10):
            waiting = set(threading.enumerate())
            assert visitor_by_token(db.session(), token) is not None
            assert set(threading.enumerate()) <= waiting
            assert db.session.scalar(select(func.max(SignInSession.seen_at))) < later
        assert visitor_by_token(db.session(), token) is not None
        assert db.session.scalar(select(func.max(SignInSession.seen_at))) == later


def test_idle_and_absolute_limits_end_a_session(app: Flask) -> None:
    start = clock.now()
    token = enter().token
    with app.test_request_context():
        for minutes in range(20, 12 * 60, 20):
            with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
                assert visitor_by_token(db.session(), token) is not None
        with time_machine.travel(start + timedelta(hours=12, minutes=1), tick=False):
            assert visitor_by_token(db.session(), token) is None
        with time_machine.travel(start, tick=False):
            idle = enter().token
        with time_machine.travel(start + timedelta(minutes=31), tick=False):
            assert visitor_by_token(db.session(), idle) is None
