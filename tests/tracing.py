"""Tracing for coverage only where it tells something: it makes Python nearly twice as slow.

Not traced are tests marked ``untraced`` with all their fixtures, as they go over and over what others reach too; the
making of what the tests of a worker share; and pytest's reading of the tests. What the rest reaches is what counts.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pkgutil import walk_packages

import pytest
from xdist import is_xdist_controller

from xinfang_site.plugin_finding import points


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
    """A marked test, from the first of its fixtures to the last."""
    if item.get_closest_marker("traced") or item.get_closest_marker("untraced") is None:
        return (yield)
    with _untraced(item.config):
        return (yield)
