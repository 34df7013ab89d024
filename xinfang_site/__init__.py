"""信访事项管理系统: petition handling for a district petition office."""

__version__ = "0.1.0"
