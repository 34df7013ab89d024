"""Every query that shows a person matters begins with the person's own register: nobody builds it again by hand."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BY_HAND = re.compile(r"(RegisterEntry|entry|ENTRY)\.office_id\s*==\s*(g\.)?actor\.office_id")
REGISTERS = re.compile(r"\bRegister\(((?:[^()]|\([^()]*\))*)\)")
THE_PLACE = {"own_register"}
ONE_MATTER = {"check_own"}
"""Functions that may name the office alone: the place itself, and the role in a matter that was found already."""


def sources() -> list[Path]:
    return [each for top in ("xinfang_site", "plugins") for each in (ROOT / top).rglob("*.py")]


def test_only_the_scope_names_the_office_of_a_register_entry() -> None:
    found = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        for match in BY_HAND.finditer(text):
            function = re.findall(r"^\s*def (\w+)", text[: match.start()], re.MULTILINE)[-1]
            if function not in THE_PLACE | ONE_MATTER:
                found.append(f"{path.relative_to(ROOT)}: {function}")
    assert not found, "begin with scope.own_register(actor)"


def test_every_list_of_a_person_leaves_out_what_reports_the_person() -> None:
    calls = [
        (path, call)
        for path in sources()
        for call in REGISTERS.findall(path.read_text(encoding="utf-8"))
        if "office_id" in call and "self" not in call
    ]
    assert len(calls) >= 4
    assert not [(path.name, call) for path, call in calls if ".barred" not in call]


WRITERS = {
    "petitions/register_models.py",
    "petitions/visibility/entries.py",
    "petitions/visibility/sight.py",
    "register/searching/search.py",
    "imports/inserting/appearing.py",
    "imports/batches/cleanup.py",
    "imports/batches/taking_back.py",
}
"""Who may name the stored rows: those that write them, and the search, which names an index and asks for ``in_sight``."""


def test_whoever_only_reads_asks_the_view_which_leaves_out_ledgers_that_are_still_being_entered() -> None:
    core = ROOT / "xinfang_site"
    named = {
        str(each.relative_to(ROOT if "plugins" in each.parts else core))
        for each in sources()
        if "migrations" not in each.parts
        and re.search(r"\bRegisterRow\.|\bRegisterRow\)|\bregister_entry\b", each.read_text(encoding="utf-8"))
    }
    assert named <= WRITERS, "read RegisterEntry"
