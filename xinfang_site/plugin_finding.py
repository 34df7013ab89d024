"""Finding plugins (发现插件): by entry points, in-tree and pip-installed alike, each checked before it is let in.

What cannot be imported or does not answer is broken: shown, and the site starts. What breaks the
contract of names refuses to start, since it would reach into the core's or another plugin's own.
"""

import logging
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any

import pluggy

import xinfang_site.tables  # noqa: F401 - the core's tables must be known before a plugin adds its own
from xinfang_site import hookspecs
from xinfang_site.extensions import Base
from xinfang_site.plugin_registry import CORE, Installed, PluginError, Registry, call
from xinfang_site.plugin_values import PluginInfo

GROUP = "xinfang_site.plugins"
log = logging.getLogger(__name__)


def discover(extra: Iterable[tuple[str, object]] = (), core: ModuleType | None = None) -> Registry:
    """Find the installed plugins.

    Args:
        extra: (name, module) pairs that tests add.
        core: the core's own answers to its hooks.

    Raises:
        PluginError: a hook is misspelt, or names, tables or permissions break the contract.
    """
    manager = pluggy.PluginManager(hookspecs.NAMESPACE)
    manager.add_hookspecs(hookspecs)
    registry = Registry(manager)
    if core is not None:
        manager.register(core, name=CORE)
    for point in points():
        _load(registry, point)
    for name, module in extra:
        _register(registry, name, module)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(f"插件 {_name_of(manager, error.plugin)} 的钩子名称有误：{error}") from error
    for name, module in list(manager.list_name_plugin()):
        if name != CORE:
            _keep(registry, name, module)
    return registry


def points() -> list[EntryPoint]:
    """The entry points of all installed plugins, by name."""
    return sorted(entry_points(group=GROUP), key=lambda each: each.name)


def _load(registry: Registry, point: EntryPoint) -> None:
    known = set(Base.metadata.tables)
    try:
        module = point.load()
    except (Exception, SystemExit) as error:
        log.exception("plugin cannot be imported", extra={"plugin": point.name})
        registry.broken[point.name] = f"{type(error).__name__}：{error}"
        _forget_tables(known)
        return
    strays = sorted(each for each in set(Base.metadata.tables) - known if not carries(each, point.name))
    if strays:
        raise PluginError(f"插件 {point.name} 的名称应以插件名开头：数据表 {'、'.join(strays)}")
    _register(registry, point.name, module)


def _forget_tables(known: set[str]) -> None:
    """Tables of a plugin that broke half way must not be missed by migrations."""
    for name in set(Base.metadata.tables) - known:
        Base.metadata.remove(Base.metadata.tables[name])


def _register(registry: Registry, name: str, module: object) -> None:
    if name == CORE:
        raise PluginError(f"插件不能名为 {CORE}")
    try:
        registry.manager.register(module, name=name)
    except (pluggy.PluginValidationError, ValueError) as error:
        raise PluginError(f"插件 {name} 的钩子参数有误：{error}") from error


def _name_of(manager: pluggy.PluginManager, plugin: object) -> str:
    return next((name for name, each in manager.list_name_plugin() if each is plugin), "（未知）")


def _keep(registry: Registry, name: str, module: object) -> None:
    """Take down what the plugin says of itself; whatever raises here makes it broken."""
    try:
        installed = _interview(registry, name, module)
    except PluginError:
        raise
    except (Exception, SystemExit) as error:
        log.exception("plugin does not answer", extra={"plugin": name})
        registry.disable(name, f"{type(error).__name__}：{error}")
        return
    _check(name, installed)
    registry.installed[name] = installed
    registry.owners.update({each.name: name for each in installed.blueprints})


def _interview(registry: Registry, name: str, module: object) -> Installed:
    hooks = tuple(sorted(each.name for each in registry.manager.get_hookcallers(module) or ()))

    def said(hook: str) -> Any:
        return call(registry.manager, module, hook, {}) if hook in hooks else None

    info = said("xinfang_plugin_info")
    if not isinstance(info, PluginInfo):
        raise PluginError(f"插件 {name} 没有说明自己：缺少 xinfang_plugin_info")
    package = str(getattr(module, "__name__", name)).split(".")[0]
    version, distribution = _source(name)
    return Installed(
        info=info,
        package=package,
        version=version,
        distribution=distribution,
        blueprints=tuple(said("xinfang_blueprints") or ()),
        migrations=said("xinfang_migrations"),
        permissions=tuple(said("xinfang_permissions") or ()),
        ledgers=tuple(said("xinfang_ledgers") or ()),
        settings_form=said("xinfang_settings_form"),
        jobs=tuple(said("xinfang_jobs") or ()),
        hooks=hooks,
        tables=tuple(sorted(tables_of(package))),
    )


def _source(name: str) -> tuple[str, str]:
    """Version and distribution that a plugin came with."""
    point = next(iter(entry_points(group=GROUP, name=name)), None)
    return (point.dist.version, point.dist.name) if point is not None and point.dist is not None else ("", "")


def _check(name: str, installed: Installed) -> None:
    """The names that keep plugins apart.

    Raises:
        PluginError: a name that does not carry the plugin's.
    """
    if installed.info.name != name:
        raise PluginError(f"插件 {name} 自称 {installed.info.name}，应与入口名称一致")
    faults = [
        *(f"页面 {each.name}" for each in installed.blueprints if not carries(each.name, name)),
        *(f"权限 {each.name}" for each in installed.permissions if not each.name.startswith(f"{name}.")),
        *(f"后台任务 {each.name}" for each in installed.jobs if not each.name.startswith(f"{name}.")),
        *(f"数据表 {each}" for each in installed.tables if not carries(each, name)),
    ]
    if faults:
        raise PluginError(f"插件 {name} 的名称应以插件名开头：{'、'.join(faults)}")


def carries(text: str, name: str) -> bool:
    """Whether a name is the plugin's own."""
    return text == name or text.startswith(f"{name}_")


def tables_of(package: str) -> Iterator[str]:
    """Names of the tables whose models stand in ``package``."""
    for mapper in Base.registry.mappers:
        if mapper.class_.__module__.split(".")[0] == package:
            yield str(mapper.local_table.name)  # type: ignore[attr-defined]  # every table of ours has a name
