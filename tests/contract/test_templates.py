"""Templates hold nothing that nobody uses: imports that are never named, arguments that a macro does not look at."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]


def parsed() -> Iterator[tuple[str, nodes.Template]]:
    for folder in ("templates", "plugins"):
        for path in sorted(ROOT.joinpath(folder).rglob("*.html")):
            yield str(path.relative_to(ROOT)), Environment().parse(path.read_text("utf-8"))  # noqa: S701 - only read


def named(node: nodes.Node) -> set[str]:
    return {each.name for each in node.find_all(nodes.Name) if each.ctx == "load"}


def test_a_template_imports_only_what_it_uses() -> None:
    idle = [
        f"{path}: {each.target}"
        for path, template in parsed()
        for each in template.find_all(nodes.Import)
        if each.target not in named(template)
    ]
    assert idle == []


def test_a_macro_uses_all_of_its_arguments() -> None:
    macros = [(path, each) for path, template in parsed() for each in template.find_all(nodes.Macro)]
    assert macros
    idle = [
        f"{path}: {macro.name}({argument.name})"
        for path, macro in macros
        for argument in macro.args
        if argument.name not in named(macro)
    ]
    assert idle == []
