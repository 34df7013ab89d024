"""Many values as one parameter (多值一参): a condition whose statement is the same for any number of them.

With one placeholder for each value, building the statement takes as long, on every page, as finding the rows.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, String, any_, bindparam, cast, func, select


def among(dialect: str, column: Any, name: str) -> ColumnElement[bool]:
    """The column is one of the values in the parameter ``name``.

    Args:
        dialect: ``sqlite`` or ``postgresql``.
        column: of numbers or of text.
        name: name of the parameter; give it what :func:`packed` returns.
    """
    if dialect == "sqlite":
        listed = func.json_each(bindparam(name, type_=String)).table_valued("value")
        found: ColumnElement[bool] = column.in_(select(listed.c.value))
    else:
        array = ARRAY(column.type)
        found = column == any_(cast(bindparam(name, type_=array), array))
    return found


def packed(dialect: str, values: Collection[Any]) -> Any:
    """The values in the form that the database takes as one parameter."""
    return json.dumps(list(values)) if dialect == "sqlite" else list(values)
