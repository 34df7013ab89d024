"""Rows of the ledger as issues and items (台账读取): pure, from values that the core has read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from xinfang_daily_briefing.rules.times import CHINA
from xinfang_daily_briefing.rules.words import Column, Result, Source, Stage, Urgency

_NUMBER = re.compile(r"(?<!总)第\s*(\d+)\s*期|(\d+)(?!.*\d)")
_SILENT = re.compile(
    "^(?:零报告|零报|无|无情况|无内容|今日无(?:情况|要情|事)?|当日无(?:情况|要情)?|无(?:重大|突出|异常)?(?:情况|事项|信息|要情)?"
    "|本日无(?:情况|要情)|无需要反映的情况|平安无事)[。！]?$"
)
_YES = frozenset({"是", "√", "有", "1", "yes", "y", "Y"})


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the ledger (台账条目); ``row`` is its place among the rows that were read."""

    row: int
    column: Column | None
    title: str
    content: str
    place: str
    people: int | None
    demand: str
    measures: str
    next_step: str
    unit: str
    reporter: str
    source: Source
    urgency: Urgency
    stage: Stage
    thread: str
    known_at: datetime
    known_given: bool
    reported_at: datetime
    verified_at: datetime | None
    result: Result | None
    verifier: str


@dataclass(slots=True)
class IssueRows:
    """An issue of the ledger (台账中的一期): what its rows say of it, and its items in order."""

    day: date
    number: int | None = None
    total: int | None = None
    silent: bool = False
    editor: str = ""
    reviewer: str = ""
    signer: str = ""
    signed_at: datetime | None = None
    rows: list[int] = field(default_factory=list)
    items: list[ItemRow] = field(default_factory=list)


Values = Mapping[str, Any]


def issues_of(rows: Sequence[tuple[int, Values]]) -> tuple[list[IssueRows], list[int]]:
    """The issues of a ledger in order of day, and the rows without a day.

    A row that gives only the number of its issue takes the day from another row with that number, since issues and
    items may stand on two sheets.
    """
    days = _days_by_number(values for _, values in rows)
    found: dict[date, IssueRows] = {}
    lost = []
    for place, values in rows:
        number = number_of(values.get("number"))
        day = _day(values) or days.get(_key(values, number))
        if day is None:
            lost.append(place)
            continue
        issue = found.setdefault(day, IssueRows(day))
        issue.rows.append(place)
        _note(issue, values, number)
        if _is_item(values):
            issue.items.append(_item(place, values, day))
        elif _is_silent(values):
            issue.silent = True
    for issue in found.values():
        issue.silent = not issue.items
    return [found[day] for day in sorted(found)], lost


def number_of(value: Any) -> int | None:
    """The number of an issue: ``〔2026〕第12期（总第90期）``, ``2026-012``, ``12`` are all 12."""
    match = _NUMBER.search(str(value or ""))
    digits = (match[1] or match[2]) if match else ""
    return (int(digits) or None) if 0 < len(digits) < 6 else None


def _days_by_number(rows: Iterable[Values]) -> dict[str, date]:
    days: dict[str, date] = {}
    for values in rows:
        number, day = number_of(values.get("number")), _day(values)
        if number is not None and day is not None:
            days.setdefault(_key(values, number), day)
    return days


def _key(values: Values, number: int | None) -> str:
    """Issues are distinguished by everything in their number, so that two years do not mix."""
    return "" if number is None else re.sub(r"\s", "", str(values.get("number")))


def _day(values: Values) -> date | None:
    value = values.get("day")
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _text(values: Values, name: str) -> str:
    return str(values.get(name) or "").strip()


def _note(issue: IssueRows, values: Values, number: int | None) -> None:
    issue.number = issue.number or number
    issue.total = issue.total or number_of(values.get("total"))
    for name in ("editor", "reviewer", "signer"):
        if not getattr(issue, name):
            setattr(issue, name, _text(values, name)[:40])
    issue.signed_at = issue.signed_at or _moment(values.get("signed_at"))


def _is_silent(values: Values) -> bool:
    nature = _text(values, "nature")
    said = (nature, _text(values, "content"), _text(values, "title"), _text(values, "remarks"))
    return nature in _YES or any(_SILENT.match(each) for each in said if each)


def _is_item(values: Values) -> bool:
    title, content = _text(values, "title"), _text(values, "content")
    texts = [each for each in (title, content) if each]
    return bool(texts) and not all(_SILENT.match(each) for each in texts)


def _item(place: int, values: Values, day: date) -> ItemRow:
    title, content = _text(values, "title"), _text(values, "content")
    known = _moment(values.get("known_at"))
    reported = _moment(values.get("reported_at"))
    fallback = reported or datetime.combine(day, time(8), CHINA)
    known_at = known or fallback
    return ItemRow(
        row=place,
        column=_word(values, "column", Column),
        title=(title or content)[:60],
        content=content or title,
        place=_text(values, "place")[:100],
        people=values.get("people") if isinstance(values.get("people"), int) else None,
        demand=_text(values, "demand"),
        measures=_text(values, "measures"),
        next_step=_text(values, "next_step"),
        unit=_text(values, "unit")[:120],
        reporter=_text(values, "reporter")[:40],
        source=_word(values, "source", Source) or Source.OTHER,
        urgency=_word(values, "urgency", Urgency) or Urgency.ORDINARY,
        stage=_word(values, "stage", Stage) or Stage.FIRST,
        thread=_text(values, "thread"),
        known_at=known_at,
        known_given=known is not None,
        reported_at=max(reported or known_at, known_at),
        verified_at=_moment(values.get("verified_at")),
        result=_word(values, "result", Result),
        verifier=_text(values, "verifier")[:40],
    )


def _word(values: Values, name: str, words: Any) -> Any:
    value = values.get(name)
    return words(value) if value in set(words) else None


def _moment(value: Any) -> datetime | None:
    """A moment in China; a day without an hour is its noon, which is on that day whatever else."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=CHINA)
    return datetime.combine(value, time(12), CHINA) if isinstance(value, date) else None
