"""Calendar feeds (日历订阅): sessions as an iCalendar file, RFC 5545; names of visitors never stand in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

MOST_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Event:
    """One entry (日程): ``uid`` stays the same when the session moves, ``sequence`` grows."""

    uid: str
    starts: datetime
    ends: datetime
    title: str
    place: str = ""
    details: str = ""
    sequence: int = 0


def calendar_text(name: str, events: Iterable[Event], stamp: datetime) -> str:
    """The file (订阅内容), lines ended by CR LF and folded at 75 octets.

    Args:
        name: what calendars call the feed.
        events: the entries.
        stamp: the moment of writing.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//xinfang-site//joint-reception//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        "X-WR-TIMEZONE:Asia/Shanghai",
    ]
    for each in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{each.uid}",
            f"DTSTAMP:{_instant(stamp)}",
            f"DTSTART:{_instant(each.starts)}",
            f"DTEND:{_instant(each.ends)}",
            f"SEQUENCE:{each.sequence}",
            f"SUMMARY:{_escaped(each.title)}",
            *([f"LOCATION:{_escaped(each.place)}"] if each.place else []),
            *([f"DESCRIPTION:{_escaped(each.details)}"] if each.details else []),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return "".join(each for each in text if each.isprintable())


def _folded(line: str) -> list[str]:
    """The line in pieces of at most 75 octets, never cutting a character; continuations begin with a blank."""
    pieces: list[str] = []
    current, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > MOST_OCTETS:
            pieces.append(current)
            current, size = " ", 1
        current += character
        size += octets
    return [*pieces, current]
