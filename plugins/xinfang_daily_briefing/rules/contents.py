"""Content of an issue (要情内容): what is frozen at signing, and the part of it that a reader may see."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xinfang_daily_briefing.rules.audiences import Reader, may_read
from xinfang_daily_briefing.rules.deltas import Mark
from xinfang_daily_briefing.rules.words import Audience, Column

Content = Mapping[str, Any]


def lines(content: Content) -> Iterator[Mapping[str, Any]]:
    """The lines of all columns, in the order of print (条目)."""
    for section in content["sections"]:
        yield from section["lines"]


def line_of(content: Content, matter: str) -> Mapping[str, Any] | None:
    """The line about a matter, or None."""
    return next((each for each in lines(content) if each["matter"] == matter), None)


def for_reader(content: Content, reader: Reader) -> dict[str, Any]:
    """The content that a reader may see (本人可阅内容): the same for screen, print, document and export.

    What is not for him leaves no trace: no number, no gap, no count.
    """
    sections = [
        {**section, "lines": [each for each in section["lines"] if _is_for(each, reader)]}
        for section in content["sections"]
    ]
    return {**content, "sections": sections}


def _is_for(line: Mapping[str, Any], reader: Reader) -> bool:
    return may_read(reader, Audience(line["audience"]), line["named"])


def sections(placed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines put into the columns (分栏), each column present even when it is empty."""
    return [
        {
            "column": column.value,
            "title": str(column.title),
            "lines": [dict(each) for each in placed if each["column"] == column],
        }
        for column in Column
    ]


def marks(content: Content) -> list[Mark]:
    """The lines as they are compared with what was read (比对标识)."""
    return [
        Mark(each["matter"], f"{each['lead']}\n{each['body']}\n{each['check']}") for each in lines(content)
    ]
