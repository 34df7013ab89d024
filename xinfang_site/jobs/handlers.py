"""The function that runs each kind of job (任务处理程序), imported when first needed."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site.jobs.models import Job

HANDLERS = {
    "import": "xinfang_site.imports.running.job:run",
    "audit-verify": "xinfang_site.audit.job:run",
    "daily": "xinfang_site.daily:run",
    "hourly": "xinfang_site.hourly:run",
    "export": "xinfang_site.register.exporting.job:run",
    "erase": "xinfang_site.disposals.job:run",
    "bulk": "xinfang_site.register.bulk.run:run",
}


MODULES = "xinfang_site.module_jobs.running:run"
"""Runs kinds with a dot in their name: those of modules."""


def handler_of(kind: str) -> Callable[[Session, Job], dict[str, Any]]:
    """The function that runs jobs of ``kind``.

    Raises:
        KeyError: no such kind.
    """
    module, name = (MODULES if "." in kind else HANDLERS[kind]).split(":")
    function: Callable[[Session, Job], dict[str, Any]] = getattr(import_module(module), name)
    return function


_UNDONE = {"export": "没有生成文件", "audit-verify": "没有得出校验结论"}


def undone(job: Job) -> str:
    """What a job that broke off has left undone (未办内容), in words that hold wherever it broke."""
    if job.kind == "bulk":  # matter by matter, and what was done is kept
        return "只办理了一部分，见办理结果" if job.done else "没有办理任何事项"
    return _UNDONE.get(job.kind, "没有办完；在此之前已经保存的内容不受影响")
