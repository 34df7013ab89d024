"""Where the site itself cites an article (引用本条之处): limits, steps, grounds, sentences, open matters.

The statute's rules are values of the domain package, so their citations are read from there and can
never fall behind the program.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.limits.rule_sets import RULE_SETS
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.receiving.grounds import GROUNDS, REDIRECTIONS
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.domain.receiving.urgent import Recipient
from xinfang_site.domain.statutes import SENTENCES, Article
from xinfang_site.laws.passages import Place
from xinfang_site.petitions.models import Clock, Petition, RegisterEntry
from xinfang_site.petitions.visibility import scope

NO_CLOCK = 99999999
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Use:
    """One place of the site that cites an article (引用).

    Attributes:
        kind: 期限规则, 办理步骤, 不予受理情形 and so on.
        title: which one.
        basis: the article, paragraph and item cited.
        note: the rule in words, or nothing.
        quote: the words of the law that the site prints, to be compared with the version shown.
    """

    kind: str
    title: str
    basis: Article
    note: str = ""
    quote: str = ""

    @property
    def anchor(self) -> str:
        """The id of the paragraph or item on the article's page."""
        if self.basis.item is not None:
            return f"p{self.basis.paragraph or 1}-i{self.basis.item}"
        return f"p{self.basis.paragraph}" if self.basis.paragraph is not None else ""

    @property
    def short(self) -> str:
        """The place without the law's title (第三款), or 全条, 全文."""
        cited = self.basis.cite().partition("》")[2]
        after = cited.partition("条")[2]
        return after or ("全条" if cited else "全文")


@cache
def every_use() -> tuple[Use, ...]:
    """Every citation in the statute's tables, each once."""
    return tuple(dict.fromkeys(_all()))


def _all() -> Iterator[Use]:
    for rules in RULE_SETS:
        for rule in rules.rules.values():
            yield Use("期限规则", rule.duty.title, rule.basis, rule.described)
    yield from (Use("办理步骤", row.title, row.basis) for row in TABLE.values() if row.basis is not None)
    yield from (Use("不予受理情形", each.title, each.basis) for each in GROUNDS)
    yield from (Use("不得以不予受理代替", each.title, each.basis, each.instead) for each in REDIRECTIONS)
    yield from (Use("事项类别", each.title, each.basis) for each in Kind)
    yield from (Use("办理途径", each.title, each.basis) for each in Path)
    yield from (Use("重大紧急报告对象", each.title, each.basis) for each in Recipient)
    for place, text in SENTENCES.items():
        yield Use("告知、拒绝时引用的原文", f"{text[:24]}…", place, quote=text)


def uses_of(code: str, place: Place) -> tuple[Use, ...]:
    """Where the site cites an article of the law with a code."""
    if place.inserted:
        return ()
    return tuple(
        each for each in every_use() if each.basis.statute.code == code and each.basis.article == place.number
    )


def uses_of_whole(code: str) -> tuple[Use, ...]:
    """Where the site cites the law as a whole."""
    return tuple(
        each for each in every_use() if each.basis.statute.code == code and each.basis.article is None
    )


@dataclass(frozen=True, slots=True)
class Matter:
    """An open matter whose running limit rests on an article (在办事项)."""

    petition_id: int
    number: str
    due: str


@dataclass(frozen=True, slots=True)
class Matters:
    """Open matters of an office's register (在办事项): how many, and those due first."""

    total: int
    first: Sequence[Matter]


def open_matters(session: Session, actor: Actor, title: str, place: Place) -> Matters:
    """The matters of an office's register whose running limits cite an article.

    Starts from the office's register, as every query of matters: a reported unit counts nothing.
    """
    basis = f"《{title}》{place.title}"
    query = (
        select(Clock.petition_id, func.min(Clock.due).label("due"))
        .join(RegisterEntry, RegisterEntry.petition_id == Clock.petition_id)
        .where(
            *scope.own_register(actor),
            RegisterEntry.due.between(1, NO_CLOCK - 1),
            Clock.stopped_on.is_(None),
            Clock.basis.startswith(basis, autoescape=True),
        )
        .group_by(Clock.petition_id)
    )
    if not place.inserted:  # 第一百二十条 is not 第一百二十条之一
        query = query.where(not_(Clock.basis.startswith(f"{basis}之", autoescape=True)))
    found = query.subquery()
    total = session.scalar(select(func.count()).select_from(found)) or 0
    rows = session.execute(
        select(Petition.id, Petition.number, found.c.due)
        .join(found, found.c.petition_id == Petition.id)
        .order_by(found.c.due, Petition.id)
        .limit(MOST_LISTED)
    )
    return Matters(total, [Matter(row.id, row.number, row.due.isoformat()) for row in rows])
