"""The archived package (归档案卷): opened by whoever sees the matter, checked against its hashes, and sent as one zip."""

import json
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.documents import queries
from xinfang_site.documents.made.seeing import DOWNLOADED, sees_names, show_names
from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.files import kinds, store
from xinfang_site.files.models import StoredFile
from xinfang_site.missing import Missing
from xinfang_site.petitions.procedure_models import Archive
from xinfang_site.petitions.visibility import scope

IN_MEMORY = 8 * 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)
_WITHHELD = "这份文书写有信访人姓名。您的岗位不能查看完整个人信息，本包不提供这份文书。"


def open_archive(session: Session, actor: Actor, petition_id: int) -> Archive:
    """The frozen file of a visible matter; opening it is audited.

    Raises:
        Missing: it is not archived, or not in the register.
    """
    with writing(session):
        found = _archive(session, actor, petition_id)
        record(session, actor, Act("petition.archive_open", "petition", petition_id))
        session.flush()
        session.expunge(found)
        return found


def take_out(session: Session, actor: Actor, petition_id: int) -> tuple[Archive, frozenset[str]]:
    """The frozen file to be taken along, and the hashes of papers left out of it; audited as a download.

    Raises:
        Missing: it is not archived, or not in the register.
        TooMany: names of as many matters as are allowed in an hour were shown already; nothing is given.
    """
    found = _archive(session, actor, petition_id)
    without = withheld(session, actor, found)
    with writing(session):
        record(session, actor, Act("petition.archive_download", "petition", petition_id))
    return found, without


def _archive(session: Session, actor: Actor, petition_id: int) -> Archive:
    found = session.get(Archive, scope.get(session, actor, petition_id).id)
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class Checked:
    """One entry of the catalogue, checked (核验结果)."""

    number: int
    title: str
    sha256: str
    size: int | None
    whole: bool
    void: str


def check(session: Session, archive: Archive) -> tuple[bool, Sequence[Checked]]:
    """Whether the catalogue is the one that was frozen, and whether each entry still has its hash."""
    catalogue = session.get(StoredFile, archive.sha256)
    whole = catalogue is not None and _hash(catalogue) == archive.sha256
    return whole, [_checked(session, each) for each in archive.catalogue]


def _checked(session: Session, entry: dict[str, Any]) -> Checked:
    if "text" in entry:
        found: str | None = sha256(str(entry["text"]).encode()).hexdigest()
    else:
        kept = session.get(StoredFile, entry["sha256"])
        found = _hash(kept) if kept is not None else None
    return Checked(
        entry["no"],
        entry["title"],
        entry["sha256"],
        entry.get("size"),
        found == entry["sha256"],
        entry.get("void", ""),
    )


def _hash(kept: StoredFile) -> str | None:
    path = store.path_of(kept.location)
    if not path.exists():
        return None
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def withheld(session: Session, actor: Actor, archive: Archive) -> frozenset[str]:
    """Hashes of the papers whose names the actor may not see (不提供的文书); names that are shown are noted.

    Raises:
        TooMany: names of as many matters as are allowed in an hour were shown already.
    """
    papers = queries.of_matter(session, archive.petition_id)
    found = frozenset(each.sha256 for each in papers if each.names)
    if not found or not sees_names(actor):
        return found
    changes = {"document": archive.number}
    show_names(session, actor, Act(DOWNLOADED, "petition", archive.petition_id, changes=changes))
    return frozenset()


def as_zip(session: Session, archive: Archive, without: Collection[str] = ()) -> IO[bytes]:
    """The package as a zip: catalogue, records as text, files as they were added; a note in place of those ``without``."""
    whole = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        catalogue = session.get_one(StoredFile, archive.sha256)
        _put(package, "归档目录.json", _masked(store.path_of(catalogue.location).read_bytes()))
        for entry in archive.catalogue:
            name = f"{entry['no']:03d} {kinds.clean_name(entry['title'])}"
            if "text" in entry:
                _put(package, f"{name}.txt", mask_personal(str(entry["text"])).encode())
                continue
            if entry["sha256"] in without:
                _put(package, f"{name}.txt", _WITHHELD.encode())
                continue
            kept = session.get(StoredFile, entry["sha256"])
            if kept is not None and store.path_of(kept.location).exists():
                package.write(store.path_of(kept.location), name)
    whole.seek(0)
    return whole


def _masked(catalogue: bytes) -> bytes:
    """The catalogue as it is frozen today, also where it was before numbers in texts were masked."""
    told = json.loads(catalogue)
    entries = [
        {**each, **{name: mask_personal(each[name]) for name in ("text", "void") if each.get(name)}}
        for each in told["entries"]
    ]
    if entries == told["entries"]:
        return catalogue
    return json.dumps({**told, "entries": entries}, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    package.writestr(zipfile.ZipInfo(name, _EPOCH), content)
