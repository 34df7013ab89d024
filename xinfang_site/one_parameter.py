"""Many values as one parameter (多值一参): a condition whose statement is the same for any number of them.

A place for each value takes as long to write, and on every page anew, as the rows take to find.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, String, any_, bindparam, cast, func, select


def among(dialect: str, column: Any, name: str) -> ColumnElement[bool]:
    """The column is one of the values that the parameter ``name`` brings along.

    Args:
        dialect: ``sqlite`` or ``postgresql``.
        column: of numbers or of text.
        name: the parameter's; its value is what :func:`packed` makes.
    """
    if dialect == "sqlite":
        listed = func.json_each(bindparam(name, type_=String)).table_valued("value")
        found: ColumnElement[bool] = column.in_(select(listed.c.value))
    else:
        array = ARRAY(column.type)
        found = column == any_(cast(bindparam(name, type_=array), array))
    return found


def packed(dialect: str, values: Collection[Any]) -> Any:
    """The values as the database takes them in one parameter."""
    return json.dumps(list(values)) if dialect == "sqlite" else list(values)
