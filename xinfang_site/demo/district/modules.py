"""Modules of the demo district (演示模块): each office has on what its kind's preset says."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from xinfang_site import plugin_failures
from xinfang_site.actor import system
from xinfang_site.modules import services
from xinfang_site.modules.overview import preset_of
from xinfang_site.offices.models import Office
from xinfang_site.plugin_registry import plugins


def switch_on(session: Session, offices: Mapping[str, Office]) -> None:
    """Switch on in each office the modules of its preset."""
    registry = plugins()
    presets = {office.id: preset_of(registry, office) for office in offices.values()}
    services.preset(session, system("xinfang demo"), registry, presets, "演示数据")


def without_examples() -> tuple[str, ...]:
    """Name the modules that could not write all their fictional records, and say why (缺少演示数据的模块)."""
    failures = [each for each in plugin_failures.recent() if each.hook == "xinfang_demo"]
    return tuple(dict.fromkeys(f"{each.plugin}（{each.message}）" for each in failures))
