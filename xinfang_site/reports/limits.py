"""Timeliness (时效统计): limits that fell due in a period, met, late or missed; and the matters behind each number.

The base is what fell due (到期), whenever it was received: what is not due yet is shown and left out.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVarTuple
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy import ColumnElement, Select, and_, case, extract, func, select
from sqlalchemy.orm import Session

from xinfang_site.domain.limits.clocks import ClockState
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.petitions.models import Clock, Petition, RegisterEntry
from xinfang_site.reports import queries, values
from xinfang_site.reports.periods import Period, month
from xinfang_site.reports.values import Chart, Row, Table

IN_TIME = "按期率＝按期件数÷（按期＋超期完成＋超期未办）"
MET, LATE, MISSED, PENDING = "met", "late", "missed", "pending"
OUTCOMES = {MET: "按期", LATE: "超期完成", MISSED: "超期未办", PENDING: "未到期"}
BY = {"unit": "承办单位", "channel": "信访形式", "month": "到期月份"}
DUTIES = {
    each.value: str(each.title)
    for each in (Duty.CONCLUSION, Duty.NOTICE, Duty.DISPATCH, Duty.FEEDBACK, Duty.REVIEW, Duty.FINAL_REVIEW)
}
COLUMNS = ("到期", "按期", "超期完成", "超期未办", "按期率", "未到期")
COUNTED = "“到期”不含未到期的；同一事项有几个同类期限的，各计一次"
PAGE = 50
Columns = TypeVarTuple("Columns")
Groups = dict[str, dict[str, int]]
"""Value of the grouping, then outcome, to limits."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Which limits are meant (期限范围).

    Attributes:
        register: whose register, and what counts in it for the reader.
        duty: code of the duty.
        period: when they fell due.
        day: seen on this day.
        units: ids of units, 0 for none yet; empty for all.
        channels: ids of channels; empty for all.
        words: the same two as the address writes them.
    """

    register: queries.Counted
    duty: str
    period: Period
    day: date
    units: tuple[int, ...] = ()
    channels: tuple[int, ...] = ()
    words: dict[str, str] = field(default_factory=dict)

    def conditions(self) -> list[ColumnElement[bool]]:
        """Limits of matters in the office's register, in one stretch of the index by due day."""
        found = [
            *self.register.conditions(),
            Clock.code == self.duty,
            Clock.due.between(self.period.first, self.period.last),
            Clock.state != ClockState.WAIVED.value,
        ]
        if self.units:
            found.append(RegisterEntry.unit_id.in_(self.units))
        if self.channels:
            found.append(RegisterEntry.channel_id.in_(self.channels))
        return found

    def outcome(self) -> ColumnElement[str]:
        """How a limit came out, seen on the day."""
        return case(
            (and_(Clock.stopped_on.is_not(None), Clock.stopped_on <= Clock.due), MET),
            (Clock.stopped_on.is_not(None), LATE),
            (and_(Clock.due < self.day, Clock.state != ClockState.SUSPENDED.value), MISSED),
            else_=PENDING,
        )

    def address(self, outcome: str, **more: str) -> str:
        """The page that lists the matters behind a number."""
        pairs = {"period": self.period.key, "duty": self.duty, **self.words, **more, "outcome": outcome}
        return f"{url_for('reports.limit_matters')}?{urlencode({k: v for k, v in pairs.items() if v})}"


def overview(session: Session, register: queries.Counted, period: Period, day: date) -> Table:
    """Each duty's limits that fell due in the period, on one line (期限时效总表)."""
    rows = []
    for duty, title in DUTIES.items():
        limits = Limits(register, duty, period, day)
        found = _together(_groups(session, limits, "month"))
        if found:
            rows.append(_row(title, found, limits, {}))
    return Table(
        "duties", "各项期限的时效", "期限", COLUMNS, tuple(rows), unit="项", notes=(COUNTED,), as_of=day
    )


def table(session: Session, limits: Limits, by: str) -> Table:
    """Met, late and missed by unit, channel or month (时效统计表), with the rate."""
    groups = _groups(session, limits, by)
    rows = [_row(title, found, limits, more) for title, found, more in _titled(session, limits, groups, by)]
    if len(rows) > 1:
        whole = _row("合计", _together(groups), limits, {})
        rows.append(Row(whole.label, whole.figures, total=True))
    return Table(
        key="limits",
        caption=f"{DUTIES[limits.duty]}期限的时效（按{BY[by]}）",
        head=BY[by],
        columns=COLUMNS,
        rows=tuple(rows),
        notes=(COUNTED,),
        chart=Chart("stacked", (1, 2, 3)) if by == "month" and len(rows) > 1 else None,
        as_of=limits.day,
    )


def _groups(session: Session, limits: Limits, by: str) -> Groups:
    value: ColumnElement[int] = {
        "unit": RegisterEntry.unit_id.expression,
        "channel": RegisterEntry.channel_id.expression,
        "month": extract("year", Clock.due) * 100 + extract("month", Clock.due),
    }[by]
    each_limit = _limits(select(value.label("value"), limits.outcome().label("outcome")), limits).subquery()
    grouped = (each_limit.c.value, each_limit.c.outcome)
    rows = session.execute(select(*grouped, func.count()).group_by(*grouped))
    found: Groups = defaultdict(lambda: defaultdict(int))
    for each, outcome, number in rows:
        found[str(int(each))][outcome] += number
    return found


def _together(groups: Groups) -> dict[str, int]:
    """Outcome to limits, of all groups."""
    everything: dict[str, int] = defaultdict(int)
    for found in groups.values():
        for outcome, number in found.items():
            everything[outcome] += number
    return everything


def _limits(query: Select[*Columns], limits: Limits) -> Select[*Columns]:
    return (
        query.select_from(Clock)
        .join(RegisterEntry, RegisterEntry.petition_id == Clock.petition_id)
        .where(*limits.conditions())
    )


def _titled(
    session: Session, limits: Limits, groups: Groups, by: str
) -> list[tuple[str, dict[str, int], dict[str, str]]]:
    """The groups in their order: title, numbers, what narrows the address to them."""
    if by == "month":
        return [
            (
                month(int(each) // 100, int(each) % 100).title,
                groups[each],
                {"period": f"{each[:4]}-{each[4:]}"} if limits.period.months else {},
            )
            for each in sorted(groups)
        ]
    known = queries.units(session, groups) if by == "unit" else queries.codes(session, "channel")
    name = "office" if by == "unit" else "channel"
    merged: dict[str, tuple[str, dict[str, int]]] = {}
    for each in [*known, "0"]:
        if each not in groups:
            continue
        title, code = (known[each].title, known[each].code) if each in known else ("尚无承办单位", "none")
        found = merged.setdefault(code, (title, defaultdict(int)))[1]
        for outcome, number in groups[each].items():
            found[outcome] += number
    order = sorted(merged, key=lambda code: (-merged[code][1].get(MISSED, 0), list(merged).index(code)))
    return [(*merged[code], {name: code}) for code in order]


def _row(title: str, found: dict[str, int], limits: Limits, more: dict[str, str]) -> Row:
    met, late, missed = (found.get(each, 0) for each in (MET, LATE, MISSED))
    due = met + late + missed
    return Row(
        title,
        (
            values.count(due, limits.address("due", **more)),
            *(values.count(found.get(each, 0), limits.address(each, **more)) for each in (MET, LATE, MISSED)),
            values.rate(met, due, IN_TIME, url=limits.address(MET, **more), as_of=limits.day),
            values.count(found.get(PENDING, 0), limits.address(PENDING, **more)),
        ),
    )


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit behind a number (期限明细)."""

    petition_id: int
    number: str
    summary: str
    unit_id: int
    due: date
    stopped_on: date | None
    outcome: str
    days_late: int


@dataclass(frozen=True, slots=True)
class LimitPage:
    """One page of the limits behind a number (期限明细页)."""

    lines: Sequence[LimitLine]
    total: int


def matters(session: Session, limits: Limits, outcome: str, number: int) -> LimitPage:
    """The limits with this outcome (``due`` for all that fell due), the oldest first; page ``number`` from 1."""
    wanted = (MET, LATE, MISSED) if outcome == "due" else (outcome,)
    narrowed = limits.outcome().in_(wanted)
    total = session.scalar(_limits(select(func.count()), limits).where(narrowed)) or 0
    columns = (
        Petition.id, Petition.number, Petition.summary, RegisterEntry.unit_id,
        Clock.due, Clock.stopped_on, limits.outcome().label("outcome"),
    )  # fmt: skip
    rows = session.execute(
        _limits(select(*columns), limits)
        .join(Petition, Petition.id == Clock.petition_id)
        .where(narrowed)
        .order_by(Clock.due, Clock.id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return LimitPage(
        [LimitLine(*row, _late(row.due, row.stopped_on, limits.day)) for row in rows], int(total)
    )


def _late(due: date, stopped_on: date | None, day: date) -> int:
    return max(0, ((stopped_on or day) - due).days)
