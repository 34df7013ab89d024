"""Matters in the audit are known by their numbers."""
