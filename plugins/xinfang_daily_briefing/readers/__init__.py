"""Readers (阅览): the quiet page of the morning, receipts, papers."""
