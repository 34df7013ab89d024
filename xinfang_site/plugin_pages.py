"""Pages of plugins (插件页面): put below the site's, kept to themselves.

A plugin's blueprint may do anything to its own pages and nothing to others': it may not run before
every request, handle every error, offer values to every template, or take an address of the core's or
of another plugin's.
"""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, Flask

from xinfang_site import access, plugin_failures
from xinfang_site.plugin_registry import PluginError, Registry

_SITE_WIDE = (
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "template_context_processors",
    "url_value_preprocessors",
    "url_default_functions",
    "error_handler_spec",
)


def register(app: Flask, registry: Registry) -> None:
    """Register the pages of every plugin; one that cannot be registered is broken.

    Raises:
        PluginError: a plugin reaches beyond its own pages, or says nothing of who may open one.
    """
    for name, each in list(registry.installed.items()):
        before = _site_wide(app)
        try:
            for blueprint in each.blueprints:
                _register(app, blueprint)
            _guard_values(app, registry, name)
        except (Exception, SystemExit) as error:
            with app.app_context():
                plugin_failures.note(name, "page", error)
            registry.disable(name, f"页面无法登记：{type(error).__name__}：{error}")
        if _site_wide(app) != before:
            raise PluginError(
                f"插件 {name} 的页面不得改变整个站点（before_app_request、app_errorhandler 等）"
            )
    _check_views(app, registry)
    _check_addresses(app, registry)


def _register(app: Flask, blueprint: Blueprint) -> None:
    if blueprint.name in app.blueprints:
        raise ValueError(f"页面名 {blueprint.name} 已被占用")
    app.register_blueprint(blueprint)


def _guard_values(app: Flask, registry: Registry, name: str) -> None:
    """What a plugin offers to its templates is asked for by error pages below its addresses too."""
    for blueprint, offered in app.template_context_processors.items():
        if registry.owner_of(blueprint) == name:
            offered[:] = [_guarded(name, each) for each in offered]


def _guarded(name: str, offer: Callable[[], Any]) -> Callable[[], dict[str, Any]]:
    def values() -> dict[str, Any]:
        try:
            return dict(offer())
        except (Exception, SystemExit) as error:
            plugin_failures.note(name, "page", error)
            return {}

    return values


def _site_wide(app: Flask) -> list[Any]:
    """What applies to every page: filters and tests of templates, functions around requests, handlers."""
    found: list[Any] = [
        sorted(app.jinja_env.filters),
        sorted(app.jinja_env.tests),
        sorted(app.jinja_env.globals),
    ]
    for attribute in _SITE_WIDE:
        everywhere = getattr(app, attribute).get(None, ())
        found.append(repr(everywhere) if isinstance(everywhere, dict) else len(everywhere))
    return found


def _check_views(app: Flask, registry: Registry) -> None:
    for endpoint in access.unguarded(app):
        owner = registry.owner_of(endpoint.rpartition(".")[0])
        if owner is not None:
            raise PluginError(
                f"插件 {owner} 的页面 {endpoint} 没有声明访问权限（@requires、@signed_in、@public）"
            )


def _check_addresses(app: Flask, registry: Registry) -> None:
    """The first part of an address belongs to one owner alone."""
    owned: dict[str, str | None] = {}
    for owner, first in sorted(_first_parts(app, registry), key=lambda each: each[0] or ""):
        other = owned.setdefault(first, owner)
        if other != owner:
            raise PluginError(f"插件 {owner} 的地址 /{first} 已由{f'插件 {other}' if other else '核心'}使用")


def _first_parts(app: Flask, registry: Registry) -> Iterator[tuple[str | None, str]]:
    for rule in app.url_map.iter_rules():
        owner = registry.owner_of(rule.endpoint.rpartition(".")[0] or None)
        yield owner, rule.rule.split("/")[1]
