"""Reading ahead (预读): another process reads a ledger's next rows while these are checked and written.

Reading takes a processor a third of an import's time and needs no database. Where processes can be forked
it is therefore done beside the rest; the pipe between holds about a chunk, so neither runs away, and who is
faster with one chunk need not wait for the other, who is with the next.
"""

import multiprocessing
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from xinfang_site.ledgers.errors import LedgerError

Item = TypeVar("Item")
_END = "end"
_ROOM = 1 << 20
"""Bytes that the pipe holds, where the system can be asked for so many; it gives a sixteenth by itself."""


class ReaderError(Exception):
    """The reading process broke off (读取中断); says where, for the log."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why the reading process could not go on: what the clerk is told, or where it broke, for the log."""

    told: str = ""
    trace: str = ""


def can_read_ahead() -> bool:
    """Whether another process can be forked and has a processor to run on."""
    return "fork" in multiprocessing.get_all_start_methods() and (os.cpu_count() or 1) > 1


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The items in their order, made by another process, one of them ahead.

    Args:
        items: makes them without the database; runs in the other process only.

    Raises:
        LedgerError: as ``items`` raised it.
        ReaderError: ``items`` failed otherwise, or the process was killed.
    """
    fork = multiprocessing.get_context("fork")
    receiving, sending = fork.Pipe(duplex=False)
    _widen(sending)
    reader = fork.Process(target=hand_over, args=(items, receiving, sending), daemon=True)
    reader.start()
    sending.close()
    try:
        yield from received(receiving)
    finally:
        receiving.close()
        reader.kill()  # it may wait for us to take what nobody wants any more
        reader.join()


def _widen(sending: "Connection[Any, Any]") -> None:
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # a person's pipes together may be at their limit
            fcntl.fcntl(sending.fileno(), fcntl.F_SETPIPE_SZ, _ROOM)


def hand_over(
    items: Iterator[Any], receiving: "Connection[Any, Any]", sending: "Connection[Any, Any]"
) -> None:
    """Send the items and how it ended; the work of the other process."""
    receiving.close()  # ours alone must not keep the pipe open: it breaks when the import is gone
    try:
        for each in items:
            sending.send(each)
        sending.send(_END)
    except BrokenPipeError:
        return
    except LedgerError as error:
        sending.send(_Failure(told=str(error)))
    except Exception:
        sending.send(_Failure(trace=traceback.format_exc()))


def received(receiving: "Connection[Any, Any]") -> Iterator[Any]:
    """What the other process sends, until it says that it is through."""
    while True:
        try:
            each = receiving.recv()
        except (EOFError, OSError) as error:  # OSError: it ended in the middle of one
            raise ReaderError("the reading process ended without a word") from error
        if each == _END:
            return
        if isinstance(each, _Failure):
            raise LedgerError(each.told) if each.told else ReaderError(f"there\n{each.trace}")
        yield each
