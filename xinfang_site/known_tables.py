"""Codes and offices for pages (常用表): cached in memory, read again only after one of them was changed.

The database itself draws a new stamp at every change of either table, so that each process sees at its
next question that what it holds is old. The stamp is random and not a count: a change that is rolled
back, or a backup that is restored, never brings back a number that stood for something else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code, KnownRevision
from xinfang_site.offices.models import Office
from xinfang_site.sessions import KEPT_PLAN

T = TypeVar("T")
_MOST_MADE = 20


class KnownCode(NamedTuple):
    """A value of a code table (代码值), as :class:`Code` holds it."""

    id: int
    table_name: str
    code: str
    title: str
    parent_id: int | None
    level: int
    synonyms: str
    valid_from: date
    valid_to: date | None

    def valid_on(self, day: date) -> bool:
        """Whether the value may be chosen on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class KnownOffice(NamedTuple):
    """An office's names and place (机构名称), as :class:`Office` holds them."""

    id: int
    code: str
    name: str
    short_name: str
    path: str
    valid_from: date | None
    valid_to: date | None

    def valid_on(self, day: date) -> bool:
        """Whether the office exists on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True)
class Known:
    """Both tables at one moment (常用表): codes in their order of display, offices along the tree."""

    codes: Sequence[KnownCode]
    offices: Sequence[KnownOffice]
    made: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, make: Callable[["Known", date], T], day: date) -> T:
        """A value that ``make`` derives from both tables for a day, cached; callers must not change it."""
        if (make, day) not in self.made:
            if len(self.made) >= _MOST_MADE:
                self.made.clear()
            self.made[make, day] = make(self, day)
        made: T = self.made[make, day]
        return made

    @cached_property
    def code_titles(self) -> dict[int | None, str]:
        """Title of every code, past ones included, by id."""
        return {each.id: each.title for each in self.codes}

    @cached_property
    def short_names(self) -> dict[int, str]:
        """Short name of every office by id."""
        return {each.id: each.short_name for each in self.offices}

    @cached_property
    def by_table(self) -> dict[str, list[KnownCode]]:
        """The values of each code table."""
        found: dict[str, list[KnownCode]] = {}
        for each in self.codes:
            found.setdefault(each.table_name, []).append(each)
        return found

    @cached_property
    def by_id(self) -> dict[int, KnownCode]:
        """Every code by id."""
        return {each.id: each for each in self.codes}

    def category_path(self, code_id: int | None) -> str:
        """``城乡建设 / 城乡规划 / 违章建筑``; empty when there is none."""
        titles: list[str] = []
        while code_id is not None:
            code = self.by_id[code_id]
            titles.insert(0, code.title)
            code_id = code.parent_id
        return " / ".join(titles)

    def table(self, name: str) -> Sequence[KnownCode]:
        """All values of one code table, past ones included."""
        return self.by_table.get(name, ())

    def valid(self, name: str, day: date) -> Sequence[KnownCode]:
        """The values of a table that may be chosen on ``day``, in the office's order."""
        return [each for each in self.table(name) if each.valid_on(day)]


_STAMP = select(KnownRevision.__table__.c.stamp).execution_options(**KEPT_PLAN)
_CODES = select(
    Code.id,
    Code.table_name,
    Code.code,
    Code.title,
    Code.parent_id,
    Code.level,
    Code.synonyms,
    Code.valid_from,
    Code.valid_to,
).order_by(Code.position, Code.id)
_OFFICES = select(
    Office.id,
    Office.code,
    Office.name,
    Office.short_name,
    Office.path,
    Office.valid_from,
    Office.valid_to,
).order_by(Office.path)
_held: dict[int, Known] = {}


def known(session: Session) -> Known:
    """Both tables as this session's transaction sees them."""
    stamp = session.scalars(_STAMP).one()
    held = _held.get(stamp)
    if held is None:
        # the stamp is read first: should somebody change a table in between, it will not be asked for again
        held = Known(
            [KnownCode(*row) for row in session.execute(_CODES)],
            [KnownOffice(*row) for row in session.execute(_OFFICES)],
        )
        _held.clear()
        _held[stamp] = held
    return held
