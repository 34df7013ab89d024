"""Bulk actions (批量办理): one thing done to many matters, each by itself, with a result for each."""
