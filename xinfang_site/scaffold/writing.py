"""Writing a plugin's first files (写出插件): from the templates beside this module."""

import keyword
import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)
LONGEST = 30
SUFFIX = ".tmpl"
TAKEN = {"core", "xinfang", "site", "static"}


class ScaffoldError(Exception):
    """The plugin cannot be written (不能生成插件); the message says why."""


def write(name: str, folder: Path, title: str) -> int:
    """Write the files into ``folder``, which must be empty or absent; returns how many.

    Raises:
        ScaffoldError: a name that no plugin may have, or a folder that holds something.
    """
    if not NAME.fullmatch(name) or len(name) > LONGEST or name in TAKEN or keyword.iskeyword(name):
        raise ScaffoldError(
            f"插件名“{name}”不能用：用小写字母开头，只含小写字母、数字和单个下划线，最多 {LONGEST} 字"
        )
    if folder.exists() and any(folder.iterdir()):
        raise ScaffoldError(f"目录 {folder} 不是空的")
    if '"' in title or "\\" in title or "\n" in title:
        raise ScaffoldError("中文名称不能含引号、反斜线和换行")
    values = {
        "name": name,
        "package": f"xinfang_{name}",
        "title": title,
        "address": name.replace("_", "-"),
        "Class": "".join(each.capitalize() for each in name.split("_")),
    }
    return sum(1 for _ in _files(resources.files(__package__) / "files", folder, values))


def _files(source: Traversable, target: Path, values: dict[str, str]) -> "list[Path]":
    written: list[Path] = []
    target.mkdir(parents=True, exist_ok=True)
    for each in sorted(source.iterdir(), key=lambda entry: entry.name):
        named = each.name.replace("PACKAGE", values["package"]).replace("NAME", values["name"])
        path = target / named.removesuffix(SUFFIX)
        if each.is_dir():
            written += _files(each, path, values)
        elif each.name.endswith(SUFFIX):
            path.write_text(Template(each.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
            written.append(path)
    return written
