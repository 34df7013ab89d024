"""What became of each row of a ledger (逐行结果)."""

from dataclasses import replace

from xinfang_site.plugin_api.ledgers import Note, Outcome, RowResult


class Results:
    """The rows with what became of each (逐行结果)."""

    def __init__(self, rows: list[RowResult]) -> None:
        self.rows = rows

    def skip(self, place: int, why: str) -> None:
        """A row is not taken, and why."""
        self.rows[place] = replace(self.rows[place], outcome=Outcome.SKIPPED, reason=why)

    def warn(self, place: int, column: str, why: str) -> None:
        """A row is taken with a warning."""
        row = self.rows[place]
        if row.accepted:
            warnings = (*row.warnings, Note(column, why))
            self.rows[place] = replace(row, outcome=Outcome.WARNED, warnings=warnings)
