"""Citations as links (引文链接): 《信访工作条例》第二十三条第三款 leads to its text, marked when no longer in force."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import g, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.domain.statutes import REGULATIONS_2005, REGULATIONS_2022
from xinfang_site.extensions import db
from xinfang_site.laws import queries
from xinfang_site.laws.kinds import AMENDED, Standing
from xinfang_site.laws.models import Law, LawArticle, LawVersion
from xinfang_site.laws.numerals import CHINESE, read_number
from xinfang_site.laws.passages import Place

_NUMBER = rf"[{CHINESE}0-9]{{1,9}}"
CITATION = re.compile(
    rf"《([^《》]{{2,120}})》(?:第({_NUMBER})条(?:之({_NUMBER}))?(?:第({_NUMBER})款)?(?:第({_NUMBER})项)?)?"
)
STATE = "中华人民共和国"
_OWN = {each.title: each for each in (REGULATIONS_2022, REGULATIONS_2005)}


@dataclass(frozen=True, slots=True)
class Cited:
    """A piece of a text (引文片段): a citation with its address and mark, or plain words without."""

    text: str
    url: str = ""
    mark: str = ""


def cited(text: str, day: date | datetime | None = None) -> list[Cited]:
    """A text cut into citations and the words between them; the Jinja filter ``cited``.

    Args:
        text: any text, such as the basis of a step.
        day: the day or instant it was written for; its versions are linked. None is today.
    """
    seen = clock.china(day).date() if isinstance(day, datetime) else day
    return list(_pieces(text or "", seen or clock.today()))


def own_basis(text: str, day: date | datetime | None = None) -> list[Cited]:
    """The same for a basis that the site itself wrote: no query; the Jinja filter ``own_basis``.

    The statute's package knows when its statutes are in force, and tests hold that each article it
    cites is in the library. A page with sixty steps must not ask the database for each of them.
    """
    found = CITATION.match(text or "")
    statute = _OWN.get(found[1]) if found else None
    if found is None or statute is None or statute.valid_from is None or found[2] is None:
        return [Cited(text)] if text else []
    seen = clock.china(day).date() if isinstance(day, datetime) else day or clock.today()
    slug = (seen if statute.in_force(seen) else statute.valid_from).isoformat()
    number, inserted, paragraph, item = (read_number(each or "") for each in found.groups()[1:])
    place = Place(number or 0, inserted or 0)
    anchor = f"p{paragraph or 1}-i{item}" if item else f"p{paragraph}" if paragraph else None
    url = url_for("laws.article", code=statute.code, slug=slug, number=place.slug, _anchor=anchor)
    mark = "" if statute.in_force(clock.today()) else "已废止"
    return [Cited(found[0], url, mark), *([Cited(text[found.end() :])] if text[found.end() :] else [])]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation read from a text (引文位置): the law's title, the article, its paragraph and item."""

    law: str
    place: Place
    paragraph: int | None
    item: int | None


def quoted(text: str) -> Iterator[Quoted]:
    """The articles that a text cites, as written there; needs no query."""
    for found in CITATION.finditer(text):
        number, inserted, paragraph, item = (read_number(each or "") for each in found.groups()[1:])
        if number:
            yield Quoted(found[1].removeprefix(STATE), Place(number, inserted or 0), paragraph, item)


def _pieces(text: str, day: date) -> Iterator[Cited]:
    end = 0
    for found in CITATION.finditer(text):
        law = _known().get(found[1].removeprefix(STATE))
        piece = _piece(found, law, day) if law else None
        if piece is None:
            continue
        if found.start() > end:
            yield Cited(text[end : found.start()])
        yield piece
        end = found.end()
    if end < len(text):
        yield Cited(text[end:])


def _piece(found: re.Match[str], law: Law, day: date) -> Cited | None:
    today = clock.today()
    edition = law.version_on(day) or law.shown_on(day)
    if found[2] is None:
        url = url_for("laws.show", code=law.code, slug=edition.slug)
        return Cited(found[0], url, _word(edition.standing(today)))
    number, inserted, paragraph, item = (read_number(each or "") for each in found.groups()[1:])
    place = Place(number or 0, inserted or 0)
    if place not in _places(edition):
        return None
    anchor = f"p{paragraph or 1}-i{item}" if item else f"p{paragraph}" if paragraph else None
    url = url_for("laws.article", code=law.code, slug=edition.slug, number=place.slug, _anchor=anchor)
    return Cited(found[0], url, _word(_standing(edition, place, today)))


def _standing(edition: LawVersion, place: Place, today: date) -> Standing:
    """The standing of a version; in an amended version that of the article itself."""
    standing = edition.standing(today)
    if standing != AMENDED:
        return standing
    return queries.article_standing(_session(), queries.article_at(_session(), edition, place), today)


def _word(standing: Standing) -> str:
    return standing.title if standing.marked else ""


def _session() -> Session:
    return db.session()


def _known() -> Mapping[str, Law]:
    """The laws by title, read once a request."""
    if "laws_by_title" not in g:
        g.laws_by_title = {each.title.removeprefix(STATE): each for each in queries.laws(_session())}
    known: Mapping[str, Law] = g.laws_by_title
    return known


def _places(edition: LawVersion) -> frozenset[Place]:
    """The numbers of a version's articles, read once a request."""
    kept: dict[int, frozenset[Place]] = g.setdefault("places_of_laws", {})
    if edition.id not in kept:
        rows = _session().execute(
            select(LawArticle.number, LawArticle.inserted).where(LawArticle.version_id == edition.id)
        )
        kept[edition.id] = frozenset(Place(row.number, row.inserted) for row in rows)
    return kept[edition.id]
