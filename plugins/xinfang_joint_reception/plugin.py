"""Every answer of the module to the core (钩子); the only module the core loads."""

from collections.abc import Sequence
from pathlib import Path

from flask import Blueprint

from xinfang_joint_reception import permissions as own
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.hall import models as hall_models
from xinfang_joint_reception.outcome import models as outcome_models
from xinfang_joint_reception.rota import models as rota_models
from xinfang_joint_reception.rota import session_models
from xinfang_site.plugin_api.hooks import Permission, PluginInfo, hookimpl

TABLES = (rota_models, session_models, hall_models, outcome_models)
"""Modules with tables, imported so that migrations and checks know them all."""


@hookimpl
def xinfang_plugin_info() -> PluginInfo:
    """Who the module is."""
    return PluginInfo(
        name="joint_reception",
        title="联合接访",
        description="领导公开接访、部门联合接访、律师坐班的排班、公示、现场叫号、接访记录和统计。",
        office_kinds=("petition_office", "government", "department", "street", "party_department"),
    )


@hookimpl
def xinfang_blueprints() -> Sequence[Blueprint]:
    """The module's pages."""
    return (blueprint,)


@hookimpl
def xinfang_migrations() -> Path:
    """The folder of its migrations."""
    return Path(__file__).parent / "migrations"


@hookimpl
def xinfang_permissions() -> Sequence[Permission]:
    """Who may do what."""
    return own.permissions()
