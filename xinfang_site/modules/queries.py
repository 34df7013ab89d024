"""Reading the module switches (模块开关查询)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.modules.models import ModuleSettings, OfficeModule


def on_in(session: Session, office_id: int) -> frozenset[str]:
    """Names of the modules that the office has on, installed or not."""
    return frozenset(session.scalars(select(OfficeModule.name).where(OfficeModule.office_id == office_id)))


def offices_with(session: Session, name: str) -> list[int]:
    """Ids of the offices that have a module on."""
    return list(session.scalars(select(OfficeModule.office_id).where(OfficeModule.name == name)))


def settings_of(session: Session, office_id: int, name: str) -> Mapping[str, Any]:
    """The office's newest settings of a module; empty when none were ever saved."""
    newest = session.scalar(
        select(ModuleSettings)
        .where(ModuleSettings.office_id == office_id, ModuleSettings.name == name)
        .order_by(ModuleSettings.version.desc())
        .limit(1)
    )
    return newest.values if newest is not None else {}
