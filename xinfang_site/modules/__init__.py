"""Modules per office (模块开关): which plugins an office has switched on, since when, by whom and why."""
