"""A paper as text and back (公文存储): the same values can be shown and printed years later."""

import json
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from xinfang_site.papers import blocks, paper
from xinfang_site.papers.paper import Paper

_CLASSES: dict[str, type[Any]] = {
    each.__name__: each
    for module in (blocks, paper)
    for each in vars(module).values()
    if isinstance(each, type) and is_dataclass(each)
}


def dump(value: Paper) -> str:
    """The paper as JSON, the same text for the same paper."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(text: str) -> Paper:
    """The paper that :func:`dump` wrote.

    Raises:
        TypeError: the text holds something else.
    """
    found = _built(json.loads(text))
    if not isinstance(found, Paper):
        raise TypeError("not a paper")
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        held = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return {"is": type(value).__name__, **held}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, StrEnum) else value


def _built(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_built(each) for each in value)
    if not isinstance(value, dict):
        return value
    held = {name: _built(each) for name, each in value.items() if name != "is"}
    if "align" in held:
        held["align"] = blocks.Align(held["align"])
    return _CLASSES[value["is"]](**held)
