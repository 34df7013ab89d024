"""Fictional briefings (演示数据): who reports, what is reported, issues of the last weeks."""
