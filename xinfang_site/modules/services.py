"""Switching modules (启用和停用模块): one transaction, counted at the next request of every process."""

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.modules.models import ModuleSwitch, OfficeModule
from xinfang_site.modules.queries import on_in
from xinfang_site.offices.models import Office
from xinfang_site.plugin_registry import Registry


@dataclass(frozen=True, slots=True)
class Turn:
    """A switch to be turned (启用或停用): which module, in which office, which way and why."""

    office_id: int
    name: str
    on: bool
    reason: str


def switch(session: Session, actor: Actor, registry: Registry, turn: Turn) -> bool:
    """Switch a module on or off in an office; its records are kept either way.

    Returns:
        Whether anything changed.

    Raises:
        Refused: not installed, or a module that it needs is off, or one that needs it is on.
    """
    with writing(session):
        office = session.get_one(Office, turn.office_id, with_for_update=True)
        name, on = turn.name, turn.on
        present = on_in(session, office.id)
        if on == (name in present):
            return False
        _check(registry, present, name, on=on)
        if on:
            session.add(OfficeModule(office_id=office.id, name=name))
        else:
            session.execute(
                delete(OfficeModule).where(OfficeModule.office_id == office.id, OfficeModule.name == name)
            )
        session.add(
            ModuleSwitch(
                office_id=office.id, name=name, on=on, at=clock.now(), by=actor.username, reason=turn.reason
            )
        )
        act = Act("module.on" if on else "module.off", "office", office.id, reason=turn.reason)
        record(session, actor, act)
    return True


def _check(registry: Registry, present: frozenset[str], name: str, *, on: bool) -> None:
    if not on:
        needed_by = sorted(
            each for each in registry.working(present) if name in registry.installed[each].info.requires
        )
        if needed_by:
            titles = "、".join(registry.installed[each].info.title for each in needed_by)
            raise Refused(f"请先停用需要它的模块：{titles}")
        return
    if name not in registry.installed:
        raise Refused(f"没有安装模块 {name}；已安装：{'、'.join(sorted(registry.installed)) or '无'}")
    missing = sorted(set(registry.installed[name].info.requires) - present)
    if missing:
        titles = "、".join(
            registry.installed[each].info.title if each in registry.installed else each for each in missing
        )
        raise Refused(f"请先启用它需要的模块：{titles}")
