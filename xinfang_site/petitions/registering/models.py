"""Table of the numbers given out (编号)."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.extensions import Base


class NumberSeries(Base):
    """The last number given out in a series (编号序列); advanced in the transaction that uses it."""

    __tablename__ = "number_series"
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
