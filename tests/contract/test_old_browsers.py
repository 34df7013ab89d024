"""The office's browsers begin at Chromium 81: own style sheets and scripts use nothing that it lacks."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = sorted(
    [*ROOT.glob("xinfang_site/static/*.css"), *ROOT.glob("plugins/*/static/*.css")],
    key=lambda each: each.name,
)
SCRIPTS = sorted(
    [*ROOT.glob("xinfang_site/static/*.js"), *ROOT.glob("plugins/*/static/*.js")], key=lambda each: each.name
)
TOO_NEW_IN_SHEETS = {
    ":has()": r":has\(",
    ":is(), :where()": r":(is|where)\(",
    "inset": r"(^|[;{\s])inset(-\w+)*\s*:",
    "aspect-ratio": r"(^|[;{\s])aspect-ratio\s*:",
    "accent-color": r"accent-color\s*:",
    "color-mix()": r"color-mix\(",
    "units of the small and large viewport": r"\d[dsl]v[hw]\b",
    "container queries": r"@container|container-type",
    "layers": r"@layer",
    "nesting": r"(^|[{;\s])&",
    "own axes of transform": r"(^|[;{\s])(translate|rotate|scale)\s*:",
    "overflow: clip": r"overflow(-[xy])?\s*:\s*clip",
}
TOO_NEW_IN_SCRIPTS = {
    "optional chaining, ??": r"\?\.[a-zA-Z_(\[]|\?\?",
    "logical assignment": r"(\|\||&&)=",
    "replaceAll": r"\.replaceAll\(",
    "at": r"\.at\(",
    "structuredClone": r"structuredClone",
    "replaceChildren": r"\.replaceChildren\(",
    "private fields": r"this\.#",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def bare(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def too_new(text: str, table: dict[str, str]) -> list[str]:
    return [name for name, pattern in table.items() if re.search(pattern, text, re.MULTILINE)]


def rules_with(text: str, condition: re.Pattern[str]) -> list[tuple[str, str]]:
    return [(head.strip(), body) for head, body in RULE.findall(text) if condition.search(body)]


@pytest.mark.parametrize("path", SHEETS, ids=lambda each: each.name)
def test_a_style_sheet_uses_nothing_that_chromium_81_lacks(path: Path) -> None:
    assert not too_new(bare(path), TOO_NEW_IN_SHEETS)


@pytest.mark.parametrize("path", SHEETS, ids=lambda each: each.name)
def test_a_gap_stands_in_a_grid_only(path: Path) -> None:
    gaps = rules_with(bare(path), re.compile(r"(^|[;\s])(row-|column-)?gap\s*:"))
    assert not [head for head, body in gaps if "grid-gap" not in body]


@pytest.mark.parametrize("path", SHEETS, ids=lambda each: each.name)
def test_a_selector_that_chromium_81_does_not_know_spoils_no_other(path: Path) -> None:
    """One unknown part drops the whole list: it stands alone."""
    unknown = re.compile(r":focus-visible|::(-moz-|marker|file-selector)")
    heads = [head.strip() for head, _ in RULE.findall(bare(path))]
    assert not [head for head in heads if "," in head and unknown.search(head)]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda each: each.name)
def test_a_script_uses_nothing_that_chromium_81_lacks(path: Path) -> None:
    assert not too_new(bare(path), TOO_NEW_IN_SCRIPTS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (".a:has(b) { color: red; }", ":has()"),
        (".a { inset: 0; }", "inset"),
        (".a { height: 100dvh; }", "units of the small and large viewport"),
        (".a { &:hover { color: red; } }", "nesting"),
    ],
)
def test_what_is_too_new_is_found(text: str, name: str) -> None:
    assert too_new(text, TOO_NEW_IN_SHEETS) == [name]
    assert not too_new(".a { box-shadow: inset 0 0 0 2px red; scroll-behavior: auto; }", TOO_NEW_IN_SHEETS)


def test_what_is_too_new_in_a_script_is_found() -> None:
    assert too_new("a?.b; c ??= 1;", TOO_NEW_IN_SCRIPTS) == ["optional chaining, ??"]
    assert not too_new("var a = b ? .5 : 1; x.closest('.at');", TOO_NEW_IN_SCRIPTS)
