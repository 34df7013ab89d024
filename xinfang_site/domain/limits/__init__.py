"""Limits (期限): rules, working calendar, clocks and how a due day is explained and foreseen."""
