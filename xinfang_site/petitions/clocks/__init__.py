"""Limits of a matter (期限): kept as rows, started and stopped, told day by day.

``domain.clocks`` works the days out; ``rows`` turns a stored clock into what it takes and back, ``limits`` writes,
``reading`` and its page only tell. Which step touches which limit: ``effects.limits``.
"""
