"""Tables of the module switches (模块开关), of their settings and of the consent to take one out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.column_types import Instant
from xinfang_site.extensions import Base


class OfficeModule(Base):
    """A module that an office has on (已启用模块); without a row it is off. The module's own records stay either way."""

    __tablename__ = "office_module"
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)


class ModuleSwitch(Base):
    """One use of the switch (开关记录); never changed, so that reports can tell when a module was off."""

    __tablename__ = "office_module_switch"
    __table_args__ = (Index("ix_office_module_switch_office_id_name", "office_id", "name", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    name: Mapped[str] = mapped_column(String(40))
    on: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(500), default="")


class ModuleSettings(Base):
    """One version of a module's settings in an office (模块设置); the newest version counts."""

    __tablename__ = "office_module_settings"
    __table_args__ = (UniqueConstraint("office_id", "name", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    name: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(40))


class ModulePurge(Base):
    """A security administrator's consent to take a plugin's tables out (清除批准); used once, within a week.

    The other of the two people is the operator of the machine, who runs the command.
    """

    __tablename__ = "module_purge"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(500))
    used_at: Mapped[datetime | None] = mapped_column(Instant)
