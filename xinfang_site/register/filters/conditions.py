"""The list's conditions in words (条件用语): for chips, for files, for the audit."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.domain.procedure.states import State
from xinfang_site.register import search_words
from xinfang_site.register.filters.criteria import resolve
from xinfang_site.register.filters.list_query import DUE, GROUPS, ListQuery

_NAMES = (("channel", "形式"), ("office", "单位"), ("category", "内容"))
_DAYS = (("received_from", "收到日期自"), ("received_to", "收到日期至"))

Condition = tuple[str, str, str]


def described(query: ListQuery, titles: dict[tuple[str, str], str]) -> Iterator[Condition]:
    """Name, value and words of each condition in force, in the order of the panel."""
    for each in query.words:
        yield "q", each, f"查找：{search_words.shown(each)}"
    for each in query.states:
        yield "state", each, f"状态：{state_title(each)}"
    for name, label in _NAMES:
        for value in getattr(query, name):
            if (name, value) in titles:
                yield name, value, f"{label}：{titles[(name, value)]}"
    if query.due:
        yield "due", query.due, f"期限：{DUE[query.due]}"
    for name, label in _DAYS:
        day = getattr(query, name)
        if day:
            yield name, "", f"{label} {day.isoformat()}"


def conditions(session: Session, office_id: int | None, query: ListQuery, day: date) -> list[str]:
    """The conditions in words, for confirmation pages and for exported files."""
    return [label for _, _, label in described(query, resolve(session, office_id, query, day).titles)]


def state_title(value: str) -> str:
    """A state's or a group's name."""
    return GROUPS[value][0] if value in GROUPS else State(value).title
