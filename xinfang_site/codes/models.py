"""Code tables (代码表)."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.extensions import Base


class Code(Base):
    """One value of a code table (代码).

    Records refer to ``id``, never to ``code``: real tables repeat a code in a later period.
    ``synonyms`` are other words seen in ledgers, separated by spaces.
    """

    __tablename__ = "code"
    __table_args__ = (UniqueConstraint("table_name", "code", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    table_name: Mapped[str] = mapped_column(String(30), index=True)
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(60))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("code.id"), index=True)
    level: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    synonyms: Mapped[str] = mapped_column(String(400), default="")
    valid_from: Mapped[date] = mapped_column(default=date(2000, 1, 1))
    valid_to: Mapped[date | None]

    __mapper_args__ = {"version_id_col": version}

    def valid_on(self, day: date) -> bool:
        """Whether the value may be chosen on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class KnownRevision(Base):
    """The stamp of what codes and offices hold now (常用表版次); triggers write it, ``known_tables`` compares it."""

    __tablename__ = "known_revision"
    id: Mapped[int] = mapped_column(primary_key=True)
    stamp: Mapped[int] = mapped_column(BigInteger)
