"""What coverage need not see: a way that tests of its own go too, or a library's work."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def quietly(function: Callable[P, R]) -> Callable[P, R]:
    """The same, but not traced in this thread."""

    @wraps(function)
    def untold(*arguments: P.args, **named: P.kwargs) -> R:
        tracer: Any = sys.gettrace()
        if not hasattr(tracer, "stop"):  # nobody looks, or a debugger does
            return function(*arguments, **named)
        tracer.stop()
        try:
            return function(*arguments, **named)
        finally:
            tracer.start()

    return untold
