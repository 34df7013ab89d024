"""The demo matters told (演示办理): each act done on its day through the real services."""
