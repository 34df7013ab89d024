"""What a document says of opinions (意见书取值): the outcome, the remedy, earlier opinions, their service."""

from sqlalchemy.orm import Session

from xinfang_site.documents import queries
from xinfang_site.documents.facts.boxes import Values, member, texts
from xinfang_site.documents.facts.source import Source
from xinfang_site.documents.serving import service_of
from xinfang_site.domain.concluding.opinions import Outcome, remedy_text
from xinfang_site.domain.concluding.reviews import ReviewOutcome
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.offices.models import Office
from xinfang_site.papers.paper import official_day


def opinion(session: Session, source: Source) -> Values:
    """The outcome, and the organ of review with its address: the office's own in the table of offices."""
    if source.spec.kind not in {Doc.OPINION, Doc.REPLY}:
        return {}
    draft = source.newest_of(StepCode.CORRECT, StepCode.DRAFT, StepCode.REPLY) or source.step
    outcome = member(Outcome, draft.details.get(Need.OUTCOME) if draft else None)
    values = {"处理结论": outcome.title if outcome else ""}
    if source.spec.kind is Doc.REPLY:
        return {"采纳情况": _ADOPTED.get(outcome, "") if outcome else ""}
    organ = session.get(Office, source.office.review_office_id) if source.office.review_office_id else None
    if organ is not None and organ.postal_address and not texts(source).get("复查告知"):
        values["复查告知"] = remedy_text(organ.name, organ.postal_address)
    return values


_ADOPTED = {
    Outcome.SUPPORTED: "采纳",
    Outcome.PARTLY: "部分采纳",
    Outcome.EXPLAINED: "说明有关情况",
    Outcome.NOT_SUPPORTED: "未采纳",
}


def review(session: Session, source: Source) -> Values:
    """The outcome of a review, and the opinion that it is about (复查、复核)."""
    kind = source.spec.kind
    before = {
        Doc.REVIEW_OPINION: Doc.OPINION,
        Doc.FINAL_OPINION: Doc.REVIEW_OPINION,
        Doc.NO_LONGER_ACCEPTED_NOTICE: Doc.FINAL_OPINION,
    }.get(kind)
    if before is None:
        return {}
    earlier = queries.newest(session, source.petition.id, before, None)
    asked = source.newest_of(StepCode.REQUEST_FINAL if kind is Doc.FINAL_OPINION else StepCode.REQUEST_REVIEW)
    outcome = member(ReviewOutcome, source.details().get(Need.OUTCOME))
    values = {
        "复查结论": outcome.title if outcome else "",
        "申请日期": official_day(asked.day) if asked else "",
        "复查请求": str(asked.details.get(Need.TEXT) or "") if asked else "",
    }
    if earlier is not None and kind is Doc.NO_LONGER_ACCEPTED_NOTICE:
        values |= {"原复核意见文号": earlier.number, "原复核意见日期": official_day(earlier.made_on)}
    elif earlier is not None:
        values |= {
            "原意见文号": earlier.number,
            "原意见机关": queries.office_name(session, earlier.office_id),
        }
    return values


def service(session: Session, source: Source) -> Values:
    """How the document that is proven was served (送达)."""
    proven = source.proven
    if proven is None:
        return {}
    values = {"送达文书": Doc(proven.kind).title, "送达文书字号": proven.number or "无"}
    served = service_of(session, proven)
    if served is not None:
        values |= {
            "送达方式": served.way.title,
            "送达日期": official_day(served.served_on),
            "送达凭证": served.proof,
            "拒收情况": "信访人拒收" if served.refused else "",
        }
    return values
