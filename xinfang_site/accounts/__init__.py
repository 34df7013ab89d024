"""Accounts (账号): people, roles, sign-in and sessions."""
