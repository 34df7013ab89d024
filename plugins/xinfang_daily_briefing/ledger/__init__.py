"""Ledgers (要情台账): a year's issues and items on paper become signed issues of their own numbers."""
