"""A choice spread over columns (分栏打勾): 来信、来访、网上信访 side by side, with a tick in one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xinfang_site.ledgers.columns.contents import ANY_LIST, is_word
from xinfang_site.ledgers.columns.titles import TitleIndex
from xinfang_site.ledgers.files.sheets import Row
from xinfang_site.ledgers.kinds import LedgerKind, ValueKind
from xinfang_site.ledgers.petition_words import petition_vocabulary
from xinfang_site.ledgers.text import cell_text, is_blank

_CHANNEL: Final = "信访形式"
_TICKS: Final = frozenset(
    {"√", "✓", "✔", "☑", "■", "●", "○", "〇", "V", "v", "1", "是", "y", "Y", "*", "★", "对"}
)


@dataclass(frozen=True, slots=True)
class TickColumns:
    """Neighbouring columns of one choice (打勾栏): the first one's place and the word of each."""

    first: int
    words: tuple[str, ...]

    def join(self, cells: Row) -> Row:
        """The row with the ticked word in the first column; as it was where the cells hold anything but ticks."""
        places = range(self.first, min(self.first + len(self.words), len(cells)))
        filled = [place for place in places if not is_blank(cells[place])]
        if not filled or any(cell_text(cells[place]) not in _TICKS for place in filled):
            return cells
        joined = list(cells)
        for place in filled:
            joined[place] = ""
        joined[self.first] = "、".join(self.words[place - self.first] for place in filled)
        return joined


def tick_columns_of(
    parts: Sequence[tuple[str, ...]], kind: LedgerKind, index: TitleIndex, below: Sequence[Row]
) -> Iterator[TickColumns]:
    """Groups named after a choice (信访形式) whose columns name no field of their own (打勾栏).

    Channels side by side need no group above them, where no other column tells the channel and the rows ``below`` are
    ticked: 来信 and 来访 may also be counts, 微信 and 邮箱 addresses.
    """
    told = any((match := index.match(part)) and match.field == "channel" for part in parts)
    place = 0
    while place < len(parts):
        group = parts[place][:-1]
        end = place + 1
        while group and end < len(parts) and parts[end][:-1] == group:
            end += 1
        if not group and not told:
            end = max(end, _channels_end(parts, place, index))
        match = index.match(group[-1:] or (_CHANNEL,)) if end - place > 1 else None
        spec = kind.field(match.field) if match else None
        words = tuple(part[-1] for part in parts[place:end])
        if (
            spec is not None
            and spec.kind is ValueKind.CHOICE
            and not any(index.match((word,)) for word in words)
            and (group or _ticked(below, range(place, end)))
        ):
            yield TickColumns(place, words)
        place = end


def _channels_end(parts: Sequence[tuple[str, ...]], place: int, index: TitleIndex) -> int:
    """Where columns end that are named after different channels, and after no field: 来信, and not 电话 or 转办."""
    words, found = petition_vocabulary().tables["channel"], set[str | None]()
    end = place
    while end < len(parts) and len(parts[end]) == 1 and is_word("channel", parts[end][0]):
        channel = words.resolve(parts[end][0]).value
        if channel in ANY_LIST or index.match(parts[end]) is not None:
            break
        found.add(channel)
        end += 1
    return end if len(found) > 1 else place


def _ticked(below: Sequence[Row], places: range) -> bool:
    """Whether most of what stands in the columns are ticks."""
    texts = [
        text for row in below for place in places if place < len(row) and (text := cell_text(row[place]))
    ]
    return sum(text in _TICKS for text in texts) * 2 >= len(texts)


def with_tick_columns(
    parts: Sequence[tuple[str, ...]], ticks: Sequence[TickColumns]
) -> tuple[tuple[str, ...], ...]:
    """The parts of a heading, the first column of each choice named after its group (合并后的列名)."""
    first = {each.first for each in ticks}
    return tuple(part[:-1] or (_CHANNEL,) if place in first else part for place, part in enumerate(parts))
