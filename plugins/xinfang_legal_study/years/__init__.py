"""The study year and its plan (学习年度和计划)."""
