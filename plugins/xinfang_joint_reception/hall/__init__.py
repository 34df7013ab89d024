"""The day in the hall (接待现场): appointments, numbers, the screen, signing in."""
