"""Legal study's answers to the core (学法模块的钩子); the only module that the core loads."""

from collections.abc import Sequence
from pathlib import Path

from xinfang_legal_study import tables  # noqa: F401 - migrations and the contract must know every table
from xinfang_legal_study.ledger import kinds, services
from xinfang_legal_study.permissions import MANAGE, PERMISSIONS
from xinfang_legal_study.settings import NAME, SettingsForm
from xinfang_site.plugin_api.hooks import Permission, PluginInfo, hookimpl
from xinfang_site.plugin_api.ledgers import LedgerImport
from xinfang_site.plugin_api.pages import SiteForm


@hookimpl
def xinfang_plugin_info() -> PluginInfo:
    """Who the module is."""
    return PluginInfo(
        name=NAME,
        title="学法",
        description="年度学习计划、学习场次和签到、学法考试、学习进度、以案释法。",
        office_kinds=("petition_office",),
    )


@hookimpl
def xinfang_migrations() -> Path:
    """Its migrations."""
    return Path(__file__).parent / "migrations"


@hookimpl
def xinfang_permissions() -> Sequence[Permission]:
    """Its permissions."""
    return PERMISSIONS


@hookimpl
def xinfang_settings_form() -> type[SiteForm]:
    """Its settings."""
    return SettingsForm


@hookimpl
def xinfang_ledgers() -> Sequence[LedgerImport]:
    """Sessions and plans from sheets."""
    return (
        LedgerImport(
            "study",
            kinds.STUDY.title,
            MANAGE,
            kinds.STUDY,
            kinds.vocabulary,
            services.take_sessions,
            services.take_back_sessions,
        ),
        LedgerImport(
            "study-plan",
            kinds.PLAN.title,
            MANAGE,
            kinds.PLAN,
            kinds.vocabulary,
            services.take_plan,
            services.take_back_plan,
        ),
    )
