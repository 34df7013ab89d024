"""Measurements of the register: ratios within one run, never limits in seconds (docs: performance)."""
