"""Doing modules' jobs (模块任务办理): in the worker, only where the module is on, never trusted to be well."""

from pathlib import PurePath
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site import plugin_budget, plugin_failures
from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.jobs import files, services
from xinfang_site.jobs.holding import SILENT, Hold, Lost
from xinfang_site.jobs.models import Job
from xinfang_site.jobs.people import actor_of
from xinfang_site.modules.queries import on_in
from xinfang_site.plugin_registry import addresses, plugins
from xinfang_site.plugin_values import JobKind, JobResult, JobWork
from xinfang_site.sessions import cut_off, interruptible

_UNDONE = "没有办完；在此之前已经保存的内容不受影响"
"""What holds wherever a module's work broke off: it may have saved things in transactions of its own."""


def run(session: Session, job: Job) -> dict[str, Any]:
    """Do a job of a module; called by the worker.

    Raises:
        Refused: the module is off by now, the person lost the right, or the module failed.
    """
    kind = plugins().job_kind(job.kind, on_in(session, job.office_id or 0))
    if kind is None:
        raise Refused("模块已停用或者未安装，任务没有执行")
    hold, permission = Hold.of(job), kind.permission
    work = _work(session, actor_of(session, job, permission), job)
    with writing(session):
        hold.keep(session, SILENT)
    result = _result(kind, work)
    session.rollback()
    actor_of(session, session.get_one(Job, hold.job_id), permission, "结果没有交付")
    told: dict[str, Any] = {"message": result.message}
    if result.content:
        ending = PurePath(result.file_name).suffix.lstrip(".") or "bin"
        told |= {"file": files.keep(result.content, ending), "name": result.file_name}
    return told


def _work(session: Session, actor: Actor, job: Job) -> JobWork:
    hold = Hold.of(job)

    def tell(done: int, total: int, words: str) -> None:
        with Session(db.engine) as other:  # the job's own session keeps what it reads
            services.progress(other, hold, done, total, words, SILENT)  # nobody knows when it tells again

    return JobWork(session, actor, dict(job.arguments), tell)


def _result(kind: JobKind, work: JobWork) -> JobResult:
    """What the module made of it; a failure is noted for the modules page, as a hook's is."""
    name = kind.name.partition(".")[0]
    try:
        with addresses(), interruptible(work.session):
            return plugin_budget.within("job", lambda: _checked(kind.run(work)))
    except (Refused, Lost):
        raise
    except plugin_budget.TooSlow as error:
        cut_off(work.session)
        plugin_failures.note(name, "job", error)
        raise Refused(f"任务超过时限，已停止，{_UNDONE}") from error
    except (Exception, SystemExit) as error:
        work.session.rollback()
        plugin_failures.note(name, "job", error)
        raise Refused(f"模块办理任务时出错，{_UNDONE}。请联系系统管理员。") from error


def _checked(result: object) -> JobResult:
    if not isinstance(result, JobResult):
        raise TypeError(f"{type(result).__name__} is not JobResult")
    return result
