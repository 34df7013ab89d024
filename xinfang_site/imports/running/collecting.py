"""Garbage collection of a long job (内存回收): a hundred thousand live rows are not looked through again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG, _MIDDLE, _OLD = 100_000, 20, 50


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage more seldom while the block runs: it makes few cycles and keeps much alive.

    What lives already is not looked through at all; what the server has set aside for good stays set aside.
    """
    before, ours = gc.get_threshold(), gc.get_freeze_count() == 0
    if ours:
        gc.freeze()  # without a collection first: that costs more than a small ledger does
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if ours:
            gc.unfreeze()
