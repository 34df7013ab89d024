"""Slips (行便条): what is noted while a ledger's row becomes a matter."""

from dataclasses import dataclass, field

from xinfang_site.ledgers.kinds import Note


@dataclass(slots=True)
class Slip:
    """What is noted while a row is worked on (行便条).

    Attributes:
        notes: warnings about the row.
        remarks: lines for the matter's remarks.
        common: what is said once for the whole file, with the number of rows in front.
    """

    notes: list[Note] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    common: list[str] = field(default_factory=list)

    def warn(self, column: str, message: str) -> None:
        """A warning about a column of the row; "" for the row as a whole."""
        self.notes.append(Note(column, message))

    def keep(self, title: str, value: object) -> None:
        """A line of the remarks, unless there is nothing to keep."""
        if value:
            self.remarks.append(f"{title}：{value}")

    def cut(self, title: str, text: str, most: int) -> str:
        """``text``, at most so long; the whole is kept in the remarks then."""
        if len(text) <= most:
            return text
        self.warn(title, f"超过{most}字，全文记入备注")
        self.keep(title, text)
        return text[:most]


class Gaps:
    """A column that a ledger leaves open (空缺).

    A gap in a column is worth a warning of its own; a ledger without the column gets one for all.

    Args:
        title: the column, as warnings name it.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._filled = False

    def filled(self) -> None:
        """The column holds something in this row."""
        self._filled = True

    def gap(self, slip: Slip, words: str, common: str) -> None:
        """It holds nothing here: ``words`` about the row, or ``common`` about the rows of the file."""
        if self._filled:
            slip.warn(self._title, words)
        else:
            slip.common.append(common)
