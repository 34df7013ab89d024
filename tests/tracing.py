"""Tracing for coverage, where it tells something: it makes Python nearly twice as slow.

Not traced are a test marked ``untraced`` with its fixtures, the making of what a worker's tests share, and pytest
reading the tests. What is covered without them is what is counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import walk_packages

import pytest

from xinfang_site.plugin_finding import points


@contextmanager
def untraced(config: pytest.Config) -> Iterator[None]:
    """No tracing inside, whether or not there was any."""
    plugin = config.pluginmanager.getplugin("_cov")
    controller = getattr(plugin, "cov_controller", None)
    if controller is None or not controller.started:
        yield
        return
    controller.pause()
    try:
        yield
    finally:
        controller.resume()


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Every module is imported under tracing once; then the tests are read, and their assertions rewritten, without."""
    for name in ("xinfang_site", *sorted({each.value.partition(".")[0] for each in points()})):
        package = import_module(name)
        for module in walk_packages(package.__path__, f"{name}."):
            ...
    with untraced(session.config):
        return (yield)
