"""Opening a matter (查看事项): its content is read and the opening audited in one call.

Who looked at what cannot be switched off.
"""

from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.petitions.case import page
from xinfang_site.petitions.visibility import scope, sensitive
from xinfang_site.sessions import KEPT_PLAN


def open_case(
    session: Session, actor: Actor, petition_id: int, day: date, act: str = "petition.view"
) -> page.Case:
    """Everything about a matter that the actor's office may see; audited as ``act``.

    Raises:
        Missing: not in the office's register.
        ReasonWanted: a sensitive matter, and the actor has not said why.
    """
    session.rollback()  # what is shown is read afresh, and by readers' rules: nobody's save waits for it
    session.connection(execution_options=KEPT_PLAN)
    seen = scope.see(session, actor, petition_id)
    sensitive.check(session, actor, seen)
    case = page.read(session, actor, seen, day)
    with writing(session, one_matter=True):
        record(session, actor, Act(act, "petition", petition_id))
    return case
