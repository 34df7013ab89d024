"""Fixtures of the briefing's tests: the module switched on, a fixed Wednesday morning."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.plugins.daily_briefing import desk

MORNING = desk.china(2026, 11, 25, 9, 30)


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """A working Wednesday at half past nine; tests move it on."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(now: time_machine.Traveller, app: Flask) -> Flask:
    """The site with the briefing on in the first district."""
    desk.furnish()
    return app


@pytest.fixture
def any_site(now: time_machine.Traveller, any_app: Flask) -> Flask:
    """The same on SQLite, then on PostgreSQL."""
    desk.furnish()
    return any_app
