"""Revisions of migration scripts (升级脚本的版本), read without running them and without Alembic.

Every start asks whether the tables are this program's. Alembic would answer, but loading it costs a
tenth of the start and eleven megabytes in every process that serves pages.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text

TABLE = "alembic_version"


def applied(engine: Engine) -> set[str]:
    """The newest revision of each branch in the database (已应用的版本); empty for a new database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(TABLE):
            return set()
        return set(connection.scalars(text(f"SELECT version_num FROM {TABLE}")))  # noqa: S608 - a constant


@cache
def heads(folder: Path) -> frozenset[str]:
    """The newest revisions of a folder of scripts (最新版本).

    Raises:
        ValueError: a script cannot be read as one; the message names it.
    """
    scripts = [dict(_assigned(path)) for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]
    followed: set[str] = set()
    for script in scripts:
        before = script.get("down_revision")
        followed.update([before] if isinstance(before, str) else before or ())
    return frozenset(each["revision"] for each in scripts if "revision" in each) - followed


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
