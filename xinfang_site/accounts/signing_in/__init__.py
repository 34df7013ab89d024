"""Signing in and out (登录、退出), the password and who is visiting."""
