"""Legal study's answers to the core (学法模块的钩子); the only module that the core loads."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from xinfang_legal_study import pages, statistics, tables, todo  # noqa: F401 - views and tables must be known
from xinfang_legal_study.audit_words import ACTS, FIELDS, RECORDS, VALUES
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.ledger import kinds, plans, services
from xinfang_legal_study.lessons.queries import drop_drafts
from xinfang_legal_study.permissions import APPROVE, MANAGE, PERMISSIONS, TAKE
from xinfang_legal_study.quizzes import closing
from xinfang_legal_study.records import below
from xinfang_legal_study.settings import NAME, SettingsForm
from xinfang_site.plugin_api.data import session
from xinfang_site.plugin_api.hooks import (
    Actor,
    Card,
    DueItem,
    JobKind,
    NavItem,
    OfficeRef,
    Permission,
    PluginInfo,
    hookimpl,
)
from xinfang_site.plugin_api.ledgers import LedgerImport
from xinfang_site.plugin_api.pages import may
from xinfang_site.plugin_api.statistics import Period, Table


@hookimpl
def xinfang_plugin_info() -> PluginInfo:
    """Who the module is."""
    return PluginInfo(
        name=NAME,
        title="学法",
        description="年度学习计划、学习场次和签到、学法考试、学习进度、以案释法。",
        acts=ACTS,
        records=RECORDS,
        fields=FIELDS,
        values=VALUES,
        office_kinds=("petition_office",),
    )


@hookimpl
def xinfang_blueprints() -> Sequence[Blueprint]:
    """Its pages."""
    return (blueprint,)


@hookimpl
def xinfang_migrations() -> Path:
    """Its migrations."""
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
def xinfang_matter_erased(session: Session, petition_id: int) -> None:
    """A teaching sheet that nobody has approved yet goes; an approved one tells of nobody."""
    drop_drafts(session, petition_id)


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
            plans.take_plan,
            plans.take_back_plan,
        ),
    )


@hookimpl
def xinfang_jobs() -> Sequence[JobKind]:
    """The workbook of the offices below."""
    return (below.KIND,)


@hookimpl
def xinfang_nav_items(actor: Actor, office: OfficeRef) -> Sequence[NavItem]:
    """Its entry in the main navigation."""
    return (NavItem("学法", url_for("legal_study.index"), order=60),) if may(TAKE) else ()


@hookimpl
def xinfang_home_cards(actor: Actor, office: OfficeRef, day: date) -> Sequence[Card]:
    """What waits for a person: decisions, signing in, quizzes, reflections, reading again."""
    if not may(TAKE):
        return ()
    lines = todo.to_approve(session(), actor) if may(APPROVE) else []
    lines += todo.todo(session(), actor)
    return (Card("学法", lines, "没有待办的学习事项", url_for("legal_study.index"), order=60),)


@hookimpl
def xinfang_due_items(office: OfficeRef, start: date, end: date) -> Sequence[DueItem]:
    """Sessions planned, and those past without a result."""
    return todo.due_items(session(), office.id, start, end)


@hookimpl
def xinfang_statistics(office: OfficeRef, period: Period) -> Sequence[Table]:
    """Sessions, attendance and quizzes."""
    return statistics.tables(session(), office, period)


@hookimpl
def xinfang_hourly(session: Session, office: OfficeRef, at: datetime) -> Sequence[str]:
    """Certificates of those whose time ran out on a paper that passes."""
    return closing.certify_expired(session, office, at)


@hookimpl
def xinfang_demo(session: Session, office: OfficeRef, day: date) -> Sequence[str]:
    """A fictional year."""
    # its texts are many and the server never needs them
    from xinfang_legal_study.demo import services as demo

    return demo.fill(session, office, day)
