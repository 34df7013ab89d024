"""Background work of modules: only where the module is on, for whoever asked alone, and never trusted to be well."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.modules.sample import plugin
from tests.modules.test_switching import switch
from tests.page import fetch
from tests.people import Cast, sign_in
from xinfang_site import clock, plugin_failures
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.jobs.holding import SILENT
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.worker import work
from xinfang_site.module_jobs.services import queue
from xinfang_site.plugin_registry import PluginError
from xinfang_site.plugin_values import JobKind, JobResult, JobWork
from xinfang_site.testing.workshop import Browser

KIND = "sample.sheet"


def site(made: Any, run: Callable[[JobWork], Any]) -> Flask:
    return made(plugin(xinfang_jobs=lambda: [JobKind(KIND, "导出样例", "sample.read", run)]))


def done(job_id: int) -> Job:
    """The job once the worker has nothing left to do."""
    work(forever=False)
    db.session.rollback()
    return db.session.get_one(Job, job_id)


def queued(**arguments: Any) -> int:
    return queue(db.session(), Cast().actor("clerk"), KIND, arguments)[0]


def good(work: JobWork) -> JobResult:
    work.progress(1, 2, "正在写入")
    return JobResult(f"{work.actor.name}{work.arguments['year']}", b"content", "样例.txt")


def test_a_job_is_done_for_whoever_asked_and_the_file_is_theirs_alone(made: Any) -> None:
    app = site(made, good)
    with pytest.raises(Refused, match="未启用"):
        queued(year=2026)
    switch("root_security", "sample", on=True)
    job_id = queued(year=2026)
    actor = Cast().actor("clerk")
    assert queue(db.session(), actor, KIND, {"year": 2026}) == (job_id, False)  # one of a kind at a time
    assert queue(db.session(), actor, KIND, {"year": 2027}) == (job_id, True)  # R2: and the person is told
    assert done(job_id).state == "done"
    clients: dict[str, Browser] = {name: app.test_client() for name in ("clerk", "handler", "other_clerk")}
    for name, client in clients.items():
        sign_in(client, name)
    assert "登记甲2026" in fetch(clients["clerk"], f"/jobs/{job_id}").text
    assert clients["clerk"].get(f"/jobs/{job_id}/file").data == b"content"
    for name in ("handler", "other_clerk"):
        for address in (f"/jobs/{job_id}", f"/jobs/{job_id}/file"):
            assert clients[name].get(address).status_code == 404
    switch("root_security", "sample", on=False)
    assert clients["clerk"].get(f"/jobs/{job_id}/file").status_code == 404


def test_a_job_of_a_module_that_is_off_by_now_does_not_run(made: Any) -> None:
    ran = []
    site(made, ran.append)
    switch("root_security", "sample", on=True)
    job_id = queued()
    switch("root_security", "sample", on=False)
    job = done(job_id)
    assert (job.state, ran) == ("failed", [])
    assert "停用" in job.message


@pytest.mark.parametrize("run", [lambda _work: 1 / 0, lambda _work: "nonsense", lambda _work: sys.exit(3)])
def test_a_job_that_fails_is_shown_to_administrators_and_to_whoever_asked(made: Any, run: Any) -> None:
    client = site(made, run).test_client()
    switch("root_security", "sample", on=True)
    job = done(queued())
    assert (job.state, "没有办完" in job.message) == ("failed", True)
    sign_in(client, "clerk")
    page = fetch(client, f"/jobs/{job.id}")
    assert ("没有完成：" in page.text, page.all("//progress")) == (True, [])
    assert [each.hook for each in plugin_failures.recent()] == ["job"]


def test_a_kind_of_job_carries_the_plugin_s_name(made: Any) -> None:
    with pytest.raises(PluginError, match=r"后台任务 other\.sheet"):
        made(plugin(xinfang_jobs=lambda: [JobKind("other.sheet", "他人的", "sample.read", good)]))


def test_a_job_that_told_how_far_it_is_may_be_silent_for_as_long_as_before(made: Any) -> None:
    left = []

    def telling(work: JobWork) -> JobResult:
        work.progress(1, 2, "正在写入")
        with Session(db.engine) as other:
            left.append(other.scalars(select(Job.lease_until).where(Job.kind == KIND)).one() - clock.now())
        return JobResult("完成")

    site(made, telling)
    switch("root_security", "sample", on=True)
    assert done(queued()).state == "done"
    assert left[0] > SILENT / 2
