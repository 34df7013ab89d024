"""Titles (名称) of coded values: how a string enumeration has a Chinese name called ``title``."""


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
