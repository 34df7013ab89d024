"""Background work (后台任务): long work that a page queues and the worker does, with its progress and file.

The module says what it can do with the hook ``xinfang_jobs``; a page starts one and sends the person to its page::

    return redirect(jobs.start("visits.sheet", {"year": 2026}))
"""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, url_for

from xinfang_site.extensions import db
from xinfang_site.jobs.services import WAITING
from xinfang_site.module_jobs.services import queue
from xinfang_site.plugin_values import JobKind, JobResult, JobWork


def start(kind: str, arguments: Mapping[str, Any]) -> str:
    """Queue a job for the person signed in; returns the address of its page.

    A second one of the same kind is not queued while the person's first waits or runs; who asked for something else
    is told so.

    Args:
        kind: the name of one of the module's kinds.
        arguments: JSON values for its function.

    Raises:
        Refused: the module is off by now.
    """
    job_id, other = queue(db.session(), g.actor, kind, arguments)
    if other:
        flash(WAITING, "warning")
    return url_for("module_jobs.show", job_id=job_id)


__all__ = ["JobKind", "JobResult", "JobWork", "start"]
