"""Who does a job (任务的办理权): whoever stood still so long that another took the job over saves nothing more.

Each time a worker takes a job its number of tries goes up. Every transaction of the work asks for that number, and
renews the lease with the same statement: a process that wakes up late finds that the job is not its own any more.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.jobs.models import Job

LEASE = timedelta(seconds=60)
SILENT = timedelta(hours=1)
"""The lease of work that cannot tell of itself as it goes, as a backup. A death on this machine is seen at once even so."""


class Lost(Exception):
    """The job is another's by now, or was ended meanwhile (任务已被接管); nothing of this transaction is saved."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One worker's hold on a job (办理权): the job, and which try this is."""

    job_id: int
    turn: int

    @staticmethod
    def of(job: Job) -> "Hold":
        """The hold of whoever has just taken the job."""
        return Hold(job.id, job.tries)

    def keep(self, session: Session, lease: timedelta = LEASE, **values: Any) -> None:
        """Renew the lease and store ``values`` in the job's row; first thing inside ``writing()``.

        Raises:
            Lost: the job is not held any more.
        """
        mine = (Job.id == self.job_id, Job.tries == self.turn, Job.state == "running")
        renewed = update(Job).where(*mine).values(lease_until=clock.now() + lease, **values)
        told = session.execute(renewed.execution_options(synchronize_session=False))
        if not told.rowcount:  # type: ignore[attr-defined]  # an UPDATE has it
            raise Lost(f"job {self.job_id}, try {self.turn}")
