"""Passages that a text names (文中法条): the laws and articles of the library behind citations, and their changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.laws import queries
from xinfang_site.laws.citing import CITATION, STATE
from xinfang_site.laws.models import Law, LawVersion
from xinfang_site.laws.numerals import read_number
from xinfang_site.laws.passages import Place, place_of


@dataclass(frozen=True, slots=True)
class Passage:
    """A law, or an article of it, that a text cites (引用条款): the law's code, the article's slug or nothing."""

    code: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class PassageChange:
    """How a passage's words came to be what they are (条款变动).

    Attributes:
        title: 《…》第…条.
        since: first day of the oldest version that has these very words without a break until today.
        dropped: the law is repealed, or the article is no longer in it; ``since`` is the day that began.
        edition: first day of the version in force, or of the last one that was.
        successor: code of the law that took a repealed law's place.
    """

    title: str
    since: date
    dropped: bool
    edition: date
    successor: str = ""


def passages_of(
    session: Session, texts: Iterable[str], changed_since: date | None = None
) -> Mapping[str, tuple[Passage, ...]]:
    """The passages of the library that each text cites; the library's names are read once for all of them.

    With ``changed_since`` only passages of laws that have changed after that day.
    """
    wanted = set(texts)
    titles = queries.codes_by_title(session, changed_since) if wanted else {}
    known = {title.removeprefix(STATE): code for title, code in titles.items()}
    return {text: _passages(known, text) for text in wanted}


def _passages(known: Mapping[str, str], text: str) -> tuple[Passage, ...]:
    """The passages that a text cites, each once; names that the library lacks are left out."""
    found = []
    for match in CITATION.finditer(text or ""):
        code = known.get(match[1].removeprefix(STATE))
        if code is not None:
            number, inserted = read_number(match[2] or ""), read_number(match[3] or "")
            found.append(Passage(code, Place(number, inserted or 0).slug if number else ""))
    return tuple(dict.fromkeys(found))


def changes_of(session: Session, passages: Iterable[Passage], day: date) -> Mapping[Passage, PassageChange]:
    """How each passage stands on a day; passages that were never in the library are left out."""
    wanted = set(passages)
    laws = {each.code: each for each in queries.laws(session, {each.code for each in wanted})}
    found = {}
    for passage in wanted:
        law = laws.get(passage.code)
        change = _change(law, passage, day) if law is not None else None
        if change is not None:
            found[passage] = change
    return found


def _change(law: Law, passage: Passage, day: date) -> PassageChange | None:
    past = [each for each in law.versions if each.valid_from <= day]
    if not past:
        return None
    place = place_of(passage.place) if passage.place else None
    title = f"《{law.title}》{place.title if place else ''}"
    last = past[-1]
    successor = law.successor.code if law.successor else ""
    if not last.in_force(day) and last.valid_to is not None:
        return PassageChange(
            title, date.fromordinal(last.valid_to.toordinal() + 1), True, last.valid_from, successor
        )
    words = [_words(each, place) for each in past]
    if place is not None and not any(words):
        return None
    since = last.valid_from
    for edition, text in zip(reversed(past), reversed(words), strict=True):
        if text != words[-1]:
            break
        since = edition.valid_from
    return PassageChange(title, since, not words[-1], last.valid_from, successor)


def _words(edition: LawVersion, place: Place | None) -> str:
    """The words of the article, or of the whole law by its version."""
    if place is None:
        return edition.slug
    return next((each.text for each in edition.articles if each.place == place), "")
