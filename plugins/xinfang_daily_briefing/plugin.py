"""What the briefing answers to the core (要情插件): the only module of it that the core loads."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from xinfang_daily_briefing import cards, daily
from xinfang_daily_briefing.archive import figures, jobs
from xinfang_daily_briefing.audit_words import ACTS, RECORDS
from xinfang_daily_briefing.items import news
from xinfang_daily_briefing.ledger.offer import LEDGER
from xinfang_daily_briefing.pages import blueprint
from xinfang_daily_briefing.permissions import PERMISSIONS, READ, REPORT
from xinfang_daily_briefing.settings import NAME, SettingsForm
from xinfang_site.plugin_api.data import session
from xinfang_site.plugin_api.dates import china
from xinfang_site.plugin_api.hooks import (
    Actor,
    Card,
    JobKind,
    MatterRef,
    Moved,
    NavItem,
    OfficeRef,
    Panel,
    Period,
    Permission,
    PluginInfo,
    hookimpl,
)
from xinfang_site.plugin_api.ledgers import LedgerImport
from xinfang_site.plugin_api.people import Role
from xinfang_site.plugin_api.statistics import Table


@hookimpl
def xinfang_plugin_info() -> PluginInfo:
    """Who the briefing is."""
    return PluginInfo(
        NAME,
        "每日要情",
        "各单位随时报送信息，信访部门每个工作日编印一期，编辑、审核、签发分开；领导每天早上阅览、批示。",
        acts=ACTS,
        records=RECORDS,
        office_kinds=("petition_office", "government", "department", "street"),
    )


@hookimpl
def xinfang_blueprints() -> Sequence[Blueprint]:
    """Its pages."""
    return (blueprint,)


@hookimpl
def xinfang_migrations() -> Path:
    """Its tables."""
    return Path(__file__).parent / "migrations"


@hookimpl
def xinfang_permissions() -> Sequence[Permission]:
    """Its permissions."""
    return PERMISSIONS


@hookimpl
def xinfang_settings_form() -> type[SettingsForm]:
    """Its settings."""
    return SettingsForm


@hookimpl
def xinfang_ledgers() -> Sequence[LedgerImport]:
    """A year's issues and items from a workbook."""
    return (LEDGER,)


@hookimpl
def xinfang_jobs() -> Sequence[JobKind]:
    """The long list of the archive."""
    return (jobs.KIND,)


@hookimpl
def xinfang_nav_items(actor: Actor, office: OfficeRef) -> Sequence[NavItem]:
    """One entry: for leaders and readers the page of the day, for others their work."""
    if cards.holds(actor, READ) or cards.holds(actor, REPORT):
        return [NavItem("每日要情", url_for("daily_briefing.home"), order=20)]
    return ()


@hookimpl
def xinfang_home_cards(actor: Actor, office: OfficeRef, day: date) -> Sequence[Card]:
    """What waits in the briefing."""
    return cards.cards(session(), actor, day)


@hookimpl
def xinfang_start_page(actor: Actor, office: OfficeRef) -> str | None:
    """Leaders begin their day with the briefing."""
    return url_for("daily_briefing.today_page") if Role.LEADER in actor.roles else None


@hookimpl
def xinfang_petition_panels(actor: Actor, matter: MatterRef) -> Sequence[Panel]:
    """Items that name the petition."""
    return cards.panels(session(), actor, matter)


@hookimpl
def xinfang_petition_moved(office: OfficeRef, moved: Moved) -> None:
    """A step of a petition that items tell of: a candidate for the next report."""
    news.note(session(), office, moved)


@hookimpl
def xinfang_statistics(office: OfficeRef, period: Period) -> Sequence[Table]:
    """Its tables, for the office that issues."""
    if office.kind != daily.DESK_KIND:
        return ()
    return figures.tables(session(), office.id, figures.Span(period.first, period.last))


@hookimpl
def xinfang_daily(session: Session, office: OfficeRef, day: date) -> Sequence[str]:
    """Missing issues, warnings that wait."""
    return daily.morning(session, office, day)


@hookimpl
def xinfang_hourly(session: Session, office: OfficeRef, at: datetime) -> Sequence[str]:
    """The draft of the day, once its hour has come."""
    return daily.draft(session, office, china(at).date(), at)


@hookimpl
def xinfang_demo(session: Session, office: OfficeRef, day: date) -> Sequence[str]:
    """A month of issues in a fictional district."""
    # its texts are many and the server never needs them
    from xinfang_daily_briefing.demo import services as demo

    return demo.fill(session, office, day)
