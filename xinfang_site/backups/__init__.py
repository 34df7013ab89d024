"""Backups (备份): the whole site in one file, taken while people work, checked before it is trusted.

The keys are never in it: keep ``data.key`` apart from the backups, and a stolen backup gives away nobody's
name, phone or address (docs/security.md).
"""
