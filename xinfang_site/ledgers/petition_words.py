"""The words of petition ledgers (信访台账用语): headings in use and habitual names of codes.

They stand in ``data/petition_words.txt``, so that a word seen in a new ledger is added without touching code.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from xinfang_site.ledgers.values.vocabulary import Choices, Vocabulary, choices

_LONGEST_STATE: Final = 40
"""A longer text that begins with 正在 is an answer."""
_TABLES = ("channel", "purpose", "state", "satisfaction")


@cache
def _sections() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = (files("xinfang_site.ledgers") / "data" / "petition_words.txt").read_text(encoding="utf-8")
    sections: dict[str, dict[str, tuple[str, ...]]] = {}
    section: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[] "), {})
        elif line.startswith(" "):
            section[name] += tuple(line.split())
        elif ":" in line and not line.startswith("#"):
            name, _, words = line.partition(":")
            section[name] = tuple(words.split())
    return sections


def heading_words(field: str) -> tuple[str, ...]:
    """The headings by which a field is known (列名同义词), the title aside."""
    return _sections()["headings"].get(field, ())


def former_units() -> Mapping[str, tuple[str, ...]]:
    """Part of a unit's present name -> what it was called before (机构改革前的名称)."""
    return _sections()["former"]


def under_way(reply: str) -> bool:
    """Whether a short reply says that the matter is still being handled (尚在办理): 正在协调, and nothing of its end."""
    words = _sections()["under_way"]
    begun = len(reply) <= _LONGEST_STATE and reply.startswith(words["begins"])
    return begun and not any(word in reply for word in words["over"])


def petition_vocabulary(**tables: Choices) -> Vocabulary:
    """The vocabulary for petitions (信访词表).

    Args:
        tables: the office's own tables (unit, place, category), or replacements for the shared ones
            (channel, purpose, state, satisfaction).
    """
    shared = {name: _shared(name) for name in _TABLES if name not in tables}
    return Vocabulary({**shared, **tables})


@cache
def _shared(name: str) -> Choices:
    """A shared table, made once: every row with a short reply asks for it."""
    return choices(_sections()[name].items(), fuzzy=name != "satisfaction")
