"""Reading the law library (法规查询)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from xinfang_site.laws.kinds import AMENDED, DROPPED, UNCHANGED, Standing
from xinfang_site.laws.models import NOW, Law, LawArticle, LawVersion
from xinfang_site.laws.numerals import read_number
from xinfang_site.laws.passages import Place
from xinfang_site.missing import Missing

MOST_HITS = 100
_BESIDE = 60


def laws(session: Session, codes: Iterable[str] | None = None) -> Sequence[Law]:
    """Every law with its versions, by title; with ``codes`` only these."""
    query = select(Law).options(selectinload(Law.versions)).order_by(Law.title, Law.id)
    if codes is not None:
        wanted = list(codes)
        if not wanted:
            return ()
        query = query.where(Law.code.in_(wanted))
    return session.scalars(query).all()


def codes_by_title(session: Session, changed_since: date | None = None) -> dict[str, str]:
    """The code of each law by its title.

    With ``changed_since`` only those with a version that begins or ends after that day: all others read as
    they did then.
    """
    query = _TITLES if changed_since is None else _CHANGED_TITLES
    rows = session.execute(query, {"since": changed_since})
    return {row.title: row.code for row in rows}


_TITLES = select(Law.title, Law.code).order_by(Law.id)
_CHANGED_TITLES = _TITLES.where(
    Law.versions.any(
        or_(LawVersion.valid_from > bindparam("since"), LawVersion.valid_to >= bindparam("since"))
    )
)
"""Made once: modules ask on every home page."""


def law_called(session: Session, code: str) -> Law:
    """The law with a code.

    Raises:
        Missing: there is none.
    """
    found = session.scalar(select(Law).options(selectinload(Law.versions)).where(Law.code == code))
    if found is None:
        raise Missing
    return found


def edition_of(law: Law, slug: str, day: date) -> LawVersion:
    """The version that an address names: ``now``, its first day in force, or any day it was in force.

    Raises:
        Missing: no version was in force on the day named.
    """
    if slug == NOW:
        return law.shown_on(day)
    try:
        found = law.version_on(date.fromisoformat(slug))
    except ValueError:
        raise Missing from None
    exact = next((each for each in law.versions if each.slug == slug), found)
    if exact is None:
        raise Missing
    return exact


def article_at(session: Session, edition: LawVersion, place: Place | None) -> LawArticle:
    """The article at a place.

    Raises:
        Missing: the version has no such article.
    """
    found = place and _at(session, edition.id, place)
    if not found:
        raise Missing
    return found


def _at(session: Session, version_id: int, place: Place) -> LawArticle | None:
    return session.scalar(
        select(LawArticle).where(
            LawArticle.version_id == version_id,
            LawArticle.number == place.number,
            LawArticle.inserted == place.inserted,
        )
    )


def neighbours(session: Session, article: LawArticle) -> tuple[LawArticle | None, LawArticle | None]:
    """The articles before and after."""
    beside = (article.position - 1, article.position + 1)
    found = {
        each.position: each
        for each in session.scalars(
            select(LawArticle).where(
                LawArticle.version_id == article.version_id, LawArticle.position.in_(beside)
            )
        )
    }
    return found.get(beside[0]), found.get(beside[1])


def article_standing(session: Session, article: LawArticle, day: date) -> Standing:
    """How an article stands: as its version, and in an amended law whether its own words changed."""
    standing = article.edition.standing(day)
    current = article.edition.law.version_on(day)
    if standing != AMENDED or current is None:
        return standing
    now = _at(session, current.id, article.place)
    if now is None:
        return DROPPED
    return UNCHANGED if now.text == article.text else AMENDED


def editions_of_article(session: Session, law: Law, place: Place) -> Sequence[LawArticle]:
    """The same number in every version of the law, newest first."""
    query = (
        select(LawArticle)
        .join(LawArticle.edition)
        .options(contains_eager(LawArticle.edition))
        .where(
            LawVersion.law_id == law.id,
            LawArticle.number == place.number,
            LawArticle.inserted == place.inserted,
        )
        .order_by(LawVersion.valid_from.desc())
    )
    return session.scalars(query).all()


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found (命中条文): ``before``, ``found``, ``after`` are a piece of its text."""

    article: LawArticle
    standing: Standing
    before: str
    found: str
    after: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found (检索结果): laws by title, articles by text; ``more`` when some were left off."""

    laws: Sequence[Law]
    hits: Sequence[Hit]
    more: bool


def search(session: Session, words: str, day: date, *, old: bool = False) -> Found:
    """Laws whose title, and articles whose text or number, hold every word.

    Args:
        session: the database.
        words: words separated by blanks; ``第三十一条`` finds that number.
        day: the day whose versions are looked through.
        old: look through all versions, past and future ones too.
    """
    wanted = words.split()[:8]
    every = laws(session)
    titled = [law for law in every if wanted and all(word in law.title for word in wanted)]
    editions = [each for law in every for each in (law.versions if old else [law.shown_on(day)])]
    if not wanted or not editions:
        return Found(titled, (), more=False)
    query = (
        select(LawArticle)
        .join(LawArticle.edition)
        .options(contains_eager(LawArticle.edition).joinedload(LawVersion.law))
        .where(LawArticle.version_id.in_([each.id for each in editions]))
        .order_by(LawVersion.valid_from.desc(), LawVersion.id, LawArticle.position)
        .limit(MOST_HITS + 1)
    )
    for word in wanted:
        query = query.where(
            LawArticle.number == number
            if (number := _article_number(word))
            else LawArticle.text.contains(word, autoescape=True)
        )
    rows = session.scalars(query).all()
    hits = [_hit(each, wanted, each.edition.standing(day)) for each in rows[:MOST_HITS]]
    return Found(titled, hits, more=len(rows) > MOST_HITS)


def _article_number(word: str) -> int | None:
    return read_number(word[1:-1]) if word.startswith("第") and word.endswith("条") else None


def _hit(article: LawArticle, words: Sequence[str], standing: Standing) -> Hit:
    text = " ".join(article.text.split("\n"))
    word = next((each for each in words if each in text), "")
    at = text.find(word)
    start, end = max(0, at - _BESIDE), at + len(word)
    before = ("…" if start else "") + text[start:at]
    after = text[end : end + 2 * _BESIDE]
    return Hit(article, standing, before, word, after + ("…" if end + 2 * _BESIDE < len(text) else ""))


def changes_between(
    before: LawVersion | None, after: Sequence[tuple[Place, str]]
) -> Sequence[tuple[Place, str]]:
    """What differs from an earlier version (条文变动): place and 新增, 修改 or 删除, in the order of numbers."""
    old = {} if before is None else {each.place: each.text for each in before.articles}
    new = dict(after)
    found = [(each, "删除") for each in old if each not in new]
    for place, text in new.items():
        if place not in old:
            found.append((place, "新增"))
        elif old[place] != text:
            found.append((place, "修改"))
    return sorted(found, key=lambda each: (each[0].number, each[0].inserted))
