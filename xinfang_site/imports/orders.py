"""How a ledger is to be taken in (导入要求), and at which desk (导入机构)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site.ledgers.columns.mapping import ColumnMapping
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.offices.queries import ancestors, petition_office_above

Fields = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The clerk's choices for one file (导入要求).

    Attributes:
        columns: the field of each column, by the heading's fingerprint; None goes to the remarks.
        default_channel: title of the channel (信访形式) of rows that name none.
        missing_date: day of receipt of rows without one; None means that of the neighbouring rows.
        all_closed: an old ledger: rows without a result count as concluded too.
        year: the year of dates written without one; None means as the sheet says.
        hidden_sheets: hidden sheets are read too.
        encoding: what a csv is read by; empty means: recognised by its bytes.
        all_or_nothing: one row that cannot be taken in holds the whole ledger back.
    """

    columns: Mapping[str, Fields] = field(default_factory=dict)
    default_channel: str = "其他"
    missing_date: date | None = None
    all_closed: bool = False
    year: int | None = None
    hidden_sheets: bool = False
    encoding: str = ""
    all_or_nothing: bool = False

    def mappings(self) -> dict[str, ColumnMapping]:
        """The columns as the reader of ledgers takes them."""
        return {mark: ColumnMapping(mark, tuple(fields)) for mark, fields in self.columns.items()}

    def to_json(self) -> dict[str, Any]:
        """For the batch's row."""
        values = asdict(self)
        values["columns"] = {mark: list(fields) for mark, fields in self.columns.items()}
        values["missing_date"] = self.missing_date.isoformat() if self.missing_date else None
        return values

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> "Order":
        """From the batch's row."""
        day = values.get("missing_date")
        return Order(
            columns={mark: tuple(fields) for mark, fields in values.get("columns", {}).items()},
            default_channel=values.get("default_channel", "其他"),
            missing_date=date.fromisoformat(day) if day else None,
            all_closed=bool(values.get("all_closed")),
            year=values.get("year"),
            hidden_sheets=bool(values.get("hidden_sheets")),
            encoding=values.get("encoding", ""),
            all_or_nothing=bool(values.get("all_or_nothing")),
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """The office that registers a batch (登记机构), as plain values that outlive a transaction.

    Attributes:
        office_id: the registering office.
        name: its short name.
        letters: what its numbers begin with.
        root: path of the government above it; units beyond it are not ours to send to by a ledger.
        above_id: the petition office whose register the matters enter too, or None.
    """

    office_id: int
    name: str
    letters: str
    root: str
    above_id: int | None


def desk_of(session: Session, office: Office) -> Desk:
    """The desk of an office."""
    above = petition_office_above(session, office)
    return Desk(
        office_id=office.id,
        name=office.short_name,
        letters=office.letters,
        root=_district(session, office),
        above_id=above.id if above is not None and above.id != office.id else None,
    )


def _district(session: Session, office: Office) -> str:
    """Path of the nearest government above an office, else of the topmost office."""
    above = ancestors(session, office)
    found = next((each for each in reversed(above) if each.kind == OfficeKind.GOVERNMENT), None)
    return (found or next(iter(above), office)).path
