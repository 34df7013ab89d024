"""Modules of the demo district (演示模块): each office has on what its kind's preset says."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from xinfang_site import plugin_failures
from xinfang_site.actor import system
from xinfang_site.modules.services import Turn, switch
from xinfang_site.offices.models import Office
from xinfang_site.plugin_registry import Registry, plugins


def switch_on(session: Session, offices: Mapping[str, Office]) -> None:
    """Switch on, in every office, the installed modules meant for its kind, what they need first."""
    registry, actor = plugins(), system("xinfang demo")
    pairs = [(office.id, office.kind) for office in offices.values()]
    for name in _in_order(registry):
        kinds = registry.installed[name].info.office_kinds
        for office_id, kind in pairs:
            if kind in kinds:
                switch(session, actor, registry, Turn(office_id, name, on=True, reason="演示数据"))


def without_examples() -> tuple[str, ...]:
    """What went wrong in modules whose fictional records are not there, or not all (缺少演示数据的模块)."""
    failures = [each for each in plugin_failures.recent() if each.hook == "xinfang_demo"]
    return tuple(dict.fromkeys(f"{each.plugin}（{each.message}）" for each in failures))


def _in_order(registry: Registry) -> list[str]:
    """Names with those that are needed before those that need them."""
    ordered: list[str] = []
    while len(ordered) < len(registry.installed):
        ready = [
            name
            for name, each in sorted(registry.installed.items())
            if name not in ordered
            and all(need in ordered or need not in registry.installed for need in each.info.requires)
        ]
        if not ready:  # modules that need each other: left off
            break
        ordered += ready
    return ordered
