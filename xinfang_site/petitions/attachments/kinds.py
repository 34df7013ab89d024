"""What an attachment is (附件种类): some steps ask for a paper of a certain kind in the file."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.documents.models import VOID, Document
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.petitions.attachments.models import Attachment

KINDS = {
    "": "来件、证据等材料",
    "conclusion_report": "办结报告",
    "opinion": "意见书、答复",
    "service_proof": "送达凭证",
    "agreement": "调解（和解）协议",
    "withdrawal": "撤回申请",
    "evaluation": "满意度评价凭证",
    "authorisation": "授权委托书",
}
"""Kinds by code, as the upload page offers them."""


MADE_HERE = {
    "opinion": (DocumentKind.OPINION, DocumentKind.REPLY),
    "conclusion_report": (DocumentKind.CONCLUSION_REPORT,),
}
"""Papers that the site itself makes: one in the file need not be uploaded again. Proofs are: they are signed."""


def stored_name(clean_name: str) -> str:
    """What a file is called here: numbers of people in its clean name are masked (附件名称).

    With stars of full width: Windows unpacks no file from a package whose name has the common one.
    """
    return mask_personal(clean_name).replace("*", "＊")


def has_paper(session: Session, petition_id: int, kind: str) -> bool:
    """Whether a paper of a kind is in the matter's file and not void: uploaded, or made by the site."""
    uploaded = select(Attachment.id).where(
        Attachment.petition_id == petition_id, Attachment.kind == kind, Attachment.voided_at.is_(None)
    )
    if session.scalar(uploaded.limit(1)) is not None:
        return True
    made = select(Document.id).where(
        Document.petition_id == petition_id,
        Document.kind.in_(MADE_HERE.get(kind, ())),
        Document.state != VOID,
    )
    return kind in MADE_HERE and session.scalar(made.limit(1)) is not None
