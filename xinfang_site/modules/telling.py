"""Telling modules what happened (通知模块): after the commit, one by one; a failure changes nothing."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.database import after_commit
from xinfang_site.domain.steps import Step
from xinfang_site.domain.transitions import TABLE
from xinfang_site.modules.models import OfficeModule
from xinfang_site.petitions.models import Petition, RegisterEntry
from xinfang_site.petitions.refs import ref_of
from xinfang_site.plugin_registry import plugins
from xinfang_site.plugin_values import Moved

HOOK = "xinfang_petition_moved"


def moved(session: Session, petition_id: int, step: str, title: str) -> None:
    """A matter takes a step: the modules of every office that has it in its register are told once it is saved."""
    if plugins().implements(HOOK):
        at = clock.now()
        after_commit(session, lambda: _tell(session, petition_id, step, title, at))


def registered(session: Session, petition_id: int) -> None:
    """A matter is registered."""
    row = TABLE[Step.REGISTER]
    moved(session, petition_id, row.step.value, row.title)


def _tell(session: Session, petition_id: int, step: str, title: str, at: datetime) -> None:
    modules = session.scalars(
        select(OfficeModule.name)
        .join(RegisterEntry, RegisterEntry.office_id == OfficeModule.office_id)
        .where(RegisterEntry.petition_id == petition_id)
        .distinct()
    ).all()
    if modules:
        matter = ref_of(session.get_one(Petition, petition_id))
        plugins().ask(HOOK, modules, moved=Moved(matter, step, title, at))
