"""Text of which a part is struck out (部分删除线): what the clerk left standing, and what was struck."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xinfang_site.ledgers.text import Cell


@dataclass(frozen=True, slots=True)
class Struck:
    """The text of a cell in two parts (划去与保留): ``left`` is empty when the whole is struck out."""

    left: str
    struck: str


def struck_text(runs: Iterable[tuple[str, bool]]) -> Struck | None:
    """The parts of a text given as its runs, each struck out or not; None when nothing is struck."""
    left: list[str] = []
    struck: list[str] = []
    for text, out in runs:
        (struck if out else left).append(text)
    gone = "".join(struck)
    return Struck("".join(left).strip(), gone) if gone.strip() else None


def without_struck(cells: list[Cell], struck: Mapping[int, Struck]) -> list[Cell]:
    """The row as the clerk left it standing (保留的文字): a number struck out and written anew is the new one."""
    found = list(cells)
    for column, text in struck.items():
        if column < len(found):
            found[column] = text.left
    return found
