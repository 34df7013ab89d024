"""Attachments of a matter (附件): adding, opening and voiding; never deleted, never served unless visible."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.extensions import settings
from xinfang_site.files import kinds, store
from xinfang_site.files.models import StoredFile
from xinfang_site.missing import Missing
from xinfang_site.petitions.attachments.kinds import KINDS, stored_name
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.erased import check_not_archived
from xinfang_site.petitions.people import persons
from xinfang_site.petitions.visibility import scope

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it (上传文件)."""

    name: str
    content: bytes
    note: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file to be sent to the browser (打开的附件)."""

    path: Path
    name: str
    media_type: str
    inline: bool


def sent(files: Iterable[FileStorage], note: str = "", kind: str = "") -> list[Upload]:
    """The files of a form; a chooser that was left empty sends one without a name."""
    return [Upload(each.filename, each.read(), note, kind) for each in files if each.filename]


def add(session: Session, actor: Actor, petition_id: int, uploads: list[Upload]) -> int:
    """Add files to a matter, all or none; returns how many. What is there already keeps its place and takes the new note.

    Raises:
        Missing: the matter is not in the office's register.
        FileRefused: one of them is not taken; the message names it.
    """
    checked = check(uploads)
    with writing(session):
        petition = scope.get(session, actor, petition_id, lock=True)
        check_not_archived(petition)
        there = _there(session, petition.id)
        new = [each for each in checked if _identity(each[0]) not in there]
        for upload, _kind in checked:
            _note_anew(session, actor, there.get(_identity(upload)), upload.note)
        if present(session, petition.id) + len(new) > settings().attachments_per_petition:
            raise kinds.FileRefused(f"每件最多 {settings().attachments_per_petition} 个附件")
        for upload, kind in new:
            digest = store.keep(session, upload.content, kind.media_type)
            attachment = Attachment(
                petition_id=petition.id,
                sha256=digest,
                name=stored_name(kinds.clean_name(upload.name)),
                note=upload.note,
                kind=upload.kind if upload.kind in KINDS else "",
                added_at=clock.now(),
                added_by=actor.name,
                office_id=actor.office_id,
            )
            session.add(attachment)
            session.flush()
            change = {"attachment": [None, digest]}
            record(session, actor, Act("attachment.add", "petition", petition.id, changes=change))
    return len(new)


def _identity(upload: Upload) -> tuple[str, str, str]:
    """What makes two files of a matter the same: content, name and kind."""
    digest = hashlib.sha256(upload.content).hexdigest()
    return digest, stored_name(kinds.clean_name(upload.name)), upload.kind if upload.kind in KINDS else ""


def _there(session: Session, petition_id: int) -> dict[tuple[str, str, str], Attachment]:
    """The files that the matter has and that are not void; a form sent twice finds its own."""
    valid = (Attachment.petition_id == petition_id, Attachment.voided_at.is_(None))
    rows = session.scalars(select(Attachment).where(*valid))
    return {(each.sha256, each.name, each.kind): each for each in rows}


def _note_anew(session: Session, actor: Actor, known: Attachment | None, note: str) -> None:
    """A note given with a file that the matter has already becomes that file's note (附件说明)."""
    if known is None or not note or known.note == note:
        return
    changes = {"note": [known.note, note]}
    known.note = note
    record(session, actor, Act("attachment.note", "petition", known.petition_id, changes=changes))


def check(uploads: Sequence[Upload]) -> list[tuple[Upload, kinds.Kind]]:
    """The files with their kinds, before anything is saved.

    Raises:
        FileRefused: there is none, too many for one matter, or one is not taken; the message names it.
    """
    if not uploads:
        raise kinds.FileRefused("请选择文件")
    if len(uploads) > settings().attachments_per_petition:
        raise kinds.FileRefused(f"每件最多 {settings().attachments_per_petition} 个附件")
    return [(each, _check(each)) for each in uploads]


def present(session: Session, petition_id: int) -> int:
    """How many files a matter has, void ones too; asked after the matter was found in the actor's scope."""
    count = select(func.count()).select_from(Attachment).where(Attachment.petition_id == petition_id)
    return session.scalar(count) or 0


def _check(upload: Upload) -> kinds.Kind:
    name = kinds.clean_name(upload.name)
    if len(upload.content) > settings().attachment_max_mb * MEGABYTE:
        raise kinds.FileRefused(f"“{name}”超过 {settings().attachment_max_mb} MB")
    try:
        return kinds.check(name, upload.content)
    except kinds.FileRefused as refused:
        raise kinds.FileRefused(f"“{name}”：{refused}") from refused


def open_file(session: Session, actor: Actor, petition_id: int, attachment_id: int) -> Opened:
    """A file of a visible matter; the opening is audited.

    Raises:
        Missing: no such file in a matter of the office's register.
    """
    with writing(session):
        attachment = _get(session, actor, petition_id, attachment_id)
        kept = session.get_one(StoredFile, attachment.sha256)
        act = Act(
            "attachment.open", "petition", petition_id, changes={"attachment": [None, attachment.sha256]}
        )
        record(session, actor, act)
        name = attachment.name
        path, media_type = store.path_of(kept.location), kept.media_type
    return Opened(path, name, media_type, media_type in kinds.INLINE_TYPES)


def void(session: Session, actor: Actor, petition_id: int, attachment_id: int, reason: str) -> None:
    """Mark a file as void with a reason; it stays in the record (作废)."""
    with writing(session):
        check_not_archived(scope.get(session, actor, petition_id, lock=True))
        attachment = _get(session, actor, petition_id, attachment_id)
        attachment.voided_at, attachment.void_reason = clock.now(), reason
        change = {"attachment": [attachment.sha256, None]}
        told = persons.masked_reason(session, petition_id, reason)
        record(session, actor, Act("attachment.void", "petition", petition_id, reason=told, changes=change))


def _get(session: Session, actor: Actor, petition_id: int, attachment_id: int) -> Attachment:
    petition = scope.get(session, actor, petition_id)
    attachment = session.get(Attachment, attachment_id)
    if attachment is None or attachment.petition_id != petition.id:
        raise Missing
    return attachment
