"""Words of a search (检索词): what is looked for in texts, and which keyed hashes stand for it.

A word matches a matter when its texts hold it as typed (ASCII letters in either case), or when it is
the full name, a phone, the ending of one, or an id number of its people.
"""

import re
from dataclasses import dataclass

from xinfang_site.domain.people.identity import normal_name
from xinfang_site.extensions import vault
from xinfang_site.forms import clean
from xinfang_site.petitions.visibility.tokens import fold, query_tokens
from xinfang_site.vault import VaultError

MAX_WORDS = 8
MAX_LENGTH = 100
SEALED = "~"
PURPOSE = "search"
_HALF = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_PERSONAL = re.compile(r"1[3-9][0-9]{9}|[1-9][0-9]{14}|[1-9][0-9]{16}[0-9Xx]", re.ASCII)
_PHONE = re.compile(r"(?:\+?86)?([0-9][0-9-]{5,18}[0-9])", re.ASCII)
_ID = re.compile(r"[0-9]{15}|[0-9]{17}[0-9Xx]", re.ASCII)
_ENDING = re.compile(r"[0-9]{3}[0-9Xx]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Word:
    """One word (检索词).

    Attributes:
        text: as typed, without blanks.
        folded: the same with ASCII letters in lower case, as it is looked for.
        hashes: keyed hashes of the name, phone or number it may be.
    """

    text: str
    folded: str
    hashes: tuple[int, ...]

    @property
    def exact(self) -> bool:
        """Whether the index alone proves a match: words of one or two characters are tokens."""
        return len(self.text) <= 2

    @property
    def personal(self) -> bool:
        """Whether it is a whole phone or identity number, which no address may show."""
        return is_personal(self.text)


def is_personal(text: str) -> bool:
    """Whether ``text`` is a mobile or identity number in full."""
    return _PERSONAL.fullmatch(text.translate(_HALF)) is not None


def split(text: str) -> tuple[str, ...]:
    """The words of a typed text, without repetitions; encrypted ones are decrypted."""
    words = (_opened(each) for each in str(clean(text.replace("\x00", " "))).split())
    return tuple(dict.fromkeys(each for each in words if each))[:MAX_WORDS]


def _opened(text: str) -> str:
    if not text.startswith(SEALED):
        return text[:MAX_LENGTH]
    try:
        purpose, _, opened = vault().decrypt(bytes.fromhex(text[1:])).partition(":")
    except (ValueError, VaultError):
        return text[:MAX_LENGTH]
    # no other encrypted field may be opened by putting it into an address
    return opened if purpose == PURPOSE else text[:MAX_LENGTH]


def sealed(text: str) -> str:
    """The word in the form for an address: whole phone and identity numbers are encrypted."""
    return SEALED + vault().encrypt(f"{PURPOSE}:{text}").hex() if is_personal(text) else text


def shown(text: str) -> str:
    """The word as a page shows it."""
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}" if is_personal(text) else text


def word(text: str) -> Word:
    """The word to search for a text, with its tokens and hashes."""
    return Word(text, fold(text), tuple(dict.fromkeys(_hashes(text))))


def _hashes(text: str) -> list[int]:
    half = text.translate(_HALF)
    pairs = [("name", normal_name(text))]
    phone = _PHONE.fullmatch(half)
    if phone:
        pairs += [("phone", half), ("phone", phone[1]), ("phone", phone[1].replace("-", ""))]
    if _ID.fullmatch(half):
        pairs.append(("id", half.upper()))
    if _ENDING.fullmatch(half):
        pairs.append(("ending", half.upper()))
    return [vault().lookup(kind, value) for kind, value in pairs if value]


def match_expression(words: tuple[Word, ...], both: str) -> str:
    """The words for the full-text index: all tokens of all of them.

    Args:
        words: the words.
        both: the index's operator for "and".
    """
    quote = '"' if both == "AND" else "'"
    tokens = (token for word in words for token in query_tokens(word.folded))
    return f" {both} ".join(f"{quote}{token}{quote}" for token in dict.fromkeys(tokens))
