"""How seldom a long job looks for garbage, and that it leaves the process as it found it."""

import gc
from collections.abc import Iterator

import pytest

from xinfang_site.imports.running.collecting import seldom_collected


@pytest.fixture(autouse=True)
def _set_aside_again() -> Iterator[None]:
    """The run has set its own tests aside for good; it stays so."""
    yield
    gc.freeze()


def test_a_job_looks_seldom_and_puts_everything_back() -> None:
    gc.unfreeze()
    before = gc.get_threshold()
    with seldom_collected():
        assert gc.get_threshold()[0] > before[0]
        assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_what_the_server_set_aside_stays_set_aside() -> None:
    gc.freeze()
    with seldom_collected():
        pass
    assert gc.get_freeze_count() > 0


def test_a_job_that_fails_puts_everything_back_too() -> None:
    gc.unfreeze()
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), seldom_collected():
        1 / 0  # noqa: B018 - fails
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
