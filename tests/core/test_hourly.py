"""The hour's work of the modules (``xinfang_hourly``): once an hour, by the worker or by ``xinfang daily``."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.people import Cast
from tests.plugins.daily_briefing.desk import china, furnish
from xinfang_daily_briefing.issues.models import Issue
from xinfang_site import clock, daily, hourly
from xinfang_site.extensions import db
from xinfang_site.imports.batches import cleanup
from xinfang_site.jobs import worker
from xinfang_site.jobs.models import Job


@pytest.mark.parametrize("way", ["worker", "daily"])
def test_the_draft_of_the_day_is_made_once_its_hour_has_come(app: Flask, way: str) -> None:
    with time_machine.travel(china(2026, 11, 25, 6, 30), tick=False) as now:
        furnish()
        _work(way)
        assert db.session.scalars(select(Issue)).all() == []
        now.move_to(china(2026, 11, 25, 7, 0))
        for _ in range(2):
            _work(way)
        db.session.rollback()
        made = [(each.office_id, each.day.isoformat()) for each in db.session.scalars(select(Issue))]
        assert made == [(Cast().office(code).id, "2026-11-25") for code in ("JXF", "YXF")]


def _work(way: str) -> None:
    if way == "daily":
        daily.run_day(db.session(), clock.today())
    else:
        worker.work(forever=False)


def test_dead_imports_that_cannot_be_handed_over_do_not_keep_the_modules_waiting(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_session: object) -> int:
        raise OSError("disk")

    monkeypatch.setattr(cleanup, "hand_over", broken)
    with time_machine.travel(china(2026, 11, 25, 7, 10), tick=False):
        furnish()
        told = hourly.run(db.session(), Job())["message"]
        made = db.session.scalars(select(Issue)).all()
    assert len(made) == 2
    assert "请系统管理员查看日志" in told
    assert "not handed over" in caplog.text


def test_the_worker_asks_once_in_each_hour(app: Flask) -> None:
    with time_machine.travel(china(2026, 11, 25, 8, 10), tick=False) as now:
        assert hourly.is_due(db.session())
        worker.work(forever=False)
        assert not hourly.is_due(db.session())
        now.move_to(china(2026, 11, 25, 9, 0))
        assert hourly.is_due(db.session())
        kinds = db.session.scalars(select(Job.title).where(Job.kind == "hourly")).all()
        assert kinds == ["每时任务 2026-11-25 08时"]
