"""Paragraphs and items of an article (款、项): derived from its text, one line each."""

import re
from dataclasses import dataclass

from xinfang_site.domain.statutes import chinese_number
from xinfang_site.laws.numerals import CHINESE, read_number

ITEM = re.compile(rf"[（(]([{CHINESE}]{{1,7}})[）)]\s*(.*)", re.DOTALL)
_SUB_ITEM = re.compile(r"[0-9０-９]{1,2}\s*[.．、]|[（(][0-9０-９]{1,2}[）)]")


@dataclass(frozen=True, slots=True)
class Item:
    """An item (项) of a paragraph; its sub-items (目) are further lines of its text."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (款) with its items; counted from 1. One that only holds items has no text."""

    number: int
    text: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """An article's place in its law (条): ``inserted`` 1 is 第…条之一, 0 the article itself."""

    number: int
    inserted: int = 0

    @property
    def slug(self) -> str:
        """The place in addresses: ``31``, ``120-1``."""
        return f"{self.number}-{self.inserted}" if self.inserted else str(self.number)

    @property
    def title(self) -> str:
        """The place as laws write it: ``第三十一条``, ``第一百二十条之一``."""
        after = f"之{chinese_number(self.inserted)}" if self.inserted else ""
        return f"第{chinese_number(self.number)}条{after}"


def place_of(slug: str) -> Place | None:
    """The place that an address names; None for anything else."""
    found = re.fullmatch(r"([1-9][0-9]{0,3})(?:-([1-9][0-9]?))?", slug, re.ASCII)
    return Place(int(found[1]), int(found[2] or 0)) if found else None


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of an article's text, each with its items.

    A line between two items whose numbers follow belongs to the first of them, as the law counts
    (《信访条例》第二十一条第一款第三项 has two such lines).
    """
    found: list[tuple[str, list[Item]]] = []
    for line in text.split("\n"):
        item = ITEM.fullmatch(line)
        number = read_number(item[1]) if item else None
        if item and number is not None:
            _place_item(found, Item(number, item[2]))
        elif _SUB_ITEM.match(line) and found and found[-1][1]:
            last = found[-1][1].pop()
            found[-1][1].append(Item(last.number, f"{last.text}\n{line}"))
        else:
            found.append((line, []))
    return tuple(
        Paragraph(position, words, tuple(items)) for position, (words, items) in enumerate(found, start=1)
    )


def _place_item(found: list[tuple[str, list[Item]]], item: Item) -> None:
    """Put an item where it belongs: into the last paragraph, or the one whose items it goes on with."""
    if not found:
        found.append(("", []))
    back = next((at for at in range(len(found) - 1, -1, -1) if found[at][1]), None)
    if back is not None and back < len(found) - 1 and found[back][1][-1].number + 1 == item.number:
        between = "\n".join(words for words, _ in found[back + 1 :])
        last = found[back][1].pop()
        found[back][1].append(Item(last.number, f"{last.text}\n{between}"))
        del found[back + 1 :]
    found[-1][1].append(item)
