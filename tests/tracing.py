"""Tracing for coverage only where it tells something: it makes Python nearly twice as slow.

Not traced are tests marked ``untraced`` with all their fixtures, as they go over and over what others reach too; the
making of what the tests of a worker share; every fixture and whatever is ``quietly`` done on the way to where a test
begins; and pytest's reading of the tests. Nor is SQLAlchemy at work: nothing of ours is in there but a few of its
listeners and types, for which `tests/core` leaves it traced. What the rest reaches is what counts.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import jinja2
import pytest
from sqlalchemy.engine.result import Result, ScalarResult
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import QueryableAttribute
from xdist import is_xdist_controller

from tests.quiet import quietly
from xinfang_site.plugin_finding import points

_LIBRARIES: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Session, ("execute", "scalars", "scalar", "get", "get_one", "flush", "commit", "rollback")),
    (Result, ("all", "first", "one", "one_or_none", "scalar", "scalars")),
    (ScalarResult, ("all", "first", "one", "one_or_none")),
    (QueryableAttribute, ("operate",)),
    (jinja2.Environment, ("compile",)),
)


@contextmanager
def _untraced(config: pytest.Config) -> Iterator[None]:
    """Nothing inside is traced, if anything is at all."""
    controller = getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if controller is None or not controller.started:
        yield
        return
    controller.pause()
    try:
        yield
    finally:
        controller.resume()


@pytest.fixture(scope="session")
def untraced(pytestconfig: pytest.Config) -> Callable[[], AbstractContextManager[None]]:
    """For making what is shared: ``with untraced(): ...``."""
    return lambda: _untraced(pytestconfig)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[object]:
    """Whoever reads the tests imports the site under tracing first; rewriting their assertions needs none."""
    if not is_xdist_controller(session) and session.config.pluginmanager.hasplugin("_cov"):
        _import_all()
    with _untraced(session.config):
        return (yield)


def _import_all() -> None:
    for package in ("xinfang_site", *{each.value.partition(".")[0] for each in points()}):
        for each in walk_packages(import_module(package).__path__, f"{package}."):
            if not each.name.endswith("__main__") and "migrations" not in each.name.split("."):
                import_module(each.name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """A marked test, from the first of its fixtures to the last; the others without the libraries' work."""
    if item.get_closest_marker("traced"):
        return (yield)
    if item.get_closest_marker("untraced"):
        with _untraced(item.config):
            return (yield)
    if "core" in item.path.parts or not hasattr(sys.gettrace(), "stop"):
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        for library, methods in _LIBRARIES:
            for each in methods:
                patch.setattr(library, each, quietly(library.__dict__[each]))
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup() -> Iterator[object]:
    """What stands before a test begins."""
    tracer: Any = sys.gettrace()
    if not hasattr(tracer, "stop"):
        return (yield)
    tracer.stop()
    try:
        return (yield)
    finally:
        tracer.start()
