"""Rows of a study ledger as sessions (台账行): state, day, kind, heads and hours of each, with what to look at."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xinfang_legal_study.ledger.kinds import audience_of
from xinfang_legal_study.rules.attendance import Tally
from xinfang_legal_study.rules.hours import read_hours
from xinfang_legal_study.rules.kinds import Audience, SessionState, StudyKind
from xinfang_legal_study.rules.ledger_words import is_unplanned, is_yes, laws_in, read_state
from xinfang_legal_study.rules.plan import MonthSpan, read_span
from xinfang_site.plugin_api.ledgers import Note, RowResult, parse_date

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_TITLES: dict[str, StudyKind] = {kind.title: kind for kind in StudyKind}


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session of a ledger (台账场次), ready to be saved."""

    kind: StudyKind
    topic: str
    day: date
    state: SessionState
    thematic: bool
    in_plan: bool
    laws: str
    hours: Decimal
    audience: Audience
    audience_note: str
    heads: Tally | None
    texts: Mapping[str, str]
    content: str
    reason: str


@dataclass(slots=True)
class Reading:
    """A row being read (读行): what it came to, or why not, and the notes."""

    row: SessionRow | None = None
    refusal: str = ""
    notes: list[Note] = field(default_factory=list)


def year_of_rows(rows: Sequence[RowResult], today: date) -> int:
    """The ledger's year: of its title, else the one most of its dates lie in, else this year."""
    for row in rows:
        if row.structural:
            for cell in row.raw:
                found = _YEAR.search(str(cell or ""))
                if found:
                    return int(found[1])
    days = [value.year for row in rows for value in row.values.values() if isinstance(value, date)]
    return Counter(days).most_common(1)[0][0] if days else today.year


def read_row(values: Mapping[str, object], year: int, today: date) -> Reading:
    """One row as a session; ``year`` is for months without one, after ``today`` nothing was held."""
    reading = Reading()
    topic, content = topic_of(values)
    if not topic:
        reading.refusal = "没有学习主题，也没有学习内容"
        return reading
    heads = _heads(values, reading)
    stated = _state(values, heads, reading)
    day = _day(values, stated, year, reading)
    if day is None:
        reading.refusal = "没有学习时间，也没有计划月份"
        return reading
    if stated is SessionState.HELD and day > today:
        reading.notes.append(Note("状态", f"{day.isoformat()} 还没有到，按计划读取"))
        stated = SessionState.PLANNED
    audience, audience_note = audience_of(_text(values, "audience"))
    remarks = _text(values, "remarks")
    reading.row = SessionRow(
        kind=_kind(values, reading),
        topic=topic,
        day=day,
        state=stated,
        thematic=is_yes(_text(values, "thematic")),
        in_plan=not is_unplanned(remarks, _text(values, "state"), _text(values, "planned")),
        laws=laws_of(values),
        hours=_hours(values, reading),
        audience=audience,
        audience_note=audience_note,
        heads=heads if stated is SessionState.HELD else None,
        texts={name: _text(values, name) for name in ("place", "host", "recorder", "speaker")},
        content=content,
        reason=(remarks or _text(values, "state"))[:300],
    )
    return reading


def topic_of(values: Mapping[str, object]) -> tuple[str, str]:
    """The topic of a row, and what its column of contents says besides; a ledger may have either or both."""
    topic, content = _text(values, "topic"), _text(values, "content")
    if not topic:
        topic, content = content, ""
    return topic[:300], "" if content == topic else content


def laws_of(values: Mapping[str, object]) -> str:
    """The laws that a row names: those of its own column, else what the column says, and those of the topic."""
    own = _text(values, "laws")
    return (laws_in(own, _text(values, "content"), _text(values, "topic")) or own)[:500]


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value).strip()


def _kind(values: Mapping[str, object], reading: Reading) -> StudyKind:
    text = _text(values, "kind")
    found = _TITLES.get(text)
    if found is None:
        note = f"“{text[:20]}”不是学习形式" if text else "学习形式为空"
        reading.notes.append(Note("学习形式", f"{note}，按“{StudyKind.OTHER.title}”读取"))
        return StudyKind.OTHER
    return found


def _state(values: Mapping[str, object], heads: Tally | None, reading: Reading) -> SessionState:
    cell = _text(values, "state")
    read = read_state(
        cell,
        _text(values, "remarks"),
        has_actual_day=values.get("held_on") is not None,
        present=heads.present if heads else None,
    )
    if not read.certain and cell:
        reading.notes.append(Note("状态", f"“{cell[:20]}”看不出是否举办，按“{read.state.title}”读取"))
    elif not read.certain:
        reading.notes.append(Note("状态", f"没有写明是否举办，按“{read.state.title}”读取"))
    return read.state


def _day(values: Mapping[str, object], state: SessionState, year: int, reading: Reading) -> date | None:
    """The day held, else the day of the ledger, else the first day of the planned months."""
    for name in ("held_on", "day") if state is SessionState.HELD else ("day",):
        value = values.get(name)
        if isinstance(value, date):
            return value
    planned = _text(values, "planned")
    found = _planned_day(planned, year)
    if found is not None:
        if state is SessionState.HELD:
            reading.notes.append(Note("实际时间", f"没有写明举办日期，按计划时间“{planned[:20]}”读取"))
        return found
    value = values.get("held_on")
    return value if isinstance(value, date) else None


def _planned_day(text: str, year: int) -> date | None:
    span = read_span(text)
    if span is not None:
        stated = _YEAR.search(text)
        return date(int(stated[1]) if stated else year, span.first, 1)
    return parse_date(text, year).day if text else None


def _heads(values: Mapping[str, object], reading: Reading) -> Tally | None:
    counts = {name: values.get(name) for name in ("expected", "present", "made_up")}
    whole = {name: value for name, value in counts.items() if isinstance(value, int) and value >= 0}
    if "present" not in whole:
        return None
    expected = whole.get("expected")
    if expected is None:
        reading.notes.append(Note("应到", f"没有应到人数，按实到 {whole['present']} 人读取"))
        expected = whole["present"]
    made_up = whole.get("made_up", 0)
    if whole["present"] + made_up > expected:
        reading.notes.append(
            Note(
                "实到", f"应到 {expected} 人，实到 {whole['present']} 人、补学 {made_up} 人，人数不符，请核对"
            )
        )
        made_up = max(0, min(made_up, expected - whole["present"]))
    return Tally(max(expected, whole["present"]), whole["present"], made_up)


def _hours(values: Mapping[str, object], reading: Reading) -> Decimal:
    hours = read_hours(_text(values, "hours"))
    if hours.note:
        reading.notes.append(Note("学时", hours.note))
    return hours.value or Decimal(0)


def plan_span(text: str) -> MonthSpan | None:
    """The months of a plan's row; a full date means its month."""
    span = read_span(text)
    if span is not None:
        return span
    day = parse_date(text, 2000).day if text else None
    return MonthSpan(day.month, day.month) if day is not None else None
