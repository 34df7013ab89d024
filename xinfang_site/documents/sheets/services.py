"""Slips and sheets (单据): the registration sheet and the query slip, composed when they are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.documents.made.downloading import Download
from xinfang_site.documents.sheets.paper import sheet_paper
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.missing import Missing
from xinfang_site.papers.paper import Paper
from xinfang_site.petitions.attachments.printing import Printed, bundle, printed
from xinfang_site.petitions.erased import is_closed
from xinfang_site.petitions.people import query_codes
from xinfang_site.petitions.visibility import scope
from xinfang_site.printing import to_docx


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a matter (单据): its paper, the matter's number, whether the office may keep it in the file, which is open."""

    paper: Paper
    petition_id: int
    number: str
    may_keep: bool = False
    files: Sequence[Printed] | None = None


def registration_sheet(
    session: Session, actor: Actor, petition_id: int, day: date, *, with_files: bool = False
) -> Sheet:
    """The registration sheet (登记单) as the matter stands now, with its attachments if wanted; the printing is audited.

    Raises:
        Missing: not in the office's register.
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id)
        files = printed(session, petition.id) if with_files else None
        changes = {"attachments": [None, len(files)]} if files is not None else {}
        record(session, actor, Act("petition.print", "petition", petition.id, changes=changes))
        paper = sheet_paper(session, actor, petition, Doc.REGISTRATION_SHEET, day)
        may_keep = petition.office_id == actor.office_id and not is_closed(petition)
        return Sheet(paper, petition.id, petition.number, may_keep, files)


def print_package(session: Session, actor: Actor, petition_id: int, day: date) -> tuple[str, IO[bytes]]:
    """The sheet as docx and every attachment in one zip (打印包), with its name; audited as a printing.

    Raises:
        Missing: not in the office's register.
    """
    sheet = registration_sheet(session, actor, petition_id, day, with_files=True)
    content = to_docx(sheet.paper)
    return f"{sheet.number} 打印包.zip", bundle(
        session, petition_id, (f"登记单 {sheet.number}.docx", content)
    )


def query_slip(session: Session, actor: Actor, petition_id: int, code: str, day: date) -> Sheet:
    """The slip with a query code that was issued just now (查询码单); the code is stored nowhere.

    Raises:
        Missing: not in the office's register, or the code is not the matter's.
    """
    petition = scope.get(session, actor, petition_id)
    if petition.query_digest is None or petition.query_digest != query_codes.digest(code):
        raise Missing
    paper = sheet_paper(session, actor, petition, Doc.QUERY_SLIP, day, {"查询码": code})
    return Sheet(paper, petition.id, petition.number)


def query_slip_file(session: Session, actor: Actor, petition_id: int, code: str, day: date) -> Download:
    """The slip as docx, audited; not kept, since it holds the code."""
    with writing(session):
        sheet = query_slip(session, actor, petition_id, code, day)
        record(session, actor, Act("document.slip", "petition", petition_id))
    return Download(f"查询码单 {sheet.number}.docx", to_docx(sheet.paper))
