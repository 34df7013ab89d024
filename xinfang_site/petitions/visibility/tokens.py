"""Search tokens (检索词元): every character and every pair of neighbours, within runs without blanks.

Within runs of ASCII letters and digits also every four neighbours: pairs of digits are too common to
find a number by.

A pair that stands in no text finds nothing and a pair that stands in one always finds it, which
no tokenizer of words can promise for Chinese. ASCII letters are folded; nothing else is changed, so
that a hit is exactly what a scan of the texts would find.
"""

import re
from collections.abc import Iterable, Iterator

_FOLD = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
# punctuation of ASCII would be taken for a separator by the tokenizer: it moves to a private area
_PRIVATE = 0xE000
_PLAIN = re.compile("[0-9a-z]{4,}")
_MOVED = {code: _PRIVATE + code for code in range(33, 127) if not chr(code).isalnum()}
_SETTLED = _FOLD | _MOVED
_ASCII = re.compile("[!-/:-@A-Z\\[-`{-~]+")


def _settled(match: re.Match[str]) -> str:
    """A run of ASCII with letters folded and punctuation moved; the rest, nearly all of a Chinese text, needs no change."""
    return match[0].translate(_SETTLED)


def fold(text: str) -> str:
    """The text with ASCII letters in lower case; the same folding as SQL's ``lower`` under C."""
    return text.translate(_FOLD)


def tokens_of(texts: Iterable[str]) -> set[str]:
    """All tokens of the texts; no pair crosses from one text into the next."""
    found: set[str] = set()
    for text in texts:
        for moved in _ASCII.sub(_settled, text).split():
            found.update(moved)
            found.update(map(str.__add__, moved, moved[1:]))
            for plain in _PLAIN.findall(moved):
                found.update(_fours(plain))
    return found


def _fours(plain: str) -> Iterator[str]:
    return (plain[start : start + 4] for start in range(len(plain) - 3))


def query_tokens(word: str) -> Iterator[str]:
    """Tokens that a text must hold to contain ``word`` (one run without blanks)."""
    moved = fold(word).translate(_MOVED)
    if len(moved) == 1:
        yield moved
        return
    runs = [(each.start(), each.end()) for each in _PLAIN.finditer(moved)]
    yield from dict.fromkeys(four for start, end in runs for four in _fours(moved[start:end]))
    yield from dict.fromkeys(
        moved[at : at + 2]
        for at in range(len(moved) - 1)
        if not any(start <= at and at + 2 <= end for start, end in runs)
    )


def stored(tokens: Iterable[str]) -> str:
    """Tokens as one text for the index, in any order; control characters, which no index takes, are left out."""
    told = " ".join(tokens)
    return " ".join(each for each in told.split(" ") if "\x00" not in each) if "\x00" in told else told
