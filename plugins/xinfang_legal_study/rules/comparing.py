"""Side by side (左右对照): a case as it was told and the teaching sheet made of it."""

import difflib
import re
from dataclasses import dataclass

_PIECE = re.compile(r"[^。！？；，、\n]*[。！？；，、\n]?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of one side of a comparison (对照片段): ``differs`` where the other side has other words."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Original and sheet side by side (左右对照)."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


def compare(original: str, sheet: str) -> Comparison:
    """Both texts cut into pieces, marked where they differ."""
    left, right = _pieces(original), _pieces(sheet)
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    ours, theirs = [], []
    for tag, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        ours.append(Piece("".join(left[left_from:left_to]), tag != "equal"))
        theirs.append(Piece("".join(right[right_from:right_to]), tag != "equal"))
    return Comparison(tuple(each for each in ours if each.text), tuple(each for each in theirs if each.text))


def _pieces(text: str) -> list[str]:
    return [each for each in _PIECE.findall(text) if each]
