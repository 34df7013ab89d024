"""Attachments on paper (连同附件打印): what a browser can print goes into the printout, the rest is listed honestly.

Pictures and scans are printed at the size of the page and texts as they read. For pages of PDF, Word or OFD files the site
has no renderer: they are named with size and hash, and lie in one package beside the sheet, to be printed by their own program.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.files import store
from xinfang_site.files.kinds import INLINE_TYPES, clean_name
from xinfang_site.files.models import StoredFile
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.encodings import decode
from xinfang_site.petitions.attachments.kinds import KINDS
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.attachments.pictures import pages_of

PICTURE, TEXT, APART, LOST, VOID = "picture", "text", "apart", "lost", "void"
WAYS = {
    PICTURE: "见后页",
    TEXT: "见后页",
    APART: "另行打印（见打印包）",
    LOST: "文件缺失，请告知系统管理员",
    VOID: "已作废，不打印",
}
"""How an attachment comes to paper, as the list says it."""
MOST_CHARACTERS = 50_000
_IN_MEMORY = 8 * 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Printed:
    """An attachment as the printout has it (附件打印).

    Attributes:
        place: its number in the list.
        id: of the attachment.
        name: as it was uploaded.
        kind: what it is, in words.
        size: bytes.
        sha256: hash of the content, by which the paper can be compared with the file.
        added: day and name of whoever added it.
        way: how it comes to paper, a key of ``WAYS``.
        text: the words of a text file.
        pages: of a scan that the site draws itself; 0 for a picture that the browser shows.
    """

    place: int
    id: int
    name: str
    kind: str
    size: int
    sha256: str
    added: str
    way: str
    text: str = ""
    pages: int = 0


def printed(session: Session, petition_id: int) -> Sequence[Printed]:
    """The matter's attachments in their order, each with its way to paper."""
    rows = session.execute(
        select(Attachment, StoredFile)
        .join(StoredFile, StoredFile.sha256 == Attachment.sha256)
        .where(Attachment.petition_id == petition_id)
        .order_by(Attachment.id)
    ).all()
    found = []
    for place, (row, kept) in enumerate(rows, start=1):
        way, text, pages = _way(row, kept)
        added = f"{clock.china(row.added_at):%Y-%m-%d}　{row.added_by}"
        kind = KINDS.get(row.kind, "")
        found.append(Printed(place, row.id, row.name, kind, kept.size, row.sha256, added, way, text, pages))
    return found


def _way(row: Attachment, kept: StoredFile) -> tuple[str, str, int]:
    path = store.path_of(kept.location)
    if row.voided_at is not None:
        return VOID, "", 0
    if not path.exists():
        return LOST, "", 0
    if kept.media_type.startswith("image/") and kept.media_type in INLINE_TYPES:
        return PICTURE, "", 0
    if kept.media_type == "text/plain":
        return *_as_text(path), 0
    pages = pages_of(path, kept.media_type)
    return (PICTURE if pages else APART), "", pages


def _as_text(path: Path) -> tuple[str, str]:
    """A text in whatever encoding; one that is too long or in none is printed by its own program."""
    try:
        text = decode(path.read_bytes()).text
    except (LedgerError, UnicodeError):
        return APART, ""
    return (TEXT, text) if len(text) <= MOST_CHARACTERS else (APART, "")


def bundle(session: Session, petition_id: int, sheet: tuple[str, bytes]) -> IO[bytes]:
    """The sheet, the list and all attachments that are not void as one zip (打印包)."""
    files = printed(session, petition_id)
    whole = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        _put(package, f"00 {clean_name(sheet[0])}", sheet[1])
        _put(package, "00 附件目录.txt", "\r\n".join(map(_line, files)).encode("utf-8-sig"))
        for each in files:
            kept = session.get_one(StoredFile, each.sha256)
            if each.way not in {VOID, LOST}:
                package.write(store.path_of(kept.location), f"{each.place:02d} {clean_name(each.name)}")
    whole.seek(0)
    return whole


def _line(each: Printed) -> str:
    told = (f"{each.place:02d}", each.name, each.kind, f"{each.size} 字节", f"SHA-256 {each.sha256}")
    state = WAYS[each.way] if each.way in {VOID, LOST} else ""
    return "　".join(part for part in (*told, each.added, state) if part)


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    package.writestr(zipfile.ZipInfo(name, _EPOCH), content)
