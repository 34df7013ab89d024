"""What the briefing answers to the core (要情插件): the only module of it that the core loads."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from flask import Blueprint, url_for

from xinfang_daily_briefing import cards, daily, permissions
from xinfang_daily_briefing.pages import blueprint
from xinfang_daily_briefing.settings import NAME, SettingsForm
from xinfang_site.plugin_api.hooks import (
    Actor,
    Card,
    DueItem,
    MatterRef,
    NavItem,
    OfficeRef,
    Panel,
    Permission,
    PluginInfo,
    hookimpl,
)
from xinfang_site.plugin_api.pages import SiteForm
