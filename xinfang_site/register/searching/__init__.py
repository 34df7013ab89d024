"""Searching (检索): the full-text index or the texts themselves, whichever is cheaper; both find the same."""
