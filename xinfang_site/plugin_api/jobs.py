"""Background work (后台任务): queued in the transaction that asks for it, done by the worker."""

from xinfang_site.jobs.services import JobDraft, enqueue

__all__ = ["JobDraft", "enqueue"]
