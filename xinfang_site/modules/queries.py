"""Reading the module switches (模块开关查询)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.modules.models import ModuleSettings, ModuleSwitch, OfficeModule
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.petitions.models import RegisterEntry
from xinfang_site.reports.periods import Period
from xinfang_site.sessions import KEPT_PLAN

_SWITCHES_SHOWN = 50


def on_in(session: Session, office_id: int) -> frozenset[str]:
    """Names of the modules that the office has on, installed or not."""
    return frozenset(session.scalars(select(OfficeModule.name).where(OfficeModule.office_id == office_id)))


def offices_with(session: Session, name: str) -> list[int]:
    """Ids of the offices that have a module on."""
    return list(session.scalars(select(OfficeModule.office_id).where(OfficeModule.name == name)))


def listeners(session: Session, petition_id: int) -> Sequence[Row[int, str]]:
    """Offices with a matter in their register, and a module that each has on; an office's rows stand together."""
    return session.execute(
        select(OfficeModule.office_id, OfficeModule.name)
        .join(RegisterEntry, RegisterEntry.office_id == OfficeModule.office_id)
        .where(RegisterEntry.petition_id == petition_id)
        .order_by(OfficeModule.office_id)
        .execution_options(**KEPT_PLAN)
    ).all()


def newest_settings(session: Session, office_id: int, name: str) -> ModuleSettings | None:
    """The newest version of an office's settings of a module; None when none were ever saved."""
    return session.scalar(_NEWEST, {"office": office_id, "module": name})


_NEWEST = (
    select(ModuleSettings)
    .where(ModuleSettings.office_id == bindparam("office"), ModuleSettings.name == bindparam("module"))
    .order_by(ModuleSettings.version.desc())
    .limit(1)
)
_VALUES = _NEWEST.with_only_columns(ModuleSettings.values)
"""Built once: modules ask for their settings on every page."""


def settings_of(session: Session, office_id: int, name: str) -> Mapping[str, Any]:
    """The office's newest settings of a module; empty when none were ever saved."""
    return session.scalar(_VALUES, {"office": office_id, "module": name}) or {}


def settings_of_all(session: Session, office_ids: Collection[int], name: str) -> dict[int, Mapping[str, Any]]:
    """The newest settings of a module of several offices, by office; those that never saved any are left out."""
    rows = session.execute(
        select(ModuleSettings.office_id, ModuleSettings.values)
        .where(ModuleSettings.office_id.in_(office_ids), ModuleSettings.name == name)
        .order_by(ModuleSettings.version)
    )
    return {row[0]: row[1] for row in rows}


def managed(session: Session, office_id: int) -> Sequence[Office]:
    """The offices whose modules an administrator of this office looks after: its own and all below.

    A petition office looks after the government that it works for, with every unit of it.
    """
    own = session.get_one(Office, office_id)
    top = own
    if own.kind == OfficeKind.PETITION_OFFICE and own.parent_id is not None:
        top = session.get_one(Office, own.parent_id)
    below = session.scalars(
        select(Office).where(Office.path.startswith(top.path, autoescape=True)).order_by(Office.path)
    )
    return [each for each in below if each.valid_on(clock.today())]


def switches(session: Session, office_id: int, name: str) -> Sequence[ModuleSwitch]:
    """The times a switch was turned, the newest first."""
    return session.scalars(
        select(ModuleSwitch)
        .where(ModuleSwitch.office_id == office_id, ModuleSwitch.name == name)
        .order_by(ModuleSwitch.id.desc())
        .limit(_SWITCHES_SHOWN)
    ).all()


@dataclass(frozen=True, slots=True)
class Off:
    """Days of a period on which a module was off all day long (停用期间), both included."""

    first: date
    last: date


def off_days(session: Session, office_id: int, period: Period, day: date) -> dict[str, list[Off]]:
    """For each module that the office has or ever had: when it was off in the period, up to ``day``.

    A day on which the module was on for a while is not a day off: it may have figures.
    """
    rows = session.execute(
        select(ModuleSwitch.name, ModuleSwitch.on, ModuleSwitch.at)
        .where(ModuleSwitch.office_id == office_id)
        .order_by(ModuleSwitch.id)
    ).all()
    turned: dict[str, list[tuple[bool, date]]] = {}
    for name, on, at in rows:
        turned.setdefault(name, []).append((on, clock.china(at).date()))
    last = min(period.last, day)
    return {name: _gaps(found, period.first, last) for name, found in turned.items()}


def _gaps(turned: Sequence[tuple[bool, date]], first: date, last: date) -> list[Off]:
    """Days between ``first`` and ``last`` that no stretch of being on touches."""
    gaps, free_from, since = [], date.min, None
    for on, day in turned:
        if on:
            gaps.append((free_from, date.fromordinal(max(day.toordinal() - 1, 1))))
            since = day
        elif since is not None:
            free_from, since = date.fromordinal(day.toordinal() + 1), None
    if since is None:
        gaps.append((free_from, date.max))
    found = [Off(max(begin, first), min(end, last)) for begin, end in gaps]
    return [each for each in found if each.first <= each.last]
