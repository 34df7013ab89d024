"""The person a job works for (任务的委托人), read when it runs: rights may have been lost since it was queued."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_site.accounts.models import Account
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.actor import Actor
from xinfang_site.domain.errors import Refused
from xinfang_site.jobs.models import Job
from xinfang_site.modules.queries import on_in
from xinfang_site.petitions.visibility import scope
from xinfang_site.plugin_registry import plugins


@dataclass(frozen=True, slots=True)
class Client:
    """Whom a job works for (委托人), which never changes: asked again for each matter without reading the job's results."""

    account_id: int | None
    office_id: int | None


def actor_of(session: Session, job: Job | Client, permission: str, undone: str = "任务没有执行") -> Actor:
    """The person who queued the job, if still in that office and still allowed to do it.

    A module's permission is held only while the office has the module on. Long work asks again as it goes, and
    before it hands anything over; ``undone`` says what is then left undone.

    Raises:
        Refused: the account is disabled, belongs to another office, or has lost the permission.
    """
    account = session.get(Account, job.account_id) if job.account_id is not None else None
    if account is None or account.disabled_at is not None or account.office_id != job.office_id:
        raise Refused(f"委托人的账号已停用或已调离，{undone}")
    of_modules = plugins().permissions_of(account.roles, on_in(session, account.office_id))
    if permission not in permissions_of(account.roles) | of_modules:
        raise Refused(f"委托人已没有这项权限，{undone}")
    return account.acting("worker", scope.barred_from(session, account.id))
