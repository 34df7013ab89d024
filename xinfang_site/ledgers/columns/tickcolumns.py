"""A choice spread over columns (分栏打勾): 来信、来访、网上信访 side by side, with a tick in one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xinfang_site.ledgers.columns.contents import is_word
from xinfang_site.ledgers.columns.titles import TitleIndex
from xinfang_site.ledgers.files.sheets import Row
from xinfang_site.ledgers.kinds import LedgerKind, ValueKind
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
    parts: Sequence[tuple[str, ...]], kind: LedgerKind, index: TitleIndex
) -> Iterator[TickColumns]:
    """Groups named after a choice (信访形式) whose columns name no field of their own (打勾栏).

    Channels side by side need no group above them.
    """
    place = 0
    while place < len(parts):
        group = parts[place][:-1]
        end = place + 1
        while group and end < len(parts) and parts[end][:-1] == group:
            end += 1
        while (
            not group and end < len(parts) and all(_channel(part, index) for part in parts[place : end + 1])
        ):
            end += 1
        match = index.match(group[-1:] or (_CHANNEL,)) if end - place > 1 else None
        spec = kind.field(match.field) if match else None
        words = tuple(part[-1] for part in parts[place:end])
        if (
            spec is not None
            and spec.kind is ValueKind.CHOICE
            and not any(index.match((word,)) for word in words)
        ):
            yield TickColumns(place, words)
        place = end


def _channel(part: tuple[str, ...], index: TitleIndex) -> bool:
    """Whether a column without a group is named after a channel, and after no field: 来信, and not 电话."""
    return len(part) == 1 and is_word("channel", part[0]) and index.match(part) is None


def with_tick_columns(
    parts: Sequence[tuple[str, ...]], ticks: Sequence[TickColumns]
) -> tuple[tuple[str, ...], ...]:
    """The parts of a heading, the first column of each choice named after its group (合并后的列名)."""
    first = {each.first for each in ticks}
    return tuple(part[:-1] or (_CHANNEL,) if place in first else part for place, part in enumerate(parts))
