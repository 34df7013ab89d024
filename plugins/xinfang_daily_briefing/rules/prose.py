"""Wording of a line (条目行文): an item's parts as one paragraph of official prose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xinfang_daily_briefing.rules.times import CHINA

_ENDS = "。！？；…”）"


@dataclass(frozen=True, slots=True)
class Parts:
    """What an item says (要情要素): when known, where, what, how many, what is asked, done and to be done."""

    known_at: datetime
    place: str
    content: str
    people: int | None
    demand: str
    measures: str
    next_step: str
    unit: str


def paragraph(parts: Parts) -> str:
    """The parts in the order of the paper (行文): time, place, matter, people, demand, measures, next step, unit."""
    known = parts.known_at.astimezone(CHINA)
    when = f"{known.month}月{known.day}日{known.hour}时"
    where = f"，{parts.place}" if parts.place else ""
    people = f"涉及 {parts.people} 人" if parts.people else ""
    sentences = (
        f"{when}{where}，{parts.content}",
        people,
        f"诉求：{parts.demand}" if parts.demand else "",
        f"已采取措施：{parts.measures}" if parts.measures else "",
        f"下一步：{parts.next_step}" if parts.next_step else "",
        f"责任单位：{parts.unit}" if parts.unit else "",
    )
    return "".join(_ended(each) for each in sentences if each)


def carried(first: date, latest: date, next_step: str, news: Sequence[tuple[date, str]]) -> str:
    """What a later issue says of an open matter (结转行文): since when, the last report, what comes next.

    ``news`` are steps of its petitions that no report has told, with their days.
    """
    since = f"首报于{first.month}月{first.day}日"
    last = f"，最近一报{latest.month}月{latest.day}日" if latest != first else ""
    steps = "；".join(f"{day.month}月{day.day}日{words}" for day, words in news)
    sentences = (
        f"{since}{last}",
        f"下一步：{next_step}" if next_step else "",
        f"其后：{steps}" if steps else "",
    )
    return "".join(_ended(each) for each in sentences if each)


def _ended(text: str) -> str:
    plain = text.strip().rstrip("，、,;")
    return plain if plain.endswith(tuple(_ENDS)) else f"{plain}。"
