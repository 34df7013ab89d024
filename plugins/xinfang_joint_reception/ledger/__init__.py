"""Ledgers in (台账导入): a year's receptions, lawyers' duty."""
