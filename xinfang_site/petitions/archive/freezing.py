"""Archiving (归档): the file is frozen - a catalogue of everything in it with its hashes, kept under its own hash.

Files are kept by their content and never changed, so the catalogue's hash proves the whole package:
what is downloaded later is checked against it. Nobody's sealed data is copied into the catalogue, nor a number typed into a text.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.documents.made.cataloguing import catalogue
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.files import store
from xinfang_site.files.models import StoredFile
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition, PetitionText
from xinfang_site.petitions.procedure_models import Archive
from xinfang_site.petitions.registering import numbers

Entry = dict[str, Any]
RETENTIONS = {"permanent": "永久", "30": "30年", "10": "10年"}
"""Classes of retention (保管期限)."""


def freeze(now: Situation) -> None:
    """Write the catalogue and keep it; inside ``writing()``."""
    session, petition = now.session, now.petition
    entries = [{"no": place, **each} for place, each in enumerate(_entries(now), start=1)]
    serial = numbers.next_number(session, petition.office_id, "archive", now.day.year)
    number = f"{petition.office.letters}D〔{now.day.year}〕{serial}号"
    content = package_text(petition, number, entries)
    digest = store.keep(session, content, "application/json")
    session.add(
        Archive(
            petition_id=petition.id,
            number=number,
            retention=now.text("retention") or "30",
            sha256=digest,
            catalogue=entries,
            archived_on=now.day,
            archived_by=now.actor.name,
        )
    )


def package_text(petition: Petition, number: str, entries: list[Entry]) -> bytes:
    """The catalogue as the file that is kept: the same facts always give the same bytes."""
    head = {
        "number": number,
        "matter": petition.number,
        "summary": petition.summary,
        "received_on": petition.received_on.isoformat(),
        "closed_on": petition.closed_on.isoformat() if petition.closed_on else None,
        "entries": entries,
    }
    return json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _entries(now: Situation) -> Iterator[Entry]:
    text = now.session.get_one(PetitionText, now.petition.id)
    yield _words("登记内容和诉求", [now.petition.summary, text.content, text.answer, text.remarks])
    steps = [
        f"{each.day} {each.office_name} {each.actor} {each.title} {each.reason} {each.article}"
        for each in now.steps
    ]
    yield _words("办理经过", steps)
    clocks = [
        f"{Duty(each.code).title} {each.started_on} {each.due} {each.stopped_on or ''} {each.basis}"
        for each in now.rows
    ]
    yield _words("期限", clocks)
    yield from _files(now.session, now.petition.id)
    yield from catalogue(now.session, now.petition.id)


def _words(title: str, lines: list[str]) -> Entry:
    text = mask_personal("\n".join(lines))
    return {"title": title, "kind": "record", "text": text, "sha256": sha256(text.encode()).hexdigest()}


def _files(session: Session, petition_id: int) -> Iterator[Entry]:
    rows = session.execute(
        select(Attachment, StoredFile.size)
        .join(StoredFile, StoredFile.sha256 == Attachment.sha256)
        .where(Attachment.petition_id == petition_id)
        .order_by(Attachment.id)
    )
    for row, size in rows:
        yield {
            "title": row.name,
            "kind": "file",
            "size": size,
            "added": clock.china(row.added_at).date().isoformat(),
            "void": mask_personal(row.void_reason),
            "sha256": row.sha256,
        }
