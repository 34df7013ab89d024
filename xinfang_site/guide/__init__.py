"""The guide to the site for its users (使用说明)."""
