"""Filters of a list (筛选): the address, the ids behind it, the conditions in words, and saved filters."""
