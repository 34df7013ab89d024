"""What the documents say of plugins is what the program does."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

from xinfang_site import core_hooks, hookspecs
from xinfang_site.modules import wording
from xinfang_site.plugin_finding import discover

ROOT = Path(__file__).parents[2]
HOOKS = {
    name: function
    for name, function in inspect.getmembers(hookspecs, inspect.isfunction)
    if name.startswith("xinfang_")
}


def test_every_hook_is_documented_with_its_own_signature() -> None:
    text = ROOT.joinpath("docs", "plugin-hooks.md").read_text(encoding="utf-8")
    source = inspect.getsource(hookspecs)
    documented = re.findall(r"^### `(.+)`$", text, re.M)
    specified = [
        f"{name}({arguments}) -> {result}".replace('"', "")
        for name, arguments, result in re.findall(r"^def (xinfang_\w+)\((.*?)\) -> (.*?):$", source, re.M)
    ]
    assert documented == specified
    assert set(HOOKS) == {each.split("(")[0] for each in documented}
    for name, function in HOOKS.items():
        assert (inspect.getdoc(function) or "").splitlines()[0] in text, name


def test_every_hook_has_words_for_the_modules_page() -> None:
    assert set(wording.HOOKS) == set(HOOKS)


def test_every_hook_is_answered_twice_and_tested() -> None:
    manager = discover((), core_hooks).manager
    assert [name for name in HOOKS if len(getattr(manager.hook, name).get_hookimpls()) < 2] == []
    tests = "".join(path.read_text("utf-8") for path in ROOT.joinpath("tests").rglob("test_*.py"))
    assert [name for name in HOOKS if name not in tests] == []


def test_every_act_of_a_module_has_words_for_the_audit() -> None:
    for name, installed in discover((), core_hooks).installed.items():
        folder = ROOT / "plugins" / f"xinfang_{name}"
        source = "".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.py")))
        acts = set(re.findall(rf'\bAct\(\s*"{name}\.([\w.]+)"', source))
        records = set(re.findall(rf'\bAct\(\s*f?"{name}\.[^"]+",\s*"{name}_(\w+)"', source))
        assert acts
        assert acts - installed.info.acts.keys() == set(), name
        assert records - installed.info.records.keys() == set(), name


def test_the_smallest_plugin_stays_small() -> None:
    lines = 0
    for path in ROOT.joinpath("plugins", "xinfang_key_dates").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        without = re.sub(r'"""(.|\n)*?"""', "", text)
        lines += sum(1 for each in without.splitlines() if each.strip() and not each.strip().startswith("#"))
    assert lines < 200


@pytest.mark.slow
def test_the_guide_s_example_runs_from_its_own_words(tmp_path: Path) -> None:
    """An environment of its own that sees this one's packages; then the guide, command by command."""
    guide = ROOT.joinpath("docs", "write-a-module.md").read_text(encoding="utf-8")
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    packages = next(each for each in sys.path if each.endswith("site-packages"))
    own = next(environment.glob("lib/python*/site-packages"))
    own.joinpath("site.pth").write_text(f"import site; site.addsitedir({packages!r})\n", encoding="utf-8")
    commands = re.search(r"<!-- run -->\n```\n((?:.+\n)+)```", guide)
    assert commands
    first, *rest = commands[1].strip().splitlines()
    run(first, tmp_path, environment)
    for file, text in re.findall(r"<!-- append (\S+) -->\n```python\n((?:.*\n)+?)```", guide):
        with (tmp_path / "visits" / file).open("a", encoding="utf-8") as target:
            target.write(text)
    for file, anchor, text in re.findall(
        r'<!-- insert (\S+) after "(.+)" -->\n```python\n((?:.*\n)+?)```', guide
    ):
        path = tmp_path / "visits" / file
        held = path.read_text(encoding="utf-8")
        assert f"{anchor}\n" in held
        path.write_text(held.replace(f"{anchor}\n", f"{anchor}\n{text}"), encoding="utf-8")
    for line in rest[1:]:
        run(line, tmp_path / "visits", environment)


def run(line: str, folder: Path, environment: Path) -> None:
    """One command of the guide, by the environment's own Python."""
    program, *words = line.split()
    module = {"xinfang": ["-m", "xinfang_site"], "pip": ["-m", "pip"], "python": []}[program]
    done = subprocess.run(
        [environment / "bin" / "python", *module, *words],
        cwd=folder,
        env={
            "PATH": str(environment / "bin"),
            "XINFANG_INSTANCE": str(folder.parent / "instance"),
            "PIP_NO_INDEX": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def test_a_scaffold_refuses_names_that_no_plugin_may_have(tmp_path: Path) -> None:
    from xinfang_site.scaffold.writing import ScaffoldError, write

    for name in ("Visits", "1st", "a-b", "a__b", "core", "访问", "", "class", "x" * 31):
        with pytest.raises(ScaffoldError, match="不能用"):
            write(name, tmp_path / "there", "标题")
    with pytest.raises(ScaffoldError, match="引号"):
        write("visits", tmp_path / "there", '"""')
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    with pytest.raises(ScaffoldError, match="不是空的"):
        write("visits", tmp_path / "full", "标题")
