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


def test_a_template_calls_only_macros_of_files_that_it_imports() -> None:
    templates = dict(parsed())
    macros = {
        path.partition("templates/")[2]: {each.name for each in template.find_all(nodes.Macro)}
        for path, template in templates.items()
    }
    imports = {
        path: {
            each.target: macros[each.template.value]
            for each in template.find_all(nodes.Import)
            if isinstance(each.template, nodes.Const)
        }
        for path, template in templates.items()
    }
    usual = {(alias, name) for held in imports.values() for alias, names in held.items() for name in names}
    lost = [
        f"{path}: {call.node.node.name}.{call.node.attr}"
        for path, template in templates.items()
        for call in template.find_all(nodes.Call)
        if isinstance(call.node, nodes.Getattr) and isinstance(call.node.node, nodes.Name)
        if (call.node.node.name, call.node.attr) in usual or call.node.node.name in imports[path]
        if call.node.attr not in imports[path].get(call.node.node.name, ())
    ]
    assert lost == []
