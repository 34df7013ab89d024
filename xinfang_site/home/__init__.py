"""The home page (首页): what waits for me today."""
