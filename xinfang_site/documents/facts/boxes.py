"""Texts that were typed in a step's form (表单内容), for the fields of a document."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from xinfang_site.documents.facts.source import Source
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.papers.paper import official_day

Values = dict[str, str]
Kind = TypeVar("Kind", bound=StrEnum)

_TEXTS: dict[Doc, dict[str, str]] = {
    Doc.NOT_ACCEPTED_NOTICE: {Need.TEXT: "告知内容"},
    Doc.NO_LONGER_ACCEPTED_NOTICE: {Need.TEXT: "告知内容", Need.PRIOR_FINAL_OPINION: "原复核意见文号"},
    Doc.STATUTORY_ROUTE_NOTICE: {Need.TEXT: "告知内容"},
    Doc.ASSIGNMENT_LETTER: {Need.REASON: "交办理由"},
    Doc.EXTENSION_NOTICE: {Need.REASON: "延期理由", Need.DAYS: "延长天数"},
    Doc.HEARING_NOTICE: {Need.REASON: "听证事项"},
    Doc.OPINION: {
        "acceptance": "受理情况",
        "request": "投诉请求",
        "facts": "事实和理由",
        "legal_basis": "法律依据",
        "remedy": "复查告知",
        Need.TEXT: "处理意见",
    },
    Doc.REVIEW_OPINION: {Need.TEXT: "复查意见"},
    Doc.FINAL_OPINION: {Need.TEXT: "复查意见"},
    Doc.REPLY: {Need.TEXT: "回复内容"},
    Doc.SUPERVISION_LETTER: {Need.REASON: "督办要求"},
    Doc.GUIDANCE_RECORD: {Need.TEXT: "引导内容"},
    Doc.OBJECTION: {Need.REASON: "异议理由"},
    Doc.OBJECTION_RULING: {Need.REASON: "核实意见"},
    Doc.JOINT_MINUTES: {Need.MINUTES: "会议决定", "decider": "决定人"},
    Doc.HEARING_RECORD: {Need.TEXT: "听证笔录"},
    Doc.SIMPLE_REPLY: {Need.TEXT: "答复内容"},
    Doc.REDO_ORDER: {Need.REASON: "重办理由"},
    Doc.ADVICE: {Need.TEXT: "建议内容"},
    Doc.URGENT_REPORT: {Need.TEXT: "快报内容"},
    Doc.EVALUATION: {"comment": "评价意见"},
}
"""For each kind of document: the name of a box in the step's form, and the document's field that it fills."""


def texts(source: Source) -> Values:
    """The texts of the step that produces the document, by field."""
    details = source.details()
    if source.spec.kind is Doc.OPINION:  # signing carries no text: the draft does
        draft = source.newest_of(StepCode.CORRECT, StepCode.DRAFT)
        details = dict(draft.details) if draft else {}
    held = _TEXTS.get(source.spec.kind, {})
    return {field: str(details.get(str(box)) or "") for box, field in held.items()}


def member(kinds: type[Kind], value: object) -> Kind | None:
    """The stored choice as a member of ``kinds``; None if there is no such member."""
    return kinds(str(value)) if value in set(kinds) else None


def day_text(value: object) -> str:
    """A typed day as a paper writes it."""
    return official_day(date.fromisoformat(str(value))) if value else ""


def whole_number(value: object) -> int:
    """A typed whole number; 0 for anything else."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() else 0
