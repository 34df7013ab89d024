"""The working calendar (工作日历)."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.extensions import Base


class CalendarYear(Base):
    """A year whose holiday notice is loaded (节假日年度); source: the State Council's yearly notice."""

    __tablename__ = "calendar_year"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    notice: Mapped[str] = mapped_column(String(200), default="")


class CalendarDay(Base):
    """A day that differs from its weekday (例外日): a holiday, or a makeup working day (调休上班)."""

    __tablename__ = "calendar_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(ForeignKey("calendar_year.year"), index=True)
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40))
