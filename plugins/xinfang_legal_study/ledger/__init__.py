"""Ledgers taken in (台账导入): sessions and plans."""
