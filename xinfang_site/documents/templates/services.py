"""Keeping templates (文书模板维护): every saving is a new version; an office may go back to the default."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.documents.models import DocumentTemplate
from xinfang_site.documents.templates import queries
from xinfang_site.documents.templates.defaults import Words, words_of
from xinfang_site.documents.templates.fields import FIELDS, SLIP_ONLY
from xinfang_site.documents.templates.merging import faults_of
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.remedies import check_wording
from xinfang_site.versions import StaleEditError

TEXTS = ("title", "addressee", "body", "notes", "copies")


class Faulty(Exception):
    """A template cannot be saved (模板有误); ``faults`` says what is wrong, by the name of the text."""

    def __init__(self, faults: dict[str, tuple[str, ...]]) -> None:
        super().__init__("模板有误")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A template as it was edited (模板修改)."""

    kind: DocumentKind
    words: Words
    reason: str
    version: int


def check(kind: DocumentKind, words: Words) -> None:
    """Refuse a template that could not make a document (模板校验).

    Raises:
        Faulty: an unknown field or a brace without its other half, beside the text that holds it.
        Refused: the remedy is wrong or missing.
    """
    allowed = {name for name in FIELDS if name not in SLIP_ONLY or kind is DocumentKind.QUERY_SLIP}
    faults = {name: faults_of(getattr(words, name), allowed) for name in TEXTS}
    found = {name: said for name, said in faults.items() if said}
    if found:
        raise Faulty(found)
    _check_remedy(kind, words)


def _check_remedy(kind: DocumentKind, words: Words) -> None:
    """The default leaves the remedy of an opinion to a field; a template may do so or write it out."""
    check_wording(kind, f"{words.body}\n{words.notes}")


def save(session: Session, actor: Actor, draft: TemplateDraft) -> int:
    """Save an office's template as its next version; returns the version.

    Raises:
        Faulty, Refused: as :func:`check`; or no reason is given, or nothing is changed.
        StaleEditError: somebody else saved a version in the meantime.
    """
    check(draft.kind, draft.words)
    if not draft.reason.strip():
        raise Refused("请填写修改依据", field="reason")
    with writing(session):
        before = _present(session, actor, draft.kind, draft.version)
        old = words_of(before)
        changes = {
            name: [getattr(old, name), getattr(draft.words, name)]
            for name in (*TEXTS, "word")
            if getattr(old, name) != getattr(draft.words, name)
        }
        if not changes:
            raise Refused("模板没有改动", field="body")
        return _add(session, actor, draft, changes, reset=False)


def reset(session: Session, actor: Actor, kind: DocumentKind, reason: str, version: int) -> None:
    """Go back to the national default (恢复默认模板); the office's own versions stay in the history.

    Raises:
        Refused: the office already writes by the default.
        StaleEditError: somebody else saved a version in the meantime.
    """
    with writing(session):
        before = _present(session, actor, kind, version)
        if before.office_id is None:
            raise Refused("现在使用的就是全国默认模板")
        draft = TemplateDraft(kind, words_of(queries.national(session, kind)), reason, version)
        _add(session, actor, draft, {"body": [f"第 {before.version} 版", "全国默认模板"]}, reset=True)


def _present(session: Session, actor: Actor, kind: DocumentKind, seen: int) -> DocumentTemplate:
    if actor.office_id is None:
        raise Refused("模板由机构的人员修改")
    if queries.newest_version(session, actor.office_id, kind) != seen:
        raise StaleEditError
    return queries.template_for(session, actor.office_id, kind)


def _add(
    session: Session, actor: Actor, draft: TemplateDraft, changes: dict[str, list[str]], *, reset: bool
) -> int:
    words = draft.words
    version = draft.version + 1
    session.add(
        DocumentTemplate(
            office_id=actor.office_id,
            kind=draft.kind.value,
            version=version,
            title=words.title,
            addressee=words.addressee,
            body=words.body,
            notes=words.notes,
            copies=words.copies,
            word=words.word,
            reset=reset,
            reason=draft.reason,
            made_at=clock.now(),
            made_by=actor.name,
        )
    )
    action = "document.template.reset" if reset else "document.template"
    record(session, actor, Act(action, "document_template", draft.kind.value, draft.reason, changes=changes))
    return version
