"""A plugin made for tests (测试用插件): one page, one static file, an answer to each hook."""

import sys
from types import ModuleType
from typing import Any

from flask import Blueprint

from xinfang_site.domain.roles import Role
from xinfang_site.plugin_api.hooks import Card, Line, NavItem, Panel, Permission, PluginInfo, hookimpl
from xinfang_site.plugin_api.pages import public, requires


def plugin(name: str = "sample", **changes: Any) -> tuple[str, ModuleType]:
    """A fresh plugin; ``changes`` replace or add hooks, with None a hook is left out."""
    module = ModuleType(f"xinfang_{name}.plugin")
    pages = Blueprint(name, __name__, url_prefix=f"/{name}", static_folder="static")

    @pages.get("/")
    @requires(f"{name}.read")
    def index() -> str:
        return "样例页面"

    @pages.get("/open")
    @public
    def open_page() -> str:
        return "公开页面"

    hooks = {
        "xinfang_plugin_info": lambda: PluginInfo(name, f"样例{name}", "测试用"),
        "xinfang_blueprints": lambda: [pages],
        "xinfang_permissions": lambda: [Permission(f"{name}.read", "查看样例", frozenset({Role.CLERK}))],
        "xinfang_nav_items": _nav(name),
        "xinfang_home_cards": _cards,
        "xinfang_petition_panels": _panels,
        **changes,
    }
    for hook, function in hooks.items():
        if function is not None:
            setattr(module, hook, hookimpl(function))
    sys.modules.setdefault(module.__name__, module)
    return name, module


def _nav(name: str) -> Any:
    def xinfang_nav_items(actor: Any, office: Any) -> list[NavItem]:
        return [NavItem("样例", f"/{name}/")]

    return xinfang_nav_items


def _cards(actor: Any, office: Any, day: Any) -> list[Card]:
    return [Card("样例卡片", [Line(f"{office.short_name}{day}")])]


def _panels(actor: Any, matter: Any) -> list[Panel]:
    return [Panel("样例栏目", [Line(matter.number)])]
