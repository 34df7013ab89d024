"""Rows into tables (入库): made ready beforehand, written in short transactions, visible in one."""
