"""Oversight (督查): the deadline board, supervision and advice, urgent matters, what-if of limits."""
