"""From template and values to a paper (文书合成): pure, the same for the preview and the file."""

from collections.abc import Mapping
from dataclasses import dataclass

from xinfang_site.documents.kinds import Spec
from xinfang_site.documents.templates.defaults import Words
from xinfang_site.documents.templates.merging import fields_of, merge
from xinfang_site.domain.remedies import check_organ, check_wording
from xinfang_site.papers.blocks import Addressee, Align, Block, Paragraph, Signature, Subtitle, Title
from xinfang_site.papers.paper import LetterHead, Paper
from xinfang_site.papers.prose import blocks_of, title_lines

_BREAK = "\v"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a document's words (文书框架).

    Attributes:
        organ: who issues it, by its full name as on its seal.
        number: its number, or room for it in a preview.
        day: its day in words.
        corrects: number of the served document that it puts right, or empty.
    """

    organ: str
    number: str
    day: str
    corrects: str = ""


def compose(spec: Spec, words: Words, values: Mapping[str, str], frame: Frame) -> Paper:
    """The paper.

    Raises:
        NotFilled: a field that must be filled is empty.
        Refused: the wording promises a wrong remedy, or lacks the right one.
    """
    blocks: list[Block] = [Title(title_lines(_title(words.title, values)))]
    if frame.corrects:
        blocks.append(Subtitle(f"（更正文本，替代{frame.corrects}）"))
    addressee = merge(words.addressee, values).strip()
    if addressee:
        blocks.append(Addressee(addressee))
    body, notes, copies = (merge(each, values) for each in (words.body, words.notes, words.copies))
    check_wording(spec.kind, f"{body}\n{notes}")
    check_organ(spec.kind, body)
    blocks += blocks_of(body)
    if spec.letter:
        blocks.append(Signature((frame.organ,), frame.day))
    blocks += [Paragraph(line, indent=False, align=Align.LEFT) for line in notes.split("\n") if line.strip()]
    if copies.strip():
        blocks.append(Paragraph(f"抄送：{copies.strip()}。", indent=False, align=Align.LEFT))
    head = LetterHead(frame.organ, frame.number) if spec.letter else None
    return Paper(spec.kind.title, tuple(blocks), head)


def _title(text: str, values: Mapping[str, str]) -> str:
    """The title; a line end that the clerk typed in a field breaks the title there."""
    marked = {name: value.strip().replace("\n", _BREAK) for name, value in values.items()}
    return merge(text, marked).replace(_BREAK, "\n").strip()


def needed(words: Words) -> tuple[str, ...]:
    """The names of the fields that a template uses, in order."""
    return tuple(each.name for each in fields_of(*words.all))


def must_be_filled(words: Words) -> frozenset[str]:
    """The names of those that may not be empty."""
    return frozenset(each.name for each in fields_of(*words.all) if not each.optional)
