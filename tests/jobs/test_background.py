"""The background process and its keeper: a killed one is followed by another, and none outlives its keeper."""

import os
import signal
import subprocess
import sys

import pytest

KEEPER = """
import os, time
from xinfang_site.serving import background
background.LOOK_SECONDS = background.PAUSE_SECONDS = 0.02
def work(keeper):
    print(os.getpid(), flush=True)
    while os.getppid() == keeper:
        time.sleep(0.02)
background.keep(os.getppid(), work)
"""


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_worker_is_followed_by_another_and_none_outlives_its_keeper(end: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", KEEPER], stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout is not None
        first = int(keeper.stdout.readline())
        os.kill(first, signal.SIGKILL)
        second = int(keeper.stdout.readline())
        assert second != first
        keeper.send_signal(end)
        assert keeper.stdout.read() == ""  # the end of the pipe: nobody is left to write into it
