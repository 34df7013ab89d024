"""A fictional year of receptions (演示数据): planned, held, and what waits today."""
