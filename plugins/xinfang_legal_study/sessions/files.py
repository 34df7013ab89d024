"""Files of sessions, credits and reflections (材料与照片): kept by the core's store, void but never deleted."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_legal_study.sessions.models import StudyFile, StudySession
from xinfang_legal_study.years.services import year_row
from xinfang_site.plugin_api.data import Act, Refused, owned_one, record, writing
from xinfang_site.plugin_api.dates import now
from xinfang_site.plugin_api.files import Uploaded, keep
from xinfang_site.plugin_api.hooks import Actor

MOST_FILES = 40


@dataclass(frozen=True, slots=True)
class Belongs:
    """What files belong to (所属记录): one of a session, a credit, a reflection."""

    session_id: int | None = None
    credit_id: int | None = None
    reflection_id: int | None = None


def add_files(session: Session, actor: Actor, session_id: int, kind: str, uploads: Sequence[Uploaded]) -> int:
    """Add files to a session, all or none; returns how many.

    Raises:
        Missing: none of the office's sessions.
        Refused: none chosen, too many, a closed year.
    """
    if not uploads:
        raise Refused("请选择文件", field="files")
    with writing(session):
        study = owned_one(session, StudySession, actor.office_id, session_id)
        year_row(session, actor, study.year)
        there = select(func.count()).select_from(StudyFile).where(StudyFile.session_id == study.id)
        if (session.scalar(there) or 0) + len(uploads) > MOST_FILES:
            raise Refused(f"每场学习最多 {MOST_FILES} 个文件", field="files")
        put_files(session, actor, Belongs(session_id=study.id), kind, uploads)
        record(
            session,
            actor,
            Act(
                "legal_study.file_add",
                "legal_study_session",
                study.id,
                changes={"files": [None, len(uploads)]},
            ),
        )
    return len(uploads)


def put_files(session: Session, actor: Actor, owner: Belongs, kind: str, uploads: Sequence[Uploaded]) -> None:
    """Keep files of a record, inside an open transaction."""
    for upload in uploads:
        session.add(
            StudyFile(
                office_id=actor.office_id,
                session_id=owner.session_id,
                credit_id=owner.credit_id,
                reflection_id=owner.reflection_id,
                kind=kind,
                name=upload.name,
                sha256=keep(session, upload),
                added_at=now(),
                added_by=actor.name,
            )
        )
    session.flush()


def void_file(session: Session, actor: Actor, file_id: int, reason: str) -> StudyFile:
    """Mark a session's file as void; it stays in the record.

    Raises:
        Missing: none of the office's.
        Refused: it is void already, or its year is closed.
    """
    with writing(session):
        found = owned_one(session, StudyFile, actor.office_id, file_id)
        if found.session_id is None:
            raise Refused("这个文件随申请或者心得保存，不能单独作废")
        if found.voided_at is not None:
            raise Refused("文件已经作废")
        study = owned_one(session, StudySession, actor.office_id, found.session_id)
        year_row(session, actor, study.year)
        found.voided_at, found.void_reason = now(), reason
        record(session, actor, Act("legal_study.file_void", "legal_study_session", study.id, reason))
    return found
