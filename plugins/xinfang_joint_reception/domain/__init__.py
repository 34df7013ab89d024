"""The rules of reception (接访规则): pure, days in and values out; nothing here knows a page or a table."""
