"""The contract's fixtures, when run by ``pytest --pyargs xinfang_site.testing``."""

from xinfang_site.testing.fixtures import site, xinfang_instance

__all__ = ["site", "xinfang_instance"]
