"""The working calendar (工作日历): holidays and makeup working days, the office's own table."""
