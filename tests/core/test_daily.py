"""The morning's work: done once a day, safe to repeat, and a witness of the audit's head."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from tests import matters
from xinfang_site import clock, daily
from xinfang_site.accounts.models import SignInSession
from xinfang_site.audit import witness
from xinfang_site.audit.models import AuditEvent, AuditHead
from xinfang_site.audit.services import verify
from xinfang_site.audit.writer import seal
from xinfang_site.calendars.models import CalendarDay, CalendarYear
from xinfang_site.cli import main
from xinfang_site.extensions import db
from xinfang_site.jobs import services, worker
from xinfang_site.jobs.models import Job


def test_the_day_s_work_can_be_done_twice(app: Flask) -> None:
    matters.registered()
    day = clock.today()
    assert "已留存审计链首" in daily.run_day(db.session(), day)
    assert "已留存审计链首" not in daily.run_day(db.session(), day)
    assert witness.fault(db.session()) == ""


def test_a_missing_holiday_table_is_said_before_the_year_begins(app: Flask) -> None:
    db.session.execute(delete(CalendarDay).where(CalendarDay.year == 2026))
    db.session.execute(delete(CalendarYear).where(CalendarYear.year == 2026))
    db.session.commit()
    with time_machine.travel("2025-11-20 10:00+08:00"):
        assert any("2026" in line for line in daily.run_day(db.session(), date(2025, 11, 20)))
        assert not any("2026" in line for line in daily.run_day(db.session(), date(2025, 6, 1)))


def test_sessions_that_ended_long_ago_are_forgotten(app: Flask) -> None:
    from tests.people import sign_in

    sign_in(app.test_client(), "clerk")
    db.session.execute(update(SignInSession).values(seen_at=clock.now() - timedelta(days=91)))
    db.session.commit()
    daily.run_day(db.session(), clock.today())
    assert db.session.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_a_tail_cut_by_somebody_with_the_key_is_found_by_the_witness(app: Flask) -> None:
    matters.registered()
    daily.run_day(db.session(), clock.today())
    matters.registered()
    for guard in ("audit_event_no_delete", "audit_head_no_way_back"):
        db.session.execute(text(f"DROP TRIGGER {guard}"))
    first = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).first()
    assert first is not None
    db.session.execute(delete(AuditEvent).where(AuditEvent.id > first.id))
    head = db.session.get_one(AuditHead, 1)
    head.last_id, head.last_digest, head.seal = first.id, first.digest, seal(first.id, first.digest)
    db.session.commit()
    assert verify(db.session()).fault == ""
    assert "不存在或不符" in witness.fault(db.session())


def test_the_worker_plans_the_day_once_after_five(app: Flask) -> None:
    with time_machine.travel("2026-03-02 04:00+08:00"):
        worker.work(forever=False)
    daily = select(Job).where(Job.kind == "daily")  # each hour has a job of its own
    assert db.session.scalars(daily).all() == []
    with time_machine.travel("2026-03-02 06:00+08:00"):
        worker.work(forever=False)
        worker.work(forever=False)
    jobs = db.session.scalars(daily).all()
    assert [(job.title, job.state) for job in jobs] == [("每日任务 2026-03-02", "done")]


def test_the_commands_daily_and_audit_verify(instance_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XINFANG_INSTANCE", str(instance_folder))
    runner = CliRunner()
    assert "已留存审计链首" in runner.invoke(main, ["daily"]).output
    verified = runner.invoke(main, ["audit", "verify"])
    assert verified.exit_code == 0
    assert "审计日志完整" in verified.output
    log = instance_folder / "audit-heads.log"
    log.write_text("2026-01-01 999 abc\n", encoding="ascii")
    broken = runner.invoke(main, ["audit", "verify"])
    assert broken.exit_code == 1
    assert "第 999 号记录不存在" in broken.output


def test_a_password_is_reset_at_the_server_into_a_file_and_nowhere_else(
    instance_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XINFANG_INSTANCE", str(instance_folder))
    told = CliRunner().invoke(main, ["reset-password", "secadmin"])
    path = instance_folder / "reset-password.txt"
    username, secret = path.read_text(encoding="utf-8").split()
    assert (told.exit_code, username, path.stat().st_mode & 0o777) == (0, "secadmin", 0o600)
    assert secret not in told.output
    assert CliRunner().invoke(main, ["reset-password", "nobody"]).exit_code == 1


def test_every_command_has_its_help_and_wrong_usage_is_2() -> None:
    runner = CliRunner()
    for name in (
        "init",
        "run",
        "worker",
        "import",
        "export",
        "audit",
        "bench",
        "daily",
        "demo",
        "reset-password",
    ):
        assert runner.invoke(main, [name, "--help"]).exit_code == 0, name
    assert runner.invoke(main, ["--help"]).exit_code == 0
    assert runner.invoke(main, ["nonsense"]).exit_code == 2
    assert runner.invoke(main, ["run", "--port", "x"]).exit_code == 2


def test_what_cannot_start_is_one_clear_line_and_exit_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text("nonsense = 1\n", encoding="utf-8")
    monkeypatch.setenv("XINFANG_INSTANCE", str(tmp_path))
    result = CliRunner().invoke(main, ["init"])
    assert result.exit_code == 1
    assert "不认识的配置项：nonsense" in result.output
    assert "Traceback" not in result.output


def test_a_task_that_fails_keeps_none_of_the_others_from_being_done(app: Flask, monkeypatch) -> None:
    def fail(_session: object, _day: date) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(daily, "TASKS", (fail, *daily.TASKS, fail))
    lines = daily.run_day(db.session(), clock.today())
    assert "已留存审计链首" in lines
    assert "2 项每日任务出错，没有做完，请系统管理员查看日志" in lines


def test_a_morning_of_many_minutes_is_not_taken_for_dead(app: Flask, monkeypatch) -> None:
    """A backup says nothing while it lasts; a second worker leaves the job alone."""
    begun = []
    with time_machine.travel("2026-11-28 10:00+08:00", tick=False) as moved:

        def long(_session: object, _day: date) -> str:
            begun.append(1)
            moved.shift(timedelta(minutes=50))
            with Session(db.engine) as other:
                assert services.claim(other) is None
            return "久"

        monkeypatch.setattr(daily, "TASKS", (long,))
        worker.work(forever=False)
    job = db.session.scalars(select(Job).where(Job.kind == "daily")).one()
    assert (begun, job.state, job.tries) == ([1], "done", 1)
