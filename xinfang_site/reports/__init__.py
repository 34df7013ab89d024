"""Statistics (统计): figures with their bases, tables, charts and workbooks."""
