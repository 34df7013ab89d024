"""Asking the other modules (询问其他模块): what an office's modules have due, and what its briefing could tell."""

from xinfang_site.modules.asking import briefing_items, due_items

__all__ = ["briefing_items", "due_items"]
