"""Hooks (钩子): the marker for a plugin's answers, and the values they are made of."""

from xinfang_site.actor import Actor
from xinfang_site.hookspecs import hookimpl
from xinfang_site.plugin_values import (
    BriefingItem,
    Card,
    DueItem,
    JobKind,
    JobResult,
    JobWork,
    LedgerImport,
    Line,
    MatterRef,
    Moved,
    NavItem,
    OfficeRef,
    Panel,
    Period,
    Permission,
    PersonRef,
    PluginInfo,
)

__all__ = [
    "Actor",
    "BriefingItem",
    "Card",
    "DueItem",
    "JobKind",
    "JobResult",
    "JobWork",
    "LedgerImport",
    "Line",
    "MatterRef",
    "Moved",
    "NavItem",
    "OfficeRef",
    "Panel",
    "Period",
    "Permission",
    "PersonRef",
    "PluginInfo",
    "hookimpl",
]
