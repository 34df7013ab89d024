"""The kind of a matter (事项类别): what was decided, else what the purpose on the registration means."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.petitions.models import Petition

_BY_PURPOSE = {
    "01": Kind.SUGGESTION,
    "02": Kind.APPEAL,
    "03": Kind.APPEAL,
    "04": Kind.ACCUSATION,
    "05": Kind.SUGGESTION,
}
"""Purposes of the code table (信访目的) by the kind of articles 29 to 31; others say nothing."""


def kind_of(session: Session, petition: Petition) -> Kind | None:
    """The kind as decided, or as registered; None where nobody has said."""
    if petition.kind:
        return Kind(petition.kind)
    return registered_kind(session, petition.purpose_id, accusation=petition.accusation)


def registered_kind(session: Session, purpose_id: int | None, *, accusation: bool) -> Kind | None:
    """The kind that a registration means."""
    if accusation:
        return Kind.ACCUSATION
    if purpose_id is None:
        return None
    return _BY_PURPOSE.get(session.scalar(select(Code.code).where(Code.id == purpose_id)) or "")
