"""The plugins of this site (插件登记): found, checked, asked one by one, never trusted to be well.

A plugin that cannot be imported is kept as broken and shown; a misspelt hook refuses to start, since
it would be silently ignored. A hook that raises is logged and left out of the answer.
"""

import logging
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import pluggy
from flask import Blueprint, current_app

from xinfang_site import clock, hookspecs
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import Base, db
from xinfang_site.plugin_values import Answer, HookFailure, LedgerImport, Permission, PluginInfo

GROUP = "xinfang_site.plugins"
KEPT_FAILURES = 50
log = logging.getLogger(__name__)


class PluginError(Exception):
    """A plugin breaks the contract, so that the site does not start; the message names it."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A plugin that works (已安装插件): what it said at the start."""

    info: PluginInfo
    package: str
    version: str
    blueprints: tuple[Blueprint, ...] = ()
    migrations: Path | None = None
    permissions: tuple[Permission, ...] = ()
    ledgers: tuple[LedgerImport, ...] = ()
    hooks: tuple[str, ...] = ()


@dataclass(slots=True)
class Registry:
    """All plugins of one application (插件登记)."""

    manager: pluggy.PluginManager
    installed: dict[str, Installed] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    failures: deque[HookFailure] = field(default_factory=lambda: deque(maxlen=KEPT_FAILURES))

    def working(self, names: Iterable[str]) -> frozenset[str]:
        """Those of ``names`` whose plugin is installed and works."""
        return frozenset(names) & self.installed.keys()

    def owner_of(self, blueprint: str | None) -> str | None:
        """The plugin that a blueprint belongs to; None for the core's."""
        if blueprint is None:
            return None
        return next(
            (
                name
                for name, each in self.installed.items()
                if any(blueprint == page.name for page in each.blueprints)
            ),
            None,
        )

    def permissions_of(self, roles: Iterable[Role], modules: Iterable[str]) -> frozenset[str]:
        """What the holder of ``roles`` may do in an office with ``modules`` on."""
        held = frozenset(roles)
        return frozenset(
            permission.name
            for name in self.working(modules)
            for permission in self.installed[name].permissions
            if permission.roles & held
        )

    def ask(self, hook: str, modules: Iterable[str], **values: Any) -> list[Answer]:
        """Put a question to the plugins of an office, one by one: a failing one is left out and noted."""
        answers = []
        for name in sorted(self.working(modules)):
            answered, answer = self._ask_one(name, hook, values)
            if answered and answer is not None:
                answers.append((name, answer))
        return answers

    def _ask_one(self, name: str, hook: str, values: Mapping[str, Any]) -> tuple[bool, Any]:
        if hook not in self.installed[name].hooks:
            return False, None
        try:
            return True, _call(self.manager, self.manager.get_plugin(name), hook, values)
        except Exception as error:
            db.session.rollback()
            self.note(name, hook, error)
            return False, None

    def note(self, name: str, hook: str, error: BaseException) -> None:
        """Keep a failure for the modules page and the log."""
        log.error("plugin failed", exc_info=error, extra={"plugin": name, "hook": hook})
        self.failures.append(HookFailure(name, hook, f"{type(error).__name__}：{error}", clock.now()))


def _call(manager: pluggy.PluginManager, plugin: object, hook: str, values: Mapping[str, Any]) -> Any:
    """One plugin's own answer to a hook."""
    others = [each for each in manager.get_plugins() if each is not plugin]
    answer = manager.subset_hook_caller(hook, others)(**values)
    if isinstance(answer, list):  # not firstresult: one implementation, one answer
        return answer[0] if answer else None
    return answer


def discover(extra: Iterable[tuple[str, object]] = ()) -> Registry:
    """Find the installed plugins; ``extra`` are (name, module) pairs that tests add.

    Raises:
        PluginError: a hook is misspelt, or names, tables or permissions break the contract.
    """
    manager = pluggy.PluginManager(hookspecs.NAMESPACE)
    manager.add_hookspecs(hookspecs)
    registry = Registry(manager)
    for point in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        _load(registry, point)
    for name, module in extra:
        _register(registry, name, module)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(f"插件 {_name_of(manager, error.plugin)} 的钩子名称有误：{error}") from error
    for name, module in list(manager.list_name_plugin()):
        _keep(registry, name, module)
    return registry


def plugins() -> Registry:
    """The running site's plugins."""
    found = current_app.extensions["xinfang_plugins"]
    if not isinstance(found, Registry):
        raise TypeError("plugins were not loaded")
    return found


def _load(registry: Registry, point: EntryPoint) -> None:
    try:
        module = point.load()
    except Exception as error:
        log.exception("plugin cannot be imported", extra={"plugin": point.name})
        registry.broken[point.name] = f"{type(error).__name__}：{error}"
        return
    _register(registry, point.name, module)


def _register(registry: Registry, name: str, module: object) -> None:
    try:
        registry.manager.register(module, name=name)
    except pluggy.PluginValidationError as error:
        raise PluginError(f"插件 {name} 的钩子参数有误：{error}") from error


def _name_of(manager: pluggy.PluginManager, plugin: object) -> str:
    return next((name for name, each in manager.list_name_plugin() if each is plugin), "（未知）")


def _keep(registry: Registry, name: str, module: object) -> None:
    """Take down what the plugin says of itself; whatever raises here makes it broken."""
    try:
        installed = _interview(registry, name, module)
    except PluginError:
        raise
    except Exception as error:
        log.exception("plugin does not answer", extra={"plugin": name})
        registry.broken[name] = f"{type(error).__name__}：{error}"
        registry.manager.unregister(module)
        return
    _check(name, installed)
    registry.installed[name] = installed


def _interview(registry: Registry, name: str, module: object) -> Installed:
    hooks = tuple(sorted(each.name for each in registry.manager.get_hookcallers(module) or ()))

    def said(hook: str) -> Any:
        return _call(registry.manager, module, hook, {}) if hook in hooks else None

    info = said("xinfang_plugin_info")
    if not isinstance(info, PluginInfo):
        raise PluginError(f"插件 {name} 没有说明自己：缺少 xinfang_plugin_info")
    package = str(getattr(module, "__name__", name)).split(".")[0]
    return Installed(
        info=info,
        package=package,
        version=_version_of(name),
        blueprints=tuple(said("xinfang_blueprints") or ()),
        migrations=said("xinfang_migrations"),
        permissions=tuple(said("xinfang_permissions") or ()),
        ledgers=tuple(said("xinfang_ledgers") or ()),
        hooks=hooks,
    )


def _version_of(name: str) -> str:
    point = next(iter(entry_points(group=GROUP, name=name)), None)
    return point.dist.version if point is not None and point.dist is not None else ""


def _check(name: str, installed: Installed) -> None:
    """The names that keep plugins apart.

    Raises:
        PluginError: a name that does not carry the plugin's.
    """
    if installed.info.name != name:
        raise PluginError(f"插件 {name} 自称 {installed.info.name}，应与入口名称一致")
    faults = [
        *(f"页面 {each.name}" for each in installed.blueprints if not _carries(each.name, name)),
        *(f"权限 {each.name}" for each in installed.permissions if not each.name.startswith(f"{name}.")),
        *(f"数据表 {each}" for each in tables_of(installed.package) if not _carries(each, name)),
    ]
    if faults:
        raise PluginError(f"插件 {name} 的名称应以插件名开头：{'、'.join(faults)}")


def _carries(text: str, name: str) -> bool:
    return text == name or text.startswith(f"{name}_")


def tables_of(package: str) -> Iterator[str]:
    """Names of the tables whose models stand in ``package``."""
    for mapper in Base.registry.mappers:
        if mapper.class_.__module__.split(".")[0] == package:
            yield str(mapper.local_table.name)  # type: ignore[attr-defined]  # every table of ours has a name


def migration_folders(registry: Registry) -> Sequence[Path]:
    """Folders of the plugins' migrations, in a stable order."""
    return [each.migrations for _, each in sorted(registry.installed.items()) if each.migrations is not None]
