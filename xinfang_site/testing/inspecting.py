"""What the contract reads of a plugin (检查插件): its imports, its addresses, its tables."""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from flask import Flask
from sqlalchemy import Table
from werkzeug.routing import Rule

from xinfang_site.extensions import Base
from xinfang_site.plugin_finding import points
from xinfang_site.plugin_registry import Installed, plugins

DOORS = ("xinfang_site.plugin_api", "xinfang_site.domain", "xinfang_site.testing")


def names() -> list[str]:
    """Every plugin that is installed, broken ones too."""
    return [each.name for each in points()]


def folder_of(plugin: Installed) -> Path:
    """Where its package lies.

    Raises:
        LookupError: its package cannot be found.
    """
    spec = find_spec(plugin.package)
    if spec is None or spec.origin is None:
        raise LookupError(plugin.package)
    return Path(spec.origin).parent


def foreign_imports(folder: Path, package: str) -> Iterator[str]:
    """Imports of the core that go past the doors, and of other plugins: file, line, module."""
    packages = {each.value.split(".")[0] for each in points()} - {package}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for module in _imported(node):
                core = module.split(".")[0] == "xinfang_site"
                past = core and not any(module == door or module.startswith(f"{door}.") for door in DOORS)
                if past or module.split(".")[0] in packages:
                    yield f"{path.relative_to(folder)}:{getattr(node, 'lineno', 0)} {module}"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        if node.module == "xinfang_site":
            return [f"xinfang_site.{each.name}" for each in node.names]
        return [node.module]
    return []


def rules_of(app: Flask, name: str) -> list[Rule]:
    """The plugin's addresses, static files included."""
    owner = plugins().owner_of
    return [
        each for each in app.url_map.iter_rules() if owner(each.endpoint.rpartition(".")[0] or None) == name
    ]


def address_of(rule: Rule) -> str:
    """An address that the rule answers, with 1 in every place."""
    path = re.sub(r"<path:[^>]*>", "any.css", rule.rule)
    path = re.sub(r"<any\(['\"]?(\w+)[^)]*\):[^>]*>", r"\1", path)
    path = re.sub(r"<int\([^)]*min=(\d+)[^)]*\):[^>]*>", r"\1", path)
    return re.sub(r"<[^>]*>", "1", path)


def tables_of(plugin: Installed) -> list[Table]:
    """The plugin's tables."""
    return [Base.metadata.tables[each] for each in plugin.tables]


def belongs_to_office(table: Table, own: set[str]) -> bool:
    """Whether a row belongs to an office: by itself, or by the row of an own table that it hangs on."""
    if "office_id" in table.columns:
        return True
    parents = {key.column.table.name for key in table.foreign_keys} & own - {table.name}
    return any(belongs_to_office(Base.metadata.tables[each], own) for each in parents)
