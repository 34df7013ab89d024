"""The texts of a matter (清除文字): which columns hold them, and how they are emptied."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from xinfang_site.extensions import Base
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.erased import ERASED
from xinfang_site.petitions.models import (
    Accused,
    Clock,
    Link,
    Lookup,
    Petition,
    Petitioner,
    PetitionText,
    Step,
)
from xinfang_site.petitions.procedure_models import (
    Evaluation,
    Recusal,
    Review,
    Supervision,
    UrgentReport,
)
from xinfang_site.petitions.proposal_models import Proposal
from xinfang_site.petitions.visibility import indexing

_MATTER = {
    "summary": ERASED,
    "main_name": ERASED,
    "external_number": "",
    "collective_reason": "",
    "place": "",
    "addressed_to": "",
    "query_digest": None,
}
_WORDS: tuple[tuple[type[Base], dict[str, Any]], ...] = (
    (PetitionText, {"content": "", "answer": "", "remarks": ""}),
    (Accused, {"name": None, "post": None}),
    (Step, {"reason": "", "details": {}}),
    (Clock, {"late_reason": ""}),
    (Review, {"justified": ""}),
    (UrgentReport, {"content": ERASED}),
    (Supervision, {"content": ERASED, "feedback": ""}),
    (Recusal, {"reason": ERASED}),
    (Evaluation, {"comment": "", "proof": ""}),
    (Proposal, {"details": {}, "ended_reason": ""}),
    (Link, {"reason": ""}),
)
"""Words of a matter by table; columns that are not named hold codes, days and names of offices and staff."""


def blank_words(session: Session, petition: Petition) -> None:
    """Empty the texts in the matter's own rows, and index the matter again."""
    key, tokens = indexing.tokens_now(session, petition.id)
    for name, value in _MATTER.items():
        setattr(petition, name, value)
    session.flush()
    for model, values in _WORDS:
        table: Any = model
        session.execute(
            update(table)
            .where(table.petition_id == petition.id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
    for gone in (Petitioner, Lookup, Attachment):
        session.execute(delete(gone).where(gone.petition_id == petition.id))
    for row in session.scalars(select(Clock).where(Clock.petition_id == petition.id)):
        row.extensions = [{**each, "reason": "", "document": ""} for each in row.extensions]
        row.suspensions = [{**each, "document": ""} for each in row.suspensions]
    session.expire_all()
    indexing.drop(session, key, tokens)
    indexing.add(session, *indexing.tokens_now(session, petition.id))
