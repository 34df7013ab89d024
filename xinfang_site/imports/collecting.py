"""Garbage collection of a long job (内存回收): a hundred thousand live rows are not looked through again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG, _MIDDLE, _OLD = 100_000, 20, 50


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage more seldom while the block runs: it makes few cycles and keeps much alive."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
