"""Every answer of the module to the core (钩子); the only module the core loads."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from flask import Blueprint
from sqlalchemy.orm import Session

from xinfang_joint_reception import answers, cards, erasing, pages
from xinfang_joint_reception import permissions as own
from xinfang_joint_reception.audit_words import ACTS, RECORDS
from xinfang_joint_reception.hall import petitions
from xinfang_joint_reception.ledger import kinds, taking
from xinfang_joint_reception.rota.models import FORMS, WORKS
from xinfang_joint_reception.settings import NAME, SettingsForm
from xinfang_site.plugin_api.data import session
from xinfang_site.plugin_api.hooks import (
    Actor,
    BriefingItem,
    Card,
    DueItem,
    LedgerImport,
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
from xinfang_site.plugin_api.pages import SiteForm


@hookimpl
def xinfang_plugin_info() -> PluginInfo:
    """Who the module is."""
    return PluginInfo(
        name=NAME,
        title="联合接访",
        description="领导公开接访、部门联合接访、律师坐班的排班、公示、现场叫号、接访记录和统计。",
        acts=ACTS,
        records=RECORDS,
        values={"works": WORKS, "form": FORMS},
        office_kinds=("petition_office", "government", "department", "street", "party_department"),
    )


@hookimpl
def xinfang_blueprints() -> Sequence[Blueprint]:
    """The module's pages."""
    return (pages.blueprint,)


@hookimpl
def xinfang_migrations() -> Path:
    """The folder of its migrations."""
    return Path(__file__).parent / "migrations"


@hookimpl
def xinfang_permissions() -> Sequence[Permission]:
    """Who may do what."""
    return own.permissions()


@hookimpl
def xinfang_settings_form() -> type[SiteForm]:
    """The rules of appointments."""
    return SettingsForm


@hookimpl
def xinfang_nav_items(actor: Actor, office: OfficeRef) -> Sequence[NavItem]:
    """One entry, for people who may see receptions."""
    return answers.nav_items()


@hookimpl
def xinfang_home_cards(actor: Actor, office: OfficeRef, day: date) -> Sequence[Card]:
    """Own sessions, changes, promises; for the planner what is missing."""
    return cards.home_cards(actor, day)


@hookimpl
def xinfang_start_page(actor: Actor, office: OfficeRef) -> str | None:
    """The reception desk begins in the hall."""
    return answers.start_page(actor)


@hookimpl
def xinfang_petition_panels(actor: Actor, matter: MatterRef) -> Sequence[Panel]:
    """Receptions at which the matter was heard, and what was promised."""
    return answers.petition_panels(actor, matter)


@hookimpl
def xinfang_petition_moved(office: OfficeRef, moved: Moved) -> None:
    """Appointments about a petition that is over: given back, or marked for the desk."""
    petitions.petition_moved(session(), office.id, moved)


@hookimpl
def xinfang_matter_erased(session: Session, petition_id: int) -> None:
    """Receptions, appointments and consultations about the matter keep their day and count alone."""
    erasing.erase(session, petition_id)


@hookimpl
def xinfang_due_items(office: OfficeRef, start: date, end: date) -> Sequence[DueItem]:
    """Promises, sessions without anyone, sessions nobody has closed."""
    return answers.due_items(office, start, end)


@hookimpl
def xinfang_briefing_items(office: OfficeRef, day: date) -> Sequence[BriefingItem]:
    """What the day's receptions came to; promises that fall due."""
    return answers.briefing_items(office, day)


@hookimpl
def xinfang_statistics(office: OfficeRef, period: Period, barred: frozenset[int]) -> Sequence[object]:
    """The tables of a period."""
    return answers.statistics(office, period, barred)


@hookimpl
def xinfang_daily(session: Session, office: OfficeRef, day: date) -> Sequence[str]:
    """Close swap requests that have expired."""
    return answers.daily(session, office)


@hookimpl
def xinfang_ledgers() -> Sequence[LedgerImport]:
    """A year's receptions and lawyers' duty from sheets."""
    return (
        LedgerImport(
            "receptions",
            kinds.RECEPTIONS.title,
            own.PLAN,
            kinds.RECEPTIONS,
            kinds.vocabulary,
            taking.take_receptions,
            taking.take_back,
        ),
        LedgerImport(
            "lawyer-duty",
            kinds.LAWYER_DUTY.title,
            own.PLAN,
            kinds.LAWYER_DUTY,
            kinds.vocabulary,
            taking.take_duty,
            taking.take_back,
        ),
    )


@hookimpl
def xinfang_demo(session: Session, office: OfficeRef, day: date) -> Sequence[str]:
    """A fictional year of receptions."""
    # its texts are many and the server never needs them
    from xinfang_joint_reception.demo import services as demo

    return demo.perform(session, office, day)
