"""Telling modules what happened (通知模块): after the commit, one by one; a failure changes nothing."""

import logging
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import system
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import DatabaseBusy, after_commit, writing
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.modules import queries
from xinfang_site.modules.asking import office_ref
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.refs import ref_of
from xinfang_site.petitions.visibility.scope import reports_somebody
from xinfang_site.plugin_registry import plugins
from xinfang_site.plugin_values import Moved, OfficeRef

log = logging.getLogger(__name__)
HOOK = "xinfang_petition_moved"


def moved(session: Session, petition_id: int, step: str, title: str) -> None:
    """After the commit, tell the modules of every office with the matter in its register that it took a step."""
    if plugins().implements(HOOK):
        at = clock.now()
        after_commit(session, lambda: _tell_and_leave(session, petition_id, step, title, at))


def registered(session: Session, petition_id: int) -> None:
    """After the commit, tell the modules of those offices that a matter was registered."""
    row = TABLE[Step.REGISTER]
    moved(session, petition_id, row.step.value, row.title)


def _tell_and_leave(session: Session, petition_id: int, step: str, title: str, at: datetime) -> None:
    """Tell the modules, then end the session's transaction, so that the caller finds it as the commit left it."""
    try:
        _tell(session, petition_id, step, title, at)
    finally:
        session.rollback()


def _tell(session: Session, petition_id: int, step: str, title: str, at: datetime) -> None:
    rows = queries.listeners(session, petition_id)
    if not rows:
        return
    petition = session.scalar(select(Petition).where(Petition.id == petition_id, ~reports_somebody()))
    if petition is None:
        return  # 检举控告 are nobody's business but those who handle them
    told = Moved(ref_of(petition), step, title, at)
    for office_id, group in groupby(rows, key=lambda row: row.office_id):
        office = office_ref(session, office_id)
        for name in plugins().tell(HOOK, [row.name for row in group], office=office, moved=told):
            _note(session, office, told, name)


def _note(session: Session, office: OfficeRef, told: Moved, name: str) -> None:
    """Record in the audit that a module failed to hear of a step; the step itself stays saved."""
    try:
        with writing(session):
            changes = {"module": [None, name], "step": [None, told.step_title]}
            actor = replace(system("xinfang modules"), office_id=office.id, office_path=office.path)
            record(session, actor, Act("module.missed", "petition", told.matter.id, changes=changes))
    except (DatabaseBusy, SQLAlchemyError):
        session.rollback()
        log.exception("a module's failure was not audited", extra={"plugin": name})
