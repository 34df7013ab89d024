"""The national defaults of templates (全国默认模板): they come with the site, a changed text as a new version."""

from dataclasses import dataclass
from importlib import resources

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.models import DocumentTemplate
from xinfang_site.domain.documents import DocumentKind

_PARTS = {"[标题]": "title", "[主送]": "addressee", "[正文]": "body", "[附注]": "notes", "[抄送]": "copies"}


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a template (模板文字)."""

    title: str
    addressee: str
    body: str
    notes: str
    copies: str
    word: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """Its texts with merge fields."""
        return (self.title, self.addressee, self.body, self.notes, self.copies)


def words_of(template: DocumentTemplate) -> Words:
    """A stored version's texts."""
    return Words(
        template.title, template.addressee, template.body, template.notes, template.copies, template.word
    )


def shipped(kind: DocumentKind) -> Words:
    """The default that comes with this version of the site."""
    source = resources.files("xinfang_site").joinpath(f"data/documents/{kind.value}.txt")
    parts: dict[str, list[str]] = {name: [] for name in _PARTS.values()}
    current = parts["title"]
    for line in source.read_text("utf-8").splitlines():
        if line in _PARTS:
            current = parts[_PARTS[line]]
        else:
            current.append(line)
    return Words(**{name: "\n".join(lines).strip() for name, lines in parts.items()})


def load_templates(session: Session) -> int:
    """Add the defaults that are new or changed; returns how many. Inside ``writing()``.

    An office's own versions are never touched; documents keep the version they were made by.
    """
    known = {
        each.kind: each
        for each in session.scalars(
            select(DocumentTemplate)
            .where(DocumentTemplate.office_id.is_(None))
            .order_by(DocumentTemplate.version)
        )
    }
    added = 0
    for kind in SPECS:
        words, newest = shipped(kind), known.get(kind.value)
        if newest is not None and words_of(newest) == words:
            continue
        session.add(
            DocumentTemplate(
                kind=kind.value,
                version=newest.version + 1 if newest else 1,
                title=words.title,
                addressee=words.addressee,
                body=words.body,
                notes=words.notes,
                copies=words.copies,
                reason="随系统版本提供",
                made_at=clock.now(),
                made_by="系统",
            )
        )
        added += 1
    session.flush()
    return added
