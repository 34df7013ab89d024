"""Switching modules and their settings (启停和设置模块): one transaction, effective at every process's next request."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.changes import changed
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.modules import cascade
from xinfang_site.modules.models import ModuleSettings, ModuleSwitch, OfficeModule
from xinfang_site.modules.queries import newest_settings, offices_with, on_in
from xinfang_site.offices.models import Office
from xinfang_site.plugin_registry import Registry
from xinfang_site.versions import StaleEditError


@dataclass(frozen=True, slots=True)
class Turn:
    """A switch to be turned (启用或停用).

    Attributes:
        office_id: in which office.
        name: which module.
        on: which way.
        reason: why.
        others: the modules that were shown to be switched along; empty for none.
    """

    office_id: int
    name: str
    on: bool
    reason: str
    others: tuple[str, ...] = ()


def switch(session: Session, actor: Actor, registry: Registry, turn: Turn) -> bool:
    """Switch a module in an office, together with the others that the page showed; records are kept either way.

    Returns:
        Whether anything changed.

    Raises:
        Refused: not installed, or others would be switched along that were not shown.
    """
    with writing(session):
        office = session.get_one(Office, turn.office_id, with_for_update=True)
        present = on_in(session, office.id)
        if turn.on == (turn.name in present):
            return False
        others = switched_along(registry, present, turn.name, on=turn.on)
        if set(others) != set(turn.others):
            raise Refused(_not_shown(registry, others, turn))
        for name in (*others, turn.name):
            why = turn.reason if name == turn.name else f"{turn.reason}（随“{turn.name}”）"
            _turn(session, actor, office.id, Turn(office.id, name, turn.on, why))
    return True


def switched_along(registry: Registry, present: Iterable[str], name: str, *, on: bool) -> list[str]:
    """The modules that must be switched together with this one, in order.

    Raises:
        Refused: a module that is needed is not installed.
    """
    return cascade.needed_first(registry, present, name) if on else cascade.needing(registry, present, name)


def _not_shown(registry: Registry, others: Sequence[str], turn: Turn) -> str:
    if turn.others:
        return f"情况已经变化，请重新核对。现在会一并{'启用' if turn.on else '停用'}：{cascade.titles(registry, others) or '无'}"
    titles = cascade.titles(registry, others)
    return f"请先启用它需要的模块：{titles}" if turn.on else f"请先停用需要它的模块：{titles}"


def _turn(session: Session, actor: Actor, office_id: int, turn: Turn) -> None:
    if turn.on:
        session.add(OfficeModule(office_id=office_id, name=turn.name))
    else:
        session.execute(
            delete(OfficeModule).where(OfficeModule.office_id == office_id, OfficeModule.name == turn.name)
        )
    at = clock.now()
    session.add(
        ModuleSwitch(
            office_id=office_id, name=turn.name, on=turn.on, at=at, by=actor.username, reason=turn.reason
        )
    )
    action = "module.on" if turn.on else "module.off"
    changes = {"module": [None, turn.name]}
    record(session, actor, Act(action, "office", office_id, reason=turn.reason, changes=changes))


def switch_off_everywhere(session: Session, actor: Actor, name: str, reason: str) -> None:
    """Switch a module off in every office before its tables are removed (各机构停用); each is audited."""
    with writing(session):
        for office_id in sorted(offices_with(session, name)):
            _turn(session, actor, office_id, Turn(office_id, name, on=False, reason=reason))


def preset(
    session: Session, actor: Actor, registry: Registry, offices: Mapping[int, Sequence[str]], reason: str
) -> int:
    """Switch on the preset of each office's kind, as the page showed it; what is on already stays on.

    Returns:
        How many switches were turned.
    """
    turned = 0
    with writing(session):
        for office_id, names in sorted(offices.items()):
            session.get_one(Office, office_id, with_for_update=True)
            for name in names:
                present = on_in(session, office_id)
                for each in (*cascade.needed_first(registry, present, name), name):
                    if each not in present:
                        _turn(session, actor, office_id, Turn(office_id, each, on=True, reason=reason))
                        session.flush()
                        turned += 1
    return turned


@dataclass(frozen=True, slots=True)
class SettingsDraft:
    """A module's settings as the form holds them (模块设置内容): JSON values, and the version they were filled from.

    ``labels`` are the fields' names for the audit.
    """

    office_id: int
    name: str
    values: Mapping[str, Any]
    version: int
    labels: Mapping[str, str]


def save_settings(session: Session, actor: Actor, draft: SettingsDraft) -> bool:
    """Save the settings as a new version; the old ones stay.

    Returns:
        Whether anything changed.

    Raises:
        Refused: the module is off in this office.
        StaleEditError: somebody saved settings since the form was opened.
    """
    with writing(session):
        session.get_one(Office, draft.office_id, with_for_update=True)
        if draft.name not in on_in(session, draft.office_id):
            raise Refused("本机构没有启用这个模块，设置没有保存")
        newest = newest_settings(session, draft.office_id, draft.name)
        if (newest.version if newest else 0) != draft.version:
            raise StaleEditError
        before = dict(newest.values) if newest else {}
        changes = changed(
            {draft.labels.get(name, name): value for name, value in before.items()},
            {draft.labels.get(name, name): value for name, value in draft.values.items()},
        )
        if not changes:
            return False
        session.add(
            ModuleSettings(
                office_id=draft.office_id,
                name=draft.name,
                version=draft.version + 1,
                values=dict(draft.values),
                at=clock.now(),
                by=actor.username,
            )
        )
        changes["module"] = [None, draft.name]
        record(session, actor, Act("module.settings", "office", draft.office_id, changes=changes))
    return True
