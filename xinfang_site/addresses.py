"""Addresses (网址): which numbers they hold, and how one is put together."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, Rule

LARGEST_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """``<int:...>`` in addresses (编号地址): a number too large for a key is not found and never reaches the database.

    Plain figures only: other scripts' digits would give a page a second address.
    """

    regex = r"[0-9]+"

    def __init__(self, url_map: Map, **limits: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST_ID, **limits})


class PageRule(Rule):
    """The address of a page (页面地址); the function that builds it is compiled on first use.

    A process wants a few of them. Compiling all when the site is made, as the base class does, was most of that.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now, compiled = super()._compile_builder, list[Callable[..., tuple[str, str]]]()

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(compile_now(append_unknown))
            return compiled[0](rule, **values)

        return build


def prepare(app: Flask) -> None:
    """Before the first page is registered."""
    app.url_rule_class = PageRule
    app.url_map.converters["int"] = IdConverter
