"""Where the tables of a sheet lie (表的位置): one, several below one another, two side by side."""
