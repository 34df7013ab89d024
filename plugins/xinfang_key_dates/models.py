"""The table (重要日期)."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.plugin_api.data import Base, OfficeOwned


class KeyDate(OfficeOwned, Base):
    """An event with its days (重要日期), both included, such as 两会 or 宪法宣传周."""

    __tablename__ = "key_dates_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(60))
    first_on: Mapped[date]
    last_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(500), default="")

    __mapper_args__ = {"version_id_col": version}
