"""What is in the tree is in the package: setup.cfg lists packages by hand, and this guards the list."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import xinfang_site

ROOT = Path(__file__).parents[2]


def listed(option: str) -> set[str]:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return {line.split("=")[0].strip() for line in config["options"][option].splitlines() if line.strip()}


def test_every_package_of_the_tree_is_listed() -> None:
    roots = (ROOT / "xinfang_site", *sorted(ROOT.glob("plugins/*")))
    found = {
        ".".join(path.parent.relative_to(root.parent).parts)
        for root in roots
        for path in root.rglob("__init__.py")
    }
    found |= {
        ".".join(path.parent.relative_to(ROOT / "plugins").parts)
        for path in ROOT.joinpath("plugins").rglob("__init__.py")
    }
    assert listed("packages") == found | {"xinfang_site.templates"}


def test_every_file_that_is_no_module_is_shipped() -> None:
    """A wheel without its templates, texts or scaffold works in the checkout and nowhere else."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    patterns = [each.strip() for each in config["options.package_data"]["*"].split(",")]
    roots = [ROOT / "xinfang_site", ROOT / "templates", *ROOT.glob("plugins/*")]
    packages = {path.parent for root in roots for path in root.rglob("__init__.py")}
    shipped = {
        path
        for package in packages
        for pattern in patterns
        for path in package.glob(pattern)
        if path.is_file()
    }
    there = {
        path
        for root in roots
        for path in root.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and "__pycache__" not in path.parts
    }
    assert sorted(str(each.relative_to(ROOT)) for each in there - shipped) == []


def test_a_wheel_asks_for_what_the_site_runs_on() -> None:
    """``pip install --no-index --find-links wheelhouse xinfang-site`` used to bring our wheel alone."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    asked = ROOT / config["options"]["install_requires"].removeprefix("file:").strip()
    names = {re.split(r"[\[<>=; ]", line)[0] for line in asked.read_text().splitlines() if line[:1].isalpha()}
    locked = "\n" + (ROOT / "requirements" / "runtime.txt").read_text()
    assert {"flask", "sqlalchemy", "gunicorn"} <= names
    assert [each for each in sorted(names) if f"\n{each}" not in locked] == []


def test_every_plugin_of_the_tree_is_mapped_to_its_folder() -> None:
    found = {path.parent.name for path in ROOT.glob("plugins/*/__init__.py")}
    assert listed("package_dir") == found | {"xinfang_site", "xinfang_site.templates"}


def test_every_plugin_of_the_tree_is_found_typed_measured_and_kept_to_its_door() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    found = {path.parent.name for path in ROOT.glob("plugins/*/__init__.py")}
    lists = {
        "mypy": ("mypy", "packages"),
        "coverage": ("coverage:run", "source"),
        "imports": ("importlinter", "root_packages"),
        "apart": ("importlinter:contract:plugins_apart", "modules"),
        "core": ("importlinter:contract:core_without_plugins", "forbidden_modules"),
        "door": ("importlinter:contract:plugin_door", "source_modules"),
    }
    for name, (section, option) in lists.items():
        present = {each.strip(" ,") for each in config[section][option].split("\n")} - {"", "xinfang_site"}
        assert present == found, name
    points = config["options.entry_points"]["xinfang_site.plugins"].split("\n")
    assert {each.split("=")[1].split(".")[0].strip() for each in points if each.strip()} == found


def test_the_requirements_name_no_index_and_carry_hashes() -> None:
    for name in ("runtime.txt", "develop.txt"):
        text = ROOT.joinpath("requirements", name).read_text(encoding="utf-8")
        assert "index-url" not in text
        assert "://" not in text
        pinned = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
        assert pinned
        assert all(line.rstrip().endswith("\\") for line in pinned)


def test_the_runtime_lock_is_part_of_the_development_lock() -> None:
    def pins(name: str) -> set[str]:
        text = ROOT.joinpath("requirements", name).read_text(encoding="utf-8")
        return {line.split(" ")[0] for line in text.splitlines() if "==" in line and line[0].isalpha()}

    assert pins("runtime.txt") <= pins("develop.txt")


def test_the_program_says_its_version() -> None:
    assert xinfang_site.__version__.count(".") == 2


def _printed(code: str) -> str:
    """What a fresh interpreter prints of it."""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_the_command_line_knows_its_commands_without_importing_them() -> None:
    code = "import sys, xinfang_site.cli; print([n for n in ('flask','sqlalchemy','matplotlib') if n in sys.modules])"
    assert _printed(code) in {"[]", "['flask']"}


def test_serving_imports_no_heavy_library() -> None:
    code = (
        "import sys, xinfang_site.serving.processes, xinfang_site.pages;"
        "print([n for n in ('matplotlib','numpy','psycopg','docx','openpyxl','rustpy_xlsxwriter') if n in sys.modules])"
    )
    assert _printed(code) == "[]"


def test_moving_many_records_loads_no_page_and_no_module() -> None:
    code = (
        "import sys, xinfang_site.commands.exporting, xinfang_site.imports.command, xinfang_site.register.exporting.services;"
        "print([n for n in sys.modules if n.endswith('.views') or n in ('xinfang_site.pages', 'xinfang_site.plugin_finding')])"
    )
    assert _printed(code) == "[]"


def test_long_work_lets_people_go_first_before_it_loads_a_library() -> None:
    code = (
        "import os, sys, xinfang_site.cli as cli;"
        "cli.import_module = lambda _: sys.exit(str(os.nice(0)));"
        "cli.main([sys.argv[1]])"
    )
    for command in ("import", "export"):
        run = subprocess.run(
            [sys.executable, "-c", code, command], capture_output=True, text=True, check=False
        )
        assert int(run.stderr) >= 5
