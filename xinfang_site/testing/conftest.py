"""The contract's fixtures (插件契约测试), when run by ``pytest --pyargs xinfang_site.testing``."""

from xinfang_site.testing.fixtures import patience, site, xinfang_instance, xinfang_workshop

__all__ = ["patience", "site", "xinfang_instance", "xinfang_workshop"]
