"""What a module or a class is called by the people of an office stands in the first sentence of its docstring."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHINESE = re.compile("[\u4e00-\u9fff]")


FIRST = r'"""((?:(?!"""|\n[ ]*\n).)*)'
MODULE = re.compile(FIRST, re.S)
CLASS = re.compile(r"^[ ]*class ([A-Z]\w*)(?:\([^)]*\))?:[^\n]*\n\s*" + FIRST, re.S | re.M)
"""As text: reading the whole tree as Python takes seconds. That there is a docstring at all is for ruff to say."""


def nameless(name: str, text: str) -> list[str]:
    """Modules and public classes whose first paragraph has no Chinese term."""
    asked = [(name, MODULE.match(text)[1])] if MODULE.match(text) else [(name, "")]
    asked += [(f"{name}: {each}", said) for each, said in CLASS.findall(text) if each != "Meta"]
    return [each for each, said in asked if not CHINESE.search(said)]


def test_modules_and_classes_say_their_chinese_term() -> None:
    paths = [
        path
        for root in ("xinfang_site", "plugins")
        for path in (ROOT / root).rglob("*.py")
        if "migrations" not in path.relative_to(ROOT).parts
    ]
    assert len(paths) > 500
    found = [
        fault for path in paths for fault in nameless(str(path.relative_to(ROOT)), path.read_text("utf-8"))
    ]
    assert found == []


def test_a_class_without_its_term_is_named() -> None:
    assert nameless("m", '"""Limits (期限)."""\nclass Clock:\n    """A limit."""\n') == ["m: Clock"]
    assert nameless("m", '"""Limits."""\n') == ["m"]
