"""Reading again after an amendment (修改后重读)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of the law library (条款): a law's code and an article's slug, empty for the whole law."""

    code: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Studied:
    """A passage somebody studied (学过的条款) on a day."""

    passage: Passage
    day: date


def to_reread(
    studied: Iterable[Studied], changed: Mapping[Passage, date], reread: Mapping[Passage, date]
) -> list[Studied]:
    """Passages to be read again (需要重读): changed after they were last studied or read.

    Args:
        studied: what was studied; of one passage the latest day counts.
        changed: the day from which a passage's present words are in force, where they differ from earlier ones.
        reread: the day on which somebody last confirmed reading a passage again.
    """
    latest: dict[Passage, date] = {}
    for each in studied:
        latest[each.passage] = max(each.day, latest.get(each.passage, each.day))
    found = []
    for passage, day in latest.items():
        known = max(day, reread.get(passage, day))
        if passage in changed and known < changed[passage]:
            found.append(Studied(passage, day))
    return sorted(found, key=lambda each: (each.passage.code, each.passage.place))
