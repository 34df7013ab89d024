"""What key dates answers to the core's hooks (重要日期的钩子): the only module that the core loads."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from xinfang_key_dates import forms, services
from xinfang_key_dates.models import KeyDate
from xinfang_key_dates.views import blueprint
from xinfang_site.plugin_api import hooks
from xinfang_site.plugin_api.data import session, settings_of, writing
from xinfang_site.plugin_api.hooks import Actor, Card, DueItem, Line, NavItem, OfficeRef, hookimpl
from xinfang_site.plugin_api.people import Role
from xinfang_site.plugin_api.statistics import Period, Row, Table, count

EDITORS = frozenset({Role.HANDLER, Role.SECTION_HEAD, Role.LEADER, Role.UNIT_HEAD})
READERS = EDITORS | {Role.CLERK, Role.UNIT_HANDLER, Role.DUTY_OFFICER}
ACTS = {"save": "保存重要日期", "remove": "删除重要日期"}
KINDS = ("petition_office", "department", "street")


@hookimpl
def xinfang_plugin_info() -> hooks.PluginInfo:
    """Who it is."""
    about = "登记两会、宪法宣传周等需要提前准备的日子，到期前提醒。"
    return hooks.PluginInfo("key_dates", "重要日期", about, (), KINDS, ACTS, {"event": "重要日期"})


@hookimpl
def xinfang_blueprints() -> Sequence[Blueprint]:
    """Its pages."""
    return [blueprint]


@hookimpl
def xinfang_migrations() -> Path:
    """Its table."""
    return Path(__file__).parent / "migrations"


@hookimpl
def xinfang_permissions() -> Sequence[hooks.Permission]:
    """Who may do what."""
    return [
        hooks.Permission("key_dates.read", "查看重要日期", READERS),
        hooks.Permission("key_dates.edit", "维护重要日期", EDITORS),
    ]


@hookimpl
def xinfang_settings_form() -> type[forms.SettingsForm]:
    """Its settings."""
    return forms.SettingsForm


@hookimpl
def xinfang_nav_items(actor: Actor, office: OfficeRef) -> Sequence[NavItem]:
    """Its entry, for those who may open it."""
    return [NavItem("重要日期", url_for("key_dates.index"), 80)] if actor.roles & READERS else []


@hookimpl
def xinfang_home_cards(actor: Actor, office: OfficeRef, day: date) -> Sequence[Card]:
    """What begins soon or is going on."""
    if not actor.roles & READERS:
        return []
    ahead = int(settings_of(session(), office.id, "key_dates").get("days_ahead", 14))
    events = services.between(session(), office.id, day, day + timedelta(days=ahead))
    lines = [Line(each.title, remark=f"{each.first_on} 至 {each.last_on}") for each in events]
    return [Card("重要日期", lines, f"{ahead} 天内没有重要日期。", url_for("key_dates.index"), 80)]


@hookimpl
def xinfang_due_items(office: OfficeRef, start: date, end: date) -> Sequence[DueItem]:
    """The first day of each event."""
    events = services.between(session(), office.id, start, end)
    url = url_for("key_dates.index")
    return [DueItem(each.first_on, each.title, url) for each in events if start <= each.first_on]


@hookimpl
def xinfang_statistics(office: OfficeRef, period: Period) -> Sequence[Table]:
    """How many events there were."""
    events = services.between(session(), office.id, period.first, period.last)
    url = url_for("key_dates.index", year=period.first.year)
    rows = (Row("本期重要日期", (count(len(events), url),)),)
    return [Table("events", "重要日期", "项目", ("个数",), rows, unit="个")]


@hookimpl
def xinfang_demo(session: Session, office: OfficeRef, day: date) -> Sequence[str]:
    """Two events of this year."""
    events = [
        KeyDate(office_id=office.id, title="宪法宣传周", first_on=date(day.year, 12, 1), last_on=date(day.year, 12, 7)),
        KeyDate(office_id=office.id, title="全国两会", first_on=date(day.year, 3, 3), last_on=date(day.year, 3, 13)),
    ]  # fmt: skip
    with writing(session):
        session.add_all(events)
    return [f"重要日期 {len(events)} 个"]
