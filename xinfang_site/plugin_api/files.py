"""Files (文件): kept by the core's store, typed by content, served as attachments or, where safe, shown."""

from dataclasses import dataclass

from flask import abort, request, send_file
from sqlalchemy.orm import Session
from werkzeug import Response
from werkzeug.datastructures import FileStorage

from xinfang_site.extensions import settings
from xinfang_site.files import kinds, store
from xinfang_site.files.kinds import KINDS, FileRefused
from xinfang_site.petitions.filing_models import StoredFile

INLINE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
ACCEPT = ",".join(f".{each}" for each in sorted(KINDS))
"""For the ``accept`` attribute of a file field."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store (已存文件): its hash for the module's row, and its name as plain text."""

    sha256: str
    name: str


def keep(session: Session, upload: FileStorage) -> Kept:
    """Check and keep a file; inside ``writing()``, before the row that refers to it.

    Raises:
        FileRefused: too large, empty, an ending not allowed or other content; the message names it.
    """
    name = kinds.clean_name(upload.filename or "")
    most = settings().attachment_max_mb * 1024 * 1024
    content = upload.stream.read(most + 1)
    if len(content) > most:
        raise FileRefused(f"“{name}”超过 {settings().attachment_max_mb} MB")
    try:
        kind = kinds.check(name, content)
    except FileRefused as refused:
        raise FileRefused(f"“{name}”：{refused}") from refused
    return Kept(store.keep(session, content, kind.media_type), name)


def serve(session: Session, sha256: str, name: str) -> Response:
    """Answer with a kept file; with ``?show=1`` pictures and PDF are shown in the browser.

    Whoever calls this has made sure that the person may see the row it belongs to.
    """
    kept = session.get(StoredFile, sha256)
    path = store.path_of(kept.location) if kept is not None else None
    if kept is None or path is None or not path.exists():
        abort(404)
    inline = kept.media_type in kinds.INLINE_TYPES and request.args.get("show") == "1"
    response = send_file(path, mimetype=kept.media_type, as_attachment=not inline, download_name=name)
    response.headers["Content-Security-Policy"] = INLINE_POLICY
    return response


__all__ = ["ACCEPT", "FileRefused", "Kept", "keep", "serve"]
