"""Tests that any plugin must pass (插件契约测试): ``pytest --pyargs xinfang_site.testing``; and fixtures for its own.

A plugin's own tests begin with ``pytest_plugins = ["xinfang_site.testing.fixtures"]`` in their conftest.py.
"""
