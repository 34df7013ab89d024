"""Loading the statutes (法规装载): both petition statutes come with the site, added where missing."""

from dataclasses import dataclass
from datetime import date
from importlib import resources

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.domain.statutes import REGULATIONS_2005, REGULATIONS_2022, Statute
from xinfang_site.laws.kinds import LawKind
from xinfang_site.laws.models import Law, LawArticle, LawVersion
from xinfang_site.laws.parsing import Parsed, parse


@dataclass(frozen=True, slots=True)
class Shipped:
    """A law that comes with the site (随附法规); its text is ``data/laws/<code>.md``."""

    statute: Statute
    issuer: str
    kind: LawKind
    published_on: date
    successor: Statute | None = None
    note: str = ""


SHIPPED = (
    Shipped(REGULATIONS_2022, "中共中央、国务院", LawKind.PARTY, date(2022, 2, 25)),
    Shipped(
        REGULATIONS_2005,
        "国务院",
        LawKind.REGULATION,
        date(2005, 1, 10),
        successor=REGULATIONS_2022,
        note="国务院令第431号",
    ),
)


def load_laws(session: Session) -> int:
    """Add the shipped laws that are not there yet; returns how many. Inside ``writing()``."""
    known = {each.code: each for each in session.scalars(select(Law))}
    added = 0
    for each in SHIPPED:
        if each.statute.code in known:
            continue
        law = Law(code=each.statute.code, title=each.statute.title, issuer=each.issuer, kind=each.kind.value)
        law.successor = known.get(each.successor.code) if each.successor else None
        law.versions.append(_version(each))
        session.add(law)
        known[law.code] = law
        added += 1
    session.flush()
    return added


def text_of(code: str) -> str:
    """The text of a shipped law."""
    return resources.files("xinfang_site").joinpath(f"data/laws/{code}.md").read_text("utf-8")


def _version(shipped: Shipped) -> LawVersion:
    parsed = parse(text_of(shipped.statute.code))
    version = LawVersion(
        published_on=shipped.published_on,
        valid_from=shipped.statute.valid_from,
        valid_to=shipped.statute.valid_to,
        note=shipped.note,
    )
    fill(version, parsed)
    return version


def fill(version: LawVersion, parsed: Parsed) -> None:
    """Put what was read into a version."""
    version.preamble = parsed.preamble
    version.articles = [
        LawArticle(
            position=position,
            number=each.place.number,
            inserted=each.place.inserted,
            part=each.part,
            chapter=each.chapter,
            section=each.section,
            text=each.text,
        )
        for position, each in enumerate(parsed.articles, start=1)
    ]
