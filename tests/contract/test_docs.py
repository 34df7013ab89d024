"""What the documents name is there: links, and files and folders with their paths."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BASES = (
    "",
    "xinfang_site",
    "xinfang_site/ledgers",
    "xinfang_site/petitions",
    "xinfang_site/petitions/registering",
    "xinfang_site/petitions/stepping",
    "xinfang_site/static",
    "xinfang_site/static/vendor/bootstrap",
    "templates",
)
"""Where a path may begin: documents say which, and readers see it from the sentence."""
IMAGINED = {"docs/write-a-module.md"}
"""Speaks of a module that the reader writes."""

NOT_OF_THE_TREE = {"tests/plugins/NAME", "artifacts/screenshots"}
"""A word to put a name in, and what a run of the tests makes."""

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)[^)]*\)")
PATH = re.compile(r"`([\w./-]+\.(?:py|html|css|js))`|`([\w-]+(?:/[\w-]+)+/?)`")


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]


def test_every_link_of_a_document_leads_somewhere() -> None:
    dead = [
        f"{path.name}: {target}"
        for path in [*documents(), *ROOT.glob("docs/decisions/*.md")]
        for target in LINK.findall(path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert dead == []


def test_every_file_that_a_document_names_is_there() -> None:
    named = [
        (path.name, file or folder)
        for path in documents()
        if str(path.relative_to(ROOT)) not in IMAGINED
        for file, folder in PATH.findall(path.read_text("utf-8"))
    ]
    assert len(named) > 100
    gone = [each for each in named if not any((ROOT / base / each[1]).exists() for base in BASES)]
    assert [each for each in gone if each[1] not in NOT_OF_THE_TREE] == []


def test_every_test_that_the_evidence_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", ROOT.joinpath("docs/security.md").read_text("utf-8")))
    assert len(named) > 80
    written = {
        name
        for path in ROOT.joinpath("tests").rglob("test_*.py")
        for name in re.findall(r"^\s*(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert named - written == set()


def test_every_decision_is_in_the_list_of_decisions_under_its_title() -> None:
    listed = ROOT.joinpath("docs/decisions/README.md").read_text("utf-8").splitlines()
    wanted = []
    for path in sorted(ROOT.glob("docs/decisions/0*.md")):
        number, title = path.read_text("utf-8").partition("\n")[0].removeprefix("# ").split(" ", 1)
        wanted.append(f"- [{number}]({path.name}) {title}")
    assert [line for line in listed if line.startswith("- [")] == wanted


def test_every_part_of_the_site_is_named_where_a_newcomer_looks_for_it() -> None:
    said = set(
        re.findall(
            r"[a-z_]+", ROOT.joinpath("CONTRIBUTING.md").read_text("utf-8").partition("## House rules")[0]
        )
    )
    parts = {
        path.stem
        for path in ROOT.joinpath("xinfang_site").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    unsaid = {each for each in parts - said if not each.startswith(("plugin_", "__"))}
    assert unsaid == set()
