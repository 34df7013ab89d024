"""Exporting a list (导出): at once or as a job, names masked unless a reason is given."""
