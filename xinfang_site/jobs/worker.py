"""The worker (后台任务进程): does queued jobs one after another."""

import logging
import os
import time
from typing import Any

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from xinfang_site import clock, daily, hourly
from xinfang_site.actor import system
from xinfang_site.ballast import ballast
from xinfang_site.database import DatabaseBusy, writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.imports.batches import cleanup
from xinfang_site.jobs import handlers, services
from xinfang_site.jobs.holding import Hold, Lost
from xinfang_site.jobs.models import Job
from xinfang_site.register.searching import index_worker
from xinfang_site.reports import drawing

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.5


def work(*, forever: bool = True, parent: int | None = None) -> None:
    """Do jobs as they come.

    Args:
        forever: with False, stop when none waits.
        parent: process to stop with, so that a killed server leaves no worker behind.
    """
    _tidy()
    while parent is None or os.getppid() == parent:
        with current_app.app_context():  # what is read once a request is read once a job, not once for ever
            did_something = _one()
        if not did_something:
            if not forever:
                return
            time.sleep(IDLE_SECONDS)


def _tidy() -> None:
    """See to it that rows of imports whose process died are removed; no page ever showed them."""
    try:
        cleanup.hand_over(db.session())
    except (DatabaseBusy, SQLAlchemyError, OSError):
        log.exception("leftover imports were not looked for")
    finally:
        db.session.remove()


def _one() -> bool:
    session = db.session()
    try:
        if ballast().is_short():
            return False  # the disk is full: everything waits until there is room
        job = services.claim(session)
        if job is None:
            # nobody waits: look after the index, then the charts
            waits = _plan(session) or index_worker.step(session) or drawing.step()
            return waits or index_worker.upkeep(session)
        _run(session, job)
    except (DatabaseBusy, SQLAlchemyError, OSError):
        session.rollback()
        log.exception("the job table did not answer")
        time.sleep(IDLE_SECONDS)
    finally:
        db.session.remove()
    return True


def _plan(session: Session) -> bool:
    """Queue the daily and the hourly work once each; the job's key stops a second worker from queueing it too."""
    for kind, due, name in (
        ("daily", daily.is_due, daily.title(clock.today())),
        ("hourly", hourly.is_due, hourly.title(clock.now())),
    ):
        if due(session):
            with writing(session):
                services.enqueue(session, system("xinfang worker"), services.JobDraft(kind, name, key=name))
            return True
    return False


def _run(session: Session, job: Job) -> None:
    hold, kind = Hold.of(job), job.kind
    try:
        state, message, result = _outcome(session, job, hold)
        services.finish(session, hold, state, message, result)
    except Lost:
        session.rollback()
        log.warning("a job was taken over by another worker", extra={"job": hold.job_id, "kind": kind})


def _outcome(session: Session, job: Job, hold: Hold) -> tuple[str, str, dict[str, Any] | None]:
    """Do the job: its last state, words and result."""
    kind = job.kind
    try:
        result = handlers.handler_of(kind)(session, job)
    except Lost:
        raise
    except Refused as refused:
        session.rollback()
        return "failed", refused.message, None
    except (Exception, SystemExit):  # a module's hook that would end the process ends its job
        session.rollback()
        log.exception("job failed", extra={"job": hold.job_id, "kind": kind})
        undone = handlers.undone(session.get_one(Job, hold.job_id))
        return "failed", f"任务出错，{undone}。请联系系统管理员。", None
    return "done", str(result.pop("message", "完成")), result
