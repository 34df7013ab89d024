"""What a register is made of (名册的数据表): its rows as they are written, and the ledgers that are on their way in or out."""

from sqlalchemy import BigInteger, ForeignKey, Index, MetaData, String
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.extensions import Base

VIEWS = MetaData()
"""Views: they are made by hand-written statements and neither created nor compared."""


class EntryColumns:
    """The columns of a register's row (名册栏目).

    ``category_id`` is the first level, ``topic_id`` the value chosen; 0 stands for none.
    ``due`` is ``yyyymmdd``, 99999999 when no clock runs.
    """

    office_id: Mapped[int] = mapped_column(primary_key=True)
    sort_key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    petition_id: Mapped[int]
    role: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(30))
    channel_id: Mapped[int]
    category_id: Mapped[int]
    topic_id: Mapped[int]
    unit_id: Mapped[int]
    due: Mapped[int]


def _walk(name: str, *covered: str) -> Index:
    """The index for walking an office's register by one filter, newest first, covering the others."""
    column = name if name in {"state", "due"} else f"{name}_id"
    return Index(f"ix_register_entry_{name}", "office_id", column, "sort_key", *covered)


class RegisterRow(EntryColumns, Base):
    """A register's row as it is written (名册存储行); whoever reads asks the view ``RegisterEntry``.

    The filter columns repeat the petition's, written in the same transaction, so that any list is one walk
    of one index.
    """

    __tablename__ = "register_entry"
    __table_args__ = (
        Index("ix_register_entry_petition", "petition_id", "office_id"),
        Index(
            "ix_register_entry_number",
            *("office_id", "petition_id", "sort_key", "state", "channel_id", "category_id", "unit_id"),
        ),
        _walk("state", "channel_id", "category_id", "unit_id"),
        _walk("channel", "state", "category_id", "unit_id"),
        _walk("category", "state", "channel_id", "unit_id"),
        _walk("topic", "state", "channel_id", "unit_id"),
        _walk("unit", "state", "channel_id", "category_id"),
        _walk("due", "state", "channel_id", "category_id", "unit_id"),
        {"sqlite_with_rowid": False},
    )
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))


class EnteringBatch(Base):
    """A ledger whose rows are on their way into the registers or out of them (编入中批次): none is seen while it stands here."""

    __tablename__ = "entering_batch"
    batch_id: Mapped[int] = mapped_column(
        ForeignKey("import_batch.id"), primary_key=True, autoincrement=False
    )
