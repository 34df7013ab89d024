"""Figures (统计): sessions, batches and persons, weeks promised and held."""
