"""The ceilings of CONTRIBUTING: a module 300 lines, a function 40, imports 15 of this tree and 20 in all.

Reaching one says that the design wants a cut. Imports are counted as statements, wherever they stand; one statement
with five names is one. Those that name a module of this tree say what a module has to know of the rest of the
design. All others count for the second ceiling, but for ``from __future__`` and what only type checkers read.
Measurements (``benchmarks/``) are held to the first alone: each loads its libraries in the function that uses them, so
that what is not measured is not loaded, and names one twice where two processes need it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULE, FUNCTION, IMPORTS, ALL_IMPORTS = 300, 40, 15, 20
OURS = ("xinfang_", "benchmarks")
_BODIES = ("body", "orelse", "finalbody", "handlers", "cases")


def frozen(path: Path) -> bool:
    """Migrations are never edited once they landed, and each is one list of tables and columns."""
    return "migrations" in path.parts and path.stem != "env"


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Every statement below, at any depth; expressions hold none, and are not looked at."""
    for part in _BODIES:
        for each in getattr(node, part, ()):
            yield each
            if not only_for_types(each):
                yield from statements(each)


def only_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports_anything(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module != "__future__"
    return isinstance(node, ast.Import)


def of_the_tree(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").startswith(OURS)
    return isinstance(node, ast.Import) and any(each.name.startswith(OURS) for each in node.names)


def faults(name: str, text: str) -> Iterator[str]:
    """What of a module is above a ceiling."""
    lines, ours, imports = text.count("\n"), 0, 0
    if lines > MODULE:
        yield f"{name}: {lines} lines"
    for node in statements(ast.parse(text)):
        ours += of_the_tree(node)
        imports += imports_anything(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > FUNCTION:
                yield f"{name}: {node.name}() has {length} lines"
    if ours > IMPORTS:
        yield f"{name}: {ours} imports of the tree"
    if imports > ALL_IMPORTS and not name.startswith("benchmarks/"):
        yield f"{name}: {imports} imports"


def test_no_module_is_above_a_ceiling():
    paths = [
        path for root in ("xinfang_site", "plugins", "benchmarks") for path in (ROOT / root).rglob("*.py")
    ]
    held = {str(path.relative_to(ROOT)): path for path in paths if not frozen(path.relative_to(ROOT))}
    assert {
        "xinfang_site/migrations/env.py",
        "plugins/xinfang_key_dates/plugin.py",
        "benchmarks/saving.py",
    } <= set(held)
    found = [each for name, path in sorted(held.items()) for each in faults(name, path.read_text("utf-8"))]
    assert found == []


def test_each_ceiling_bites_where_it_is_passed_by_one():
    lines = "a = 1\n"
    assert list(faults("m", lines * MODULE)) == []
    assert list(faults("m", lines * (MODULE + 1))) == ["m: 301 lines"]
    body = "".join(f"    {lines}" for _ in range(FUNCTION - 1))
    assert list(faults("m", f"class C:\n  def f():\n{body}")) == []
    assert list(faults("m", f"class C:\n  def f():\n{body}    b = 2\n")) == ["m: f() has 41 lines"]
    ours = "import xinfang_site.clock\n" * IMPORTS
    assert list(faults("m", f"import datetime\n{ours}")) == []
    hidden = (
        "def f():\n    try:\n        pass\n    except E:\n        from xinfang_site.domain import errors\n"
    )
    assert list(faults("m", ours + hidden)) == ["m: 16 imports of the tree"]
    typed = "from __future__ import annotations\nif TYPE_CHECKING:\n    import io\n"
    whole = "import datetime\n" * (ALL_IMPORTS - IMPORTS) + ours + typed
    assert list(faults("m", whole)) == []
    assert list(faults("m", f"{whole}from os import path\n")) == ["m: 21 imports"]
