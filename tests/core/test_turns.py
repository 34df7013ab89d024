"""Turns of writers: one at a time, in order, never longer than the set time."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from xinfang_site import file_locks, turns

pytestmark = pytest.mark.skipif(
    not file_locks.AVAILABLE, reason="Windows has no such lock; SQLite's own has to do"
)
HOLDER = """
import sys, time
from pathlib import Path
from xinfang_site.turns import turn
with turn(Path(sys.argv[1]), 10):
    print("in", flush=True)
    sys.stdin.readline()
"""


def elsewhere(database: Path) -> "subprocess.Popen[str]":
    """Another process that has the turn until it is told or killed."""
    program = [sys.executable, "-c", HOLDER, str(database)]
    holder = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "in\n"
    return holder


def test_only_one_has_the_turn(tmp_path: Path) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(40):
            with turns.turn(tmp_path / "db", 30):
                inside += 1
                most = max(most, inside)
                time.sleep(0)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (inside, most) == (0, 1)


def test_who_has_the_turn_cannot_take_it_again_past_who_waits(tmp_path: Path) -> None:
    """However quickly the first asks again, the one who stands in the turnstile comes first."""
    database, order, ready = tmp_path / "db", [], threading.Event()

    def wait() -> None:
        ready.set()
        with turns.turn(database, 30):
            order.append("waiter")

    with turns.turn(database, 30):
        waiter = threading.Thread(target=wait)
        waiter.start()
        ready.wait(10)
        while not standing(database):
            time.sleep(0.001)
    for _ in range(5):
        with turns.turn(database, 30):
            order.append("again")
    waiter.join()
    assert order == ["waiter", *["again"] * 5]


def standing(database: Path) -> bool:
    """Whether somebody stands in the turnstile."""
    import fcntl

    file = os.open(f"{database}.turnstile", os.O_RDWR)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def test_a_turn_that_does_not_come_is_given_up_and_harms_nobody(tmp_path: Path) -> None:
    holder = elsewhere(tmp_path / "db")
    for _ in range(3):
        with pytest.raises(turns.TooLong), turns.turn(tmp_path / "db", 0.05):
            pass
    holder.communicate("go\n", timeout=60)
    with turns.turn(tmp_path / "db", 10):
        pass


def test_who_does_not_wait_leaves_nobody_behind_who_does(tmp_path: Path) -> None:
    with turns.turn(tmp_path / "db", 10):
        waiting = set(threading.enumerate())
        with pytest.raises(turns.TooLong), turns.turn(tmp_path / "db", 0):
            pass
        assert set(threading.enumerate()) <= waiting
    with turns.turn(tmp_path / "db", 0):
        pass


def test_a_process_that_is_killed_gives_its_turn_back(tmp_path: Path) -> None:
    holder = elsewhere(tmp_path / "db")
    with pytest.raises(turns.TooLong), turns.turn(tmp_path / "db", 0):
        pass
    holder.kill()
    holder.communicate(timeout=60)
    with turns.turn(tmp_path / "db", 10):
        pass


def test_an_error_inside_gives_the_turn_back(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), turns.turn(tmp_path / "db", 10):
        raise ZeroDivisionError
    with turns.turn(tmp_path / "db", 0.1):
        pass


def test_the_side_files_belong_to_the_owner_alone(tmp_path: Path) -> None:
    with turns.turn(tmp_path / "db", 10):
        pass
    assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {0o600}
