"""The modules page (模块一览): every module with its state in one office, and faults that need an administrator."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import plugin_failures, plugin_migrations
from xinfang_site.modules import cascade
from xinfang_site.modules.models import OfficeModule
from xinfang_site.modules.queries import on_in
from xinfang_site.offices.models import Office
from xinfang_site.plugin_registry import Registry
from xinfang_site.plugin_values import HookFailure

ON, OFF, BROKEN, GONE = "on", "off", "broken", "gone"


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module as the page lists it (模块).

    Attributes:
        name: the plugin's name.
        title: its Chinese name.
        description: what it is for.
        version: of its distribution.
        state: ``on``, ``off``, ``broken`` or ``gone`` (switched on, but no longer installed).
        fault: why it is broken.
        needs: titles of the modules it needs.
        needed_by: titles of the modules that need it.
        active: how many offices have it on.
        failures: how many failures there were lately.
        preset: whether the office's kind has it in its preset.
    """

    name: str
    title: str
    description: str
    version: str
    state: str
    fault: str
    needs: str
    needed_by: str
    active: int
    failures: int
    preset: bool


def rows(
    session: Session, registry: Registry, office: Office, looked_after: Collection[Office] | None = None
) -> list[ModuleRow]:
    """Every module installed, broken, or switched on and gone; in the order of their titles.

    Who has a module on is counted among the offices ``looked_after``, among all when it is None.
    """
    present = on_in(session, office.id)
    turned = session.execute(select(OfficeModule.name, OfficeModule.office_id)).all()
    among = None if looked_after is None else {each.id for each in looked_after}
    counted = Counter(each for each, office_id in turned if among is None or office_id in among)
    failures = Counter(each.plugin for each in plugin_failures.recent())
    found = [
        ModuleRow(
            name=name,
            title=each.info.title,
            description=each.info.description,
            version=each.version,
            state=BROKEN if name in registry.pending else ON if name in present else OFF,
            fault=registry.pending.get(name, ""),
            needs=cascade.titles(registry, each.info.requires),
            needed_by=cascade.titles(registry, needed_by(registry, name)),
            active=counted.get(name, 0),
            failures=failures[name],
            preset=office.kind in each.info.office_kinds,
        )
        for name, each in registry.installed.items()
    ]
    found.sort(key=lambda each: each.title)
    lost = sorted(
        (present | {each for each, _ in turned} | registry.broken.keys() | set(plugin_migrations.orphans()))
        - registry.installed.keys()
    )
    return found + [_lost(registry, name, counted.get(name, 0), failures[name]) for name in lost]


def _lost(registry: Registry, name: str, active: int, failures: int) -> ModuleRow:
    broken = registry.broken.get(name, "")
    description = "插件出错，没有运行，站点其他部分不受影响。" if broken else "插件已卸载；数据还在数据库中。"
    state = BROKEN if broken else GONE
    return ModuleRow(name, name, description, "", state, broken, "", "", active, failures, preset=False)


def needed_by(registry: Registry, name: str) -> list[str]:
    """Installed modules that name this one as required."""
    return sorted(each for each, found in registry.installed.items() if name in found.info.requires)


def active_offices(session: Session, name: str, offices: Sequence[Office]) -> list[Office]:
    """Those of ``offices`` that have the module on."""
    ids = set(session.scalars(select(OfficeModule.office_id).where(OfficeModule.name == name)))
    return [each for each in offices if each.id in ids]


def failures_of(name: str) -> list[HookFailure]:
    """Failures of a module lately, the newest first."""
    return [each for each in plugin_failures.recent() if each.plugin == name][:20]


def preset_of(registry: Registry, office: Office) -> list[str]:
    """The modules in the preset for the office's kind, required ones first."""
    wanted: list[str] = []
    for name, each in sorted(registry.installed.items()):
        if office.kind in each.info.office_kinds:
            needed = cascade.needed_first(registry, wanted, name)
            wanted += [other for other in (*needed, name) if other not in wanted]
    return wanted
