"""The procedure (办理程序): states, steps and the one table of which step leads where."""
