"""Looking at templates (模板查阅): a sample of each, what it cites, and which citations no longer hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.templates import queries
from xinfang_site.documents.templates.composing import Frame, compose, needed
from xinfang_site.documents.templates.defaults import Words, words_of
from xinfang_site.documents.templates.samples import SAMPLE
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.laws.citing import Cited, cited
from xinfang_site.papers.paper import Paper


def sample(kind: DocumentKind, words: Words, clerk: str) -> Paper:
    """The template filled with a made-up matter (样张)."""
    values = {**SAMPLE, "联系人": clerk}
    filled = {name: values.get(name, f"（{name}）") for name in needed(words)}
    word = words.word or SPECS[kind].word
    number = f"梧信访{word}〔2026〕1号" if SPECS[kind].numbered else ""
    return compose(SPECS[kind], words, filled, Frame(SAMPLE["发文单位"], number, SAMPLE["成文日期"]))


def citations(words: Words) -> Sequence[Cited]:
    """The articles that a template cites, each once, with its address and its mark (引用条文)."""
    found = [each for text in words.all for each in cited(text) if each.url]
    return list({each.text: each for each in found}.values())


@dataclass(frozen=True, slots=True)
class Row:
    """A template in the list (模板行)."""

    kind: DocumentKind
    basis: str
    whose: str
    version: int
    made_at: object
    made_by: str
    marked: Sequence[Cited]


def rows(session: Session, actor: Actor) -> Sequence[Row]:
    """Every template of an office; ``marked`` are citations that are repealed, amended or not yet in force."""
    current = queries.current_templates(session, actor.office_id)
    return [
        Row(
            kind,
            spec.basis.cite(),
            "全国默认" if current[kind.value].office_id is None else "本单位",
            current[kind.value].version,
            current[kind.value].made_at,
            current[kind.value].made_by,
            [each for each in citations(words_of(current[kind.value])) if each.mark],
        )
        for kind, spec in SPECS.items()
    ]
