"""What a view hands to its page never takes the place of what every page has."""

import ast
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).parents[2]


def handed() -> list[tuple[str, str]]:
    """File and name of each value that a call of ``render_template`` hands over."""
    found = []
    for path in sorted([*ROOT.glob("xinfang_site/**/*.py"), *ROOT.glob("plugins/**/*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_template":
                found += [(str(path.relative_to(ROOT)), each.arg or "") for each in node.keywords]
    return found


def test_no_view_hands_over_a_value_that_every_page_has(app: Flask) -> None:
    """Draft lines called ``left_out`` were shown as modules that had failed."""
    with app.test_request_context("/login"):
        values: dict[str, object] = {}
        app.update_template_context(values)
    given = handed()
    assert len(given) > 300
    assert {"left_out", "site", "navigation", "current_user"} <= set(values)
    assert [each for each in given if each[1] in values] == []
