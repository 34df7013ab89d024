"""Instructions (批示): tasks that come back in later issues until they are closed."""
