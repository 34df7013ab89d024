"""Files (文件): the core's store, by content hash; a module keeps the hash and the name in a table of its own."""

from dataclasses import dataclass
from typing import Any

from flask import request, send_file
from sqlalchemy.orm import Session
from werkzeug import Response

from xinfang_site.extensions import settings
from xinfang_site.files import kinds, store
from xinfang_site.files.kinds import FileRefused
from xinfang_site.files.models import StoredFile
from xinfang_site.missing import Missing

MEGABYTE = 1024 * 1024
INLINE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file from a form that may be kept (上传的文件): its kind was checked by its content."""

    name: str
    content: bytes
    media_type: str


def uploaded(field: str) -> list[Uploaded]:
    """The files that this request sends in ``field``; none chosen is an empty list.

    Raises:
        FileRefused: one of them is too large, empty or of a kind that is not taken; the message names it.
    """
    return [_checked(each) for each in request.files.getlist(field) if each.filename]


def _checked(sent: Any) -> Uploaded:
    name, content = kinds.clean_name(sent.filename), sent.read()
    if len(content) > settings().attachment_max_mb * MEGABYTE:
        raise FileRefused(f"“{name}”超过 {settings().attachment_max_mb} MB")
    try:
        kind = kinds.check(name, content)
    except FileRefused as refused:
        raise FileRefused(f"“{name}”：{refused}") from refused
    return Uploaded(name, content, kind.media_type)


def keep(session: Session, file: Uploaded) -> str:
    """Keep a file; returns its hash. Inside ``writing()``, before the row that refers to it."""
    return store.keep(session, file.content, file.media_type)


def answer(session: Session, sha256: str, name: str) -> Response:
    """Send a kept file: as a download, or shown where its kind is safe and the address says ``?show=1``.

    The module has checked before that the person may see it.

    Raises:
        Missing: there is no such file.
    """
    kept = session.get(StoredFile, sha256)
    if kept is None or not store.path_of(kept.location).exists():
        raise Missing
    inline = kept.media_type in kinds.INLINE_TYPES and request.args.get("show") == "1"
    response = send_file(
        store.path_of(kept.location), mimetype=kept.media_type, as_attachment=not inline, download_name=name
    )
    response.headers["Content-Security-Policy"] = INLINE_POLICY
    return response


__all__ = ["FileRefused", "Uploaded", "answer", "keep", "uploaded"]
