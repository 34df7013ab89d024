"""Titles (名称) of coded values: how a string enumeration has a Chinese name called ``title``."""

from enum import StrEnum
from typing import Self


class Title(str):
    """A Chinese name (名称), usable as text.

    The codes of the domain are strings, and every ``str`` promises a method ``title()``. A
    :class:`Title` keeps that promise - calling it gives the same text - so that ``code.title`` may
    be an attribute without breaking what ``str`` says.
    """

    __slots__ = ()

    def __call__(self) -> str:
        """The same text, as ``str.title()`` promises one."""
        return str(self)


class Titled(StrEnum):
    """A code with its Chinese name (有名称的代码): ``CLERK = "clerk", "登记员"`` is "clerk", its ``title`` 登记员."""

    _value_: str
    title: Title

    def __new__(cls, code: str, title: str = "") -> Self:
        """One member as it is written; looking one up, as in ``Role("clerk")``, takes the code alone."""
        made = str.__new__(cls, code)
        made._value_ = code
        made.title = Title(title)
        return made
