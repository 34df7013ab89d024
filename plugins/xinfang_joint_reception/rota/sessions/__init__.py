"""Sessions (场次): the board by month and week, one session changed by hand, and what is missing."""
