"""The plugins of this site (插件登记): asked one by one, only where they are on, never trusted to be well.

A hook that raises, takes too long or answers nonsense is left out of the answer and noted; the page
that asked goes on.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pluggy
from flask import Blueprint, current_app, g, has_request_context

from xinfang_site import plugin_budget, plugin_failures
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import db, settings
from xinfang_site.plugin_values import Answer, JobKind, LedgerImport, Permission, PluginInfo
from xinfang_site.sessions import WRITES, cut_off, interruptible

CORE = "core"
"""Name under which the core answers its own hooks; on in every office."""
log = logging.getLogger(__name__)


class PluginError(Exception):
    """A plugin breaks the contract (插件错误) and the site does not start; the message names the plugin."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A working plugin (已安装插件), as it described itself at the start."""

    info: PluginInfo
    package: str
    version: str
    distribution: str = ""
    blueprints: tuple[Blueprint, ...] = ()
    migrations: Path | None = None
    permissions: tuple[Permission, ...] = ()
    ledgers: tuple[LedgerImport, ...] = ()
    settings_form: type[Any] | None = None
    jobs: tuple[JobKind, ...] = ()
    hooks: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(slots=True)
class Registry:
    """All plugins of one application (插件登记).

    Attributes:
        manager: pluggy's.
        installed: those that work, by name.
        broken: by name, why a plugin cannot be used.
        pending: by name, why a plugin must wait: its tables are not up to date.
        owners: the plugin of each blueprint, broken ones' included.
        resting: until when a hook is not called again after it took too long, by plugin and hook.
    """

    manager: pluggy.PluginManager
    installed: dict[str, Installed] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    pending: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    resting: dict[tuple[str, str], float] = field(default_factory=dict)

    def working(self, names: Iterable[str]) -> frozenset[str]:
        """The names among ``names`` whose plugin is installed and works."""
        return (frozenset(names) & self.installed.keys()) - self.pending.keys()

    def owner_of(self, blueprint: str | None) -> str | None:
        """The plugin that a blueprint belongs to; None for the core's."""
        return None if blueprint is None else self.owners.get(blueprint.split(".")[0])

    def disable(self, name: str, reason: str) -> None:
        """Remove a plugin that turned out to be broken; its addresses stay closed."""
        found = self.installed.pop(name, None)
        if found is not None:
            self.owners.update({each.name: name for each in found.blueprints})
        self.broken[name] = reason
        if self.manager.has_plugin(name):
            self.manager.unregister(name=name)

    def job_kind(self, kind: str, modules: Iterable[str]) -> JobKind | None:
        """A kind of background work of a working module among ``modules``; None when there is none."""
        owner = kind.partition(".")[0]
        found = self.installed[owner].jobs if owner in self.working(modules) else ()
        return next((each for each in found if each.name == kind), None)

    def permissions_of(self, roles: Iterable[Role], modules: Iterable[str]) -> frozenset[str]:
        """The module permissions of a person with ``roles`` in an office with ``modules`` on."""
        held = frozenset(roles)
        return frozenset(
            permission.name
            for name in self.working(modules)
            for permission in self.installed[name].permissions
            if permission.roles & held
        )

    def ask(self, hook: str, modules: Iterable[str], **values: Any) -> list[Answer]:
        """Call a hook of the core and of an office's plugins one by one; those that fail are left out.

        Hooks can build addresses (``url_for``) even when called by the worker or a command.
        """
        asked = self._ask_all(hook, modules, values)
        return [(name, answer) for name, answered, answer in asked if answered and answer is not None]

    def tell(self, hook: str, modules: Iterable[str], **values: Any) -> list[str]:
        """Call a hook that returns nothing; returns the names of the plugins that failed."""
        return [name for name, answered, _ in self._ask_all(hook, modules, values) if not answered]

    def _ask_all(
        self, hook: str, modules: Iterable[str], values: Mapping[str, Any]
    ) -> list[tuple[str, bool, Any]]:
        """For each plugin with the hook: its name, whether it answered, and the answer."""
        asked = []
        with nullcontext() if has_request_context() else current_app.test_request_context():
            for name in (CORE, *sorted(self.working(modules))):
                module = self.manager.get_plugin(name)
                if module is not None and hasattr(module, hook):
                    asked.append((name, *self._ask_one(name, module, hook, values)))
        return asked

    def implements(self, hook: str) -> bool:
        """Whether any plugin implements the hook."""
        return bool(getattr(self.manager.hook, hook).get_hookimpls())

    def _ask_one(self, name: str, module: object, hook: str, values: Mapping[str, Any]) -> tuple[bool, Any]:
        if self._rests(name, hook):
            _leave_out(name)
            return False, None
        started = time.perf_counter()
        try:
            with addresses(), interruptible(db.session()):
                return True, plugin_budget.within(hook, lambda: call(self.manager, module, hook, values))
        except plugin_budget.TooSlow as error:
            cut_off(db.session())
            self.resting[(name, hook)] = time.monotonic() + plugin_budget.REST_SECONDS
            self.note(name, hook, error)
        except (Exception, SystemExit) as error:
            if db.session.info.get(WRITES):
                raise  # rolling back here would quietly lose what the open transaction has written
            db.session.rollback()
            self.note(name, hook, error)
        finally:
            _trace(name, hook, (time.perf_counter() - started) * 1000)
        return False, None

    def _rests(self, name: str, hook: str) -> bool:
        return self.resting.get((name, hook), 0.0) > time.monotonic()

    def note(self, name: str, hook: str, error: BaseException) -> None:
        """Store a failure for the modules page and the log; the page being built will say that a part is missing."""
        plugin_failures.note(name, hook, error)
        _leave_out(name)

    def left_out(self) -> list[str]:
        """Titles of the modules whose part is missing from the page being built (本页缺少的模块)."""
        names = sorted(g.get("left_out", ()))
        return [self.installed[name].info.title if name in self.installed else name for name in names]


def _leave_out(name: str) -> None:
    if has_request_context():
        g.setdefault("left_out", set()).add(name)


@contextmanager
def addresses() -> Iterator[None]:
    """Let hooks build addresses of pages outside a request: in commands and in the worker."""
    if has_request_context():
        yield
        return
    with current_app.test_request_context():  # the application's context, and its session, stay the same
        yield


def call(manager: pluggy.PluginManager, plugin: object, hook: str, values: Mapping[str, Any]) -> Any:
    """One plugin's own answer to a hook."""
    others = [each for each in manager.get_plugins() if each is not plugin]
    answer = manager.subset_hook_caller(hook, others)(**values)
    if isinstance(answer, list):  # not firstresult: one implementation, one answer
        return answer[0] if answer else None
    return answer


def _trace(name: str, hook: str, milliseconds: float) -> None:
    """With the setting ``hook_trace``, log every hook call and add it to the Server-Timing header."""
    if not settings().hook_trace:
        return
    log.info("hook asked", extra={"plugin": name, "hook": hook, "milliseconds": round(milliseconds, 2)})
    if has_request_context():
        g.setdefault("hook_trace", []).append(f"{name}.{hook};dur={milliseconds:.2f}")


def plugins() -> Registry:
    """The running site's plugins."""
    found = current_app.extensions["xinfang_plugins"]
    if not isinstance(found, Registry):
        raise TypeError("plugins were not loaded")
    return found


def migration_folders(registry: Registry) -> Sequence[Path]:
    """Folders of the plugins' migrations, in a stable order."""
    return [each.migrations for _, each in sorted(registry.installed.items()) if each.migrations is not None]
