"""Tables of the petitions (信访事项统计表): received, settled, by state, channel, category and unit.

Each figure is the length of a list of the register, and carries that list's address.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import g, url_for
from sqlalchemy.orm import Session

from xinfang_site.domain.procedure.states import CLOSED, State
from xinfang_site.reports import queries, values
from xinfang_site.reports.periods import Period, days, month
from xinfang_site.reports.queries import Counted, Counts, Value
from xinfang_site.reports.values import Chart, Figure, Row, Table

SETTLED = "了结率＝收到事项中现已了结的件数÷收到件数"
SHARE = "占比＝该项件数÷收到件数"
GROWTH = "同比＝（本期－上年同期）÷上年同期"
NONE_YET = {"unit": "尚无承办单位", "category": "未分类"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the statistics are about (统计范围): which register, which period, seen on which day."""

    session: Session
    register: Counted
    period: Period
    day: date

    @property
    def earlier(self) -> Period:
        """The same days of the year before; of a period that is not over, only as far as it has come."""
        return self.period.until(self.day).year_before()


def tables(asked: Asked) -> list[Table]:
    """All tables of the petitions for a period."""
    return [months(asked), states(asked), channels(asked), categories(asked), units(asked)]


def listed(period: Period, **conditions: str) -> str:
    """The address of the register's list of matters received in the period, narrowed further."""
    span = f"received_from={period.first.isoformat()}&received_to={period.last.isoformat()}"
    return f"{_register()}?{urlencode(conditions)}&{span}" if conditions else f"{_register()}?{span}"


def _register() -> str:
    """The register's address, built once a request: a year's tables have some five hundred links to it."""
    found: str = g.get("register_address") or url_for("petitions.index")
    g.register_address = found
    return found


def months(asked: Asked) -> Table:
    """Received and settled, month by month (各月收到和了结)."""
    by_state = queries.counts(asked.session, asked.register, "state", asked.period)
    rows = [
        _settled_row(_within(asked.period, number), by_state, [number], asked) for number in _shown(asked)
    ]
    if len(rows) > 1:
        everything = asked.period.month_numbers()
        rows.append(_settled_row(asked.period, by_state, everything, asked, total=True))
    return Table(
        key="months",
        caption="收到和了结情况",
        head="收到月份",
        columns=("收到", "未了结", "已了结", "了结率"),
        rows=tuple(rows),
        chart=Chart("stacked", (1, 2)) if len(rows) > 1 else None,
        as_of=asked.day,
    )


def _shown(asked: Asked) -> list[int]:
    """Months up to the present one: a month to come has no figures yet, not nought."""
    now = asked.day.year * 100 + asked.day.month
    return [each for each in asked.period.month_numbers() if each <= now]


def _within(period: Period, number: int) -> Period:
    whole = month(number // 100, number % 100)
    if period.first <= whole.first and whole.last <= period.last:
        return whole
    return days(max(period.first, whole.first), min(period.last, whole.last))


def _settled_row(
    period: Period, by_state: Counts, numbers: Sequence[int], asked: Asked, *, total: bool = False
) -> Row:
    received = settled = 0
    for state, found in by_state.items():
        here = sum(found.get(each, 0) for each in numbers)
        received += here
        settled += here if State(state) in CLOSED else 0
    return Row(
        "合计" if total else period.title,
        (
            values.count(received, listed(period)),
            values.count(received - settled, listed(period, state="open")),
            values.count(settled, listed(period, state="closed")),
            values.rate(settled, received, SETTLED, url=listed(period, state="closed"), as_of=asked.day),
        ),
        total=total,
    )


def states(asked: Asked) -> Table:
    """How the matters of each month stand now (各月收到事项的现状)."""
    by_state = queries.counts(asked.session, asked.register, "state", asked.period)
    shown = _shown(asked)
    rows = [
        _months_row(str(state.title), by_state[state.value], shown, asked.period, state=state.value)
        for state in State
        if by_state.get(state.value)
    ]
    columns = tuple(f"{each % 100}月" for each in shown) if len(shown) > 1 else ()
    return Table(
        "states", "按现在的状态", "状态", (*columns, "合计"), tuple(rows), as_of=asked.day,
        chart=Chart() if rows and not columns else None,
    )  # fmt: skip


def _months_row(
    label: str, found: Mapping[int, int], shown: Sequence[int], period: Period, **conditions: str
) -> Row:
    figures: list[Figure] = []
    if len(shown) > 1:
        figures = [
            values.count(found.get(each, 0), listed(_within(period, each), **conditions)) for each in shown
        ]
    everything = values.count(sum(found.values()), listed(period, **conditions))
    return Row(label, (*figures, everything))


def channels(asked: Asked) -> Table:
    """By channel (按信访形式)."""
    heading = Heading("channel", "channels", "按信访形式", "信访形式")
    return _compared(asked, heading, lambda _values: queries.codes(asked.session, "channel"))


def categories(asked: Asked) -> Table:
    """By first level of the category (按内容分类)."""
    heading = Heading("category", "categories", "按内容分类（一级）", "内容分类")
    return _compared(
        asked, heading, lambda _values: queries.codes(asked.session, "category", first_level=True)
    )


def units(asked: Asked) -> Table:
    """By handling unit (按承办单位)."""
    heading = Heading("unit", "units", "按承办单位", "承办单位", name="office")
    return _compared(asked, heading, lambda values: queries.units(asked.session, values))


@dataclass(frozen=True, slots=True)
class Heading:
    """A dimension of the tallies and its table (统计口径); ``name`` is the register's filter, where it differs."""

    dimension: str
    key: str
    caption: str
    head: str
    name: str = ""


def _compared(asked: Asked, heading: Heading, known_of: Callable[[set[str]], Mapping[str, Value]]) -> Table:
    """A dimension's values with their share and the growth on the year before, the most first."""
    session, register, dimension = asked.session, asked.register, heading.dimension
    counted = queries.counts(session, register, dimension, asked.period)
    counted_before = queries.counts(session, register, dimension, asked.earlier)
    known = known_of({*counted, *counted_before})
    now, before = _by_code(counted, known), _by_code(counted_before, known)
    everything = sum(now.values())
    titles = {each.code: each.title for each in known.values()} | {"none": NONE_YET.get(dimension, "未填")}
    name = heading.name or dimension
    order = sorted({*now, *before}, key=lambda code: (-now.get(code, 0), code))
    rows = [
        _compared_row(titles[code], now.get(code, 0), before.get(code, 0), everything, asked, **{name: code})
        for code in order
    ]
    if rows:
        whole = _compared_row("合计", everything, sum(before.values()), everything, asked)
        rows.append(Row(whole.label, whole.figures, total=True))
    return Table(
        key=heading.key,
        caption=heading.caption,
        head=heading.head,
        columns=("件数", "占比", "上年同期", "同比"),
        rows=tuple(rows),
        notes=(f"上年同期为{asked.earlier.title}",) if rows else (),
        chart=Chart() if rows else None,
        as_of=asked.day,
    )


def _compared_row(label: str, now: int, before: int, everything: int, asked: Asked, **conditions: str) -> Row:
    here, earlier = listed(asked.period, **conditions), listed(asked.earlier, **conditions)
    return Row(
        label,
        (
            values.count(now, here),
            values.rate(now, everything, SHARE, url=here, as_of=asked.day),
            values.count(before, earlier),
            values.change(now, before, GROWTH),
        ),
    )


def _by_code(found: Counts, known: Mapping[str, Value]) -> dict[str, int]:
    """Totals by the word that the register's address uses; several periods of one code are one."""
    totals: dict[str, int] = {}
    for value, by_month in found.items():
        code = known[value].code if value in known else "none"
        totals[code] = totals.get(code, 0) + sum(by_month.values())
    return totals
