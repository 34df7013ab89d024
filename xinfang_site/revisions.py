"""Revisions of migration scripts (升级脚本的版本), read without running them and without Alembic.

Every start asks whether the tables are this program's. Alembic would answer, but loading it costs a
tenth of the start and eleven megabytes in every process that serves pages.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

TABLE = "alembic_version"
CORE_SCRIPTS = Path(__file__).parent / "migrations" / "versions"
CORE_PREFIX = "core_"


class NewerDatabase(Exception):
    """The database was written by a newer version of this program and is left untouched (数据库较新)."""


class OlderDatabase(Exception):
    """The database is not made yet (数据库较旧), or has not been brought up to this program."""


def applied(engine: Engine) -> set[str]:
    """The newest revision of each branch in the database (已应用的版本); empty for a new database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(TABLE):
            return set()
        return set(connection.scalars(text(f"SELECT version_num FROM {TABLE}")))  # noqa: S608 - a constant


def refuse_newer_core(engine: Engine) -> None:
    """Refuse a database of a newer core (拒绝更新的数据库), in a moment: before every command and before serving.

    A database that does not answer is left to whoever needs it; a file that is not there is not made.

    Raises:
        NewerDatabase: it has a revision of the core that this program does not know.
    """
    if not is_made(engine):
        return
    try:
        there = applied(engine)
    except DBAPIError:
        return
    refuse_unknown(each for each in there - known(CORE_SCRIPTS) if each.startswith(CORE_PREFIX))


def refuse_older_core(engine: Engine) -> None:
    """Refuse to serve a database that has not been upgraded (拒绝未升级的数据库), instead of failing page by page.

    A database that does not answer is served: it may come back.

    Raises:
        OlderDatabase: it is not made, or misses a revision of the core.
    """
    try:
        there = applied(engine) if is_made(engine) else set()
    except DBAPIError:
        return
    if not there:
        raise OlderDatabase("数据库还没有建立，请先运行 xinfang init")
    # a module that needs the newest core stands for it in the database
    core = {each for each in there if each.startswith(CORE_PREFIX)}
    if core and heads(CORE_SCRIPTS) - core:
        raise OlderDatabase("数据库还是旧版本，请先运行 xinfang init 升级（升级前会自动备份），再启动站点")


def is_made(engine: Engine) -> bool:
    """Whether the database exists; for SQLite the file is checked, since connecting would create it."""
    return engine.dialect.name != "sqlite" or Path(engine.url.database or "").is_file()


def refuse_unknown(unknown: Iterable[str]) -> None:
    """Refuse a database with revisions of the core that this program does not know.

    Raises:
        NewerDatabase: there is one.
    """
    names = "、".join(sorted(unknown))
    if names:
        raise NewerDatabase(f"数据库版本 {names} 比本程序新，请使用新版程序；数据库未作任何改动")


def known(folder: Path) -> frozenset[str]:
    """Every revision of a folder of scripts.

    Raises:
        ValueError: a script cannot be read as one; the message names it.
    """
    return frozenset(_followed(folder))


@cache
def heads(folder: Path) -> frozenset[str]:
    """The newest revisions of a folder of scripts (最新版本).

    Raises:
        ValueError: a script cannot be read as one; the message names it.
    """
    followed = _followed(folder)
    return frozenset(followed) - {before for all_before in followed.values() for before in all_before}


def _followed(folder: Path) -> dict[str, tuple[str, ...]]:
    """Each revision with those it follows."""
    scripts = [dict(_assigned(path)) for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]
    return {each["revision"]: _names(each.get("down_revision")) for each in scripts if "revision" in each}


def _names(before: Any) -> tuple[str, ...]:
    return (before,) if isinstance(before, str) else tuple(before or ())


def _assigned(path: Path) -> Iterator[tuple[str, Any]]:
    """Names of a script with the plain values that it gives them."""
    try:
        tree = ast.parse(path.read_bytes(), filename=path.name)
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    for line in tree.body:
        target, value = _assignment(line)
        if target in {"revision", "down_revision"} and value is not None:
            try:
                yield target, ast.literal_eval(value)
            except ValueError as error:
                raise ValueError(f"{path.name}: {target} is no plain value") from error


def _assignment(line: ast.stmt) -> tuple[str, ast.expr | None]:
    """``name = value`` with or without a type."""
    if isinstance(line, ast.Assign) and len(line.targets) == 1 and isinstance(line.targets[0], ast.Name):
        return line.targets[0].id, line.value
    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
        return line.target.id, line.value
    return "", None
