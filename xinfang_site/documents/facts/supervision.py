"""What a letter of supervision says (督办函取值): earlier letters, limits past due, the reason."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.documents import queries
from xinfang_site.documents.facts.boxes import Values
from xinfang_site.documents.facts.source import Source
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.receiving.dispatching import SUPERVISION_REASONS
from xinfang_site.domain.statutes import article
from xinfang_site.papers.paper import official_day
from xinfang_site.petitions.clocks.rows import pressing
from xinfang_site.petitions.models import Clock


def supervision(session: Session, source: Source) -> Values:
    """Earlier letters, limits past due and the reason; nothing for any other document."""
    if source.spec.kind is not Doc.SUPERVISION_LETTER:
        return {}
    letters = [
        f"{official_day(each.made_on)}{each.number}"
        for each in queries.of_matter(session, source.petition.id)
        if each.kind in {Doc.FORWARD_LETTER, Doc.ASSIGNMENT_LETTER, Doc.SUPERVISION_LETTER} and each.number
    ]
    late = session.scalars(
        select(Clock)
        .where(Clock.petition_id == source.petition.id, Clock.stopped_on.is_(None), Clock.due < source.day)
        .order_by(Clock.due)
    )
    overdue = [
        f"“{Duty(each.code).title}”期限{official_day(each.due)}届满，已超期{(source.day - each.due).days}天。"
        for each in late
        if pressing(each)
    ]
    reason = str(source.details().get("supervision_reason") or "")
    return {
        "此前文书": "、".join(letters),
        "逾期情况": "".join(overdue),
        "督办情形": SUPERVISION_REASONS.get(reason, "期限已经超期" if overdue else ""),
        "督办依据": article(40, 1).cite(),
    }
