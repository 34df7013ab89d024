"""Modules that are switched together with one (连带启停): those it requires, or those that require it."""

from collections.abc import Iterable

from xinfang_site.domain.errors import Refused
from xinfang_site.plugin_registry import Registry


def needed_first(registry: Registry, present: Iterable[str], name: str) -> list[str]:
    """Modules to be switched on before ``name``, in that order; those that are on already are left out.

    Raises:
        Refused: one of them is not installed, or modules need each other in a ring.
    """
    ordered: list[str] = []
    _visit(registry, frozenset(present), name, ordered, ())
    return ordered[:-1]


def _visit(
    registry: Registry, present: frozenset[str], name: str, ordered: list[str], above: tuple[str, ...]
) -> None:
    if name in ordered:
        return
    if name in above:
        raise Refused(f"模块互相需要，无法启用：{'、'.join((*above, name))}")
    if name not in registry.installed:
        raise Refused(f"没有安装模块 {name}；已安装：{'、'.join(sorted(registry.installed)) or '无'}")
    for need in registry.installed[name].info.requires:
        if need not in present:
            _visit(registry, present, need, ordered, (*above, name))
    ordered.append(name)


def needing(registry: Registry, present: Iterable[str], name: str) -> list[str]:
    """Modules that are on and require ``name``; a module that others require comes after them."""
    on = registry.working(present)
    found: list[str] = []
    waiting = [name]
    while waiting:
        needed = waiting.pop(0)
        direct = sorted(each for each in on if needed in registry.installed[each].info.requires)
        for each in direct:
            if each in found:
                found.remove(each)
            if each != name:
                found.append(each)
                waiting.append(each)
    return found[::-1]


def titles(registry: Registry, names: Iterable[str]) -> str:
    """Names of modules as pages say them."""
    return "、".join(
        registry.installed[each].info.title if each in registry.installed else each for each in names
    )
