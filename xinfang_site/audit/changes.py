"""Before and after (变更前后): what an audit record says about a change."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, Any]:
    """Field to ``[before, after]`` for each field whose value differs; days as text, empty is empty."""
    names = [*before, *(name for name in after if name not in before)]
    pairs = {name: [_plain(before.get(name)), _plain(after.get(name))] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1] and not _both_empty(pair)}


def _both_empty(pair: list[object]) -> bool:
    return all(value is None or value == "" for value in pair)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
