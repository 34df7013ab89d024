"""What a view hands to its page: never a name that every page has, and nothing that the page does not show."""

import ast
from functools import cache
from pathlib import Path

from flask import Flask
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
TEMPLATES = {
    str(path).partition("templates/")[2]: path
    for folder in ("templates", "plugins")
    for path in ROOT.joinpath(folder).rglob("*.html")
}


def handed() -> list[tuple[str, str, str]]:
    """File, template (empty where it is worked out) and name of each value that a view hands to a page."""
    found = []
    for path in sorted([*ROOT.glob("xinfang_site/**/*.py"), *ROOT.glob("plugins/**/*.py")]):
        file = path.relative_to(ROOT)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in {"render_template", "form_page", "page"}:
                template = _template(node, file)
                found += [(str(file), template, each.arg or "") for each in node.keywords]
    return found


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def _template(call: ast.Call, file: Path) -> str:
    """The template that a call names; modules leave their folder out, some the ending too."""
    written = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
    names = (f"{written}", f"{file.parts[1]}/{written}", f"{file.parts[1]}/{written}.html")
    return next((each for each in names if each in TEMPLATES), "")


@cache
def shown(template: str) -> frozenset[str]:
    """Names that a template looks at, with those that it extends or takes in."""
    parsed = Environment().parse(TEMPLATES[template].read_text("utf-8"))  # noqa: S701 - only read
    names = {each.name for each in parsed.find_all(nodes.Name)}
    for each in parsed.find_all((nodes.Extends, nodes.Include, nodes.Import)):
        if isinstance(each.template, nodes.Const) and getattr(each, "with_context", True):
            names |= shown(each.template.value)
    return frozenset(names)


def test_no_view_hands_over_a_value_that_every_page_has(app: Flask) -> None:
    """Draft lines called ``left_out`` were shown as modules that had failed."""
    with app.test_request_context("/login"):
        values: dict[str, object] = {}
        app.update_template_context(values)
    given = handed()
    assert len(given) > 600
    assert {"left_out", "site", "navigation", "current_user"} <= set(values)
    assert [each for each in given if each[2] in values] == []


def test_no_view_hands_over_a_value_that_its_page_does_not_show() -> None:
    named = [each for each in handed() if each[1] and each[2]]
    assert len(named) > 600
    assert [each for each in named if each[2] not in shown(each[1])] == []
