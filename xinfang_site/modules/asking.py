"""Asking an office's modules (询问模块): the hooks of pages, with the values that plugins may have."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from flask import g
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.modules.models import OfficeModule
from xinfang_site.modules.queries import on_in
from xinfang_site.offices.models import Office
from xinfang_site.plugin_registry import plugins
from xinfang_site.plugin_values import BriefingItem, Card, DueItem, MatterRef, NavItem, OfficeRef, Panel
from xinfang_site.reports.periods import Period
from xinfang_site.reports.values import Table

T = TypeVar("T")
DEMONSTRATING = "xinfang_demonstrating"
"""A session that writes the demo district's records is marked by it."""


def office_ref(session: Session, office_id: int) -> OfficeRef:
    """An office as plugins know it; read once a request, the visitor's own office not at all (sign-in has read it)."""
    kept: dict[int, OfficeRef] = g.setdefault("office_refs", {})
    if office_id not in kept:
        columns = (Office.id, Office.code, Office.name, Office.short_name, Office.kind, Office.path)
        row = session.execute(select(*columns).where(Office.id == office_id)).one()
        kept[office_id] = OfficeRef(*row)
    return kept[office_id]


def nav_items(session: Session, actor: Actor) -> list[NavItem]:
    """Entries of the navigation."""
    found = _asked("xinfang_nav_items", NavItem, session, actor)
    return sorted(found, key=lambda each: each.order)


def home_cards(session: Session, actor: Actor, day: date) -> list[Card]:
    """Cards of the home page."""
    found = _asked("xinfang_home_cards", Card, session, actor, day=day)
    return sorted(found, key=lambda each: each.order)


def petition_panels(actor: Actor, matter: MatterRef) -> list[Panel]:
    """Panels of the case page."""
    modules = _modules()
    if not modules:
        return []
    answers = plugins().ask("xinfang_petition_panels", modules, actor=actor, matter=matter)
    return _flat(answers, Panel, "xinfang_petition_panels")


def due_items(session: Session, office_id: int, start: date, end: date) -> list[DueItem]:
    """Duties of an office in a span of days, in order of the day."""
    office = office_ref(session, office_id)
    answers = plugins().ask(
        "xinfang_due_items", on_in(session, office_id), office=office, start=start, end=end
    )
    return sorted(_flat(answers, DueItem, "xinfang_due_items"), key=lambda each: each.day)


def briefing_items(session: Session, office_id: int, day: date) -> list[tuple[str, BriefingItem]]:
    """Items that an office's modules offer for its briefing, each with the module's name."""
    office = office_ref(session, office_id)
    answers = plugins().ask("xinfang_briefing_items", on_in(session, office_id), office=office, day=day)
    return [
        (name, item)
        for name, answer in answers
        for item in _flat([(name, answer)], BriefingItem, "xinfang_briefing_items")
    ]


def statistics(
    session: Session, office_id: int, period: Period, barred: frozenset[int] = frozenset()
) -> list[tuple[str, Table]]:
    """The tables of the core and of the office's modules, each with the name of who answered."""
    office = office_ref(session, office_id)
    asked = {"office": office, "period": period, "barred": barred}
    answers = plugins().ask("xinfang_statistics", on_in(session, office_id), **asked)
    return [
        (name, table)
        for name, answer in answers
        for table in _flat([(name, answer)], Table, "xinfang_statistics")
    ]


def mornings(session: Session, day: date) -> list[str]:
    """The morning's work of every module in every office that has it on; a line for each thing done."""
    return _in_every_office(session, "xinfang_daily", day=day)


def hours(session: Session, at: datetime) -> list[str]:
    """The hour's work of every module in every office that has it on; a line for each thing done."""
    return _in_every_office(session, "xinfang_hourly", at=at)


def demonstrations(session: Session, day: date) -> list[str]:
    """Fictional records of every module in every office that has it on; meanwhile, modules may act as the people there."""
    session.info[DEMONSTRATING] = True
    try:
        return _in_every_office(session, "xinfang_demo", day=day)
    finally:
        del session.info[DEMONSTRATING]


def _in_every_office(session: Session, hook: str, **when: date) -> list[str]:
    lines = []
    for office_id in session.scalars(
        select(OfficeModule.office_id).distinct().order_by(OfficeModule.office_id)
    ).all():
        office = office_ref(session, office_id)
        answers = plugins().ask(hook, on_in(session, office_id), session=session, office=office, **when)
        lines += [f"{office.short_name}：{line}" for line in _flat(answers, str, hook)]
    return lines


def start_page(session: Session, actor: Actor, modules: frozenset[str]) -> str | None:
    """The first page after signing in, if a module names one for this person; the first answer counts."""
    if not modules or actor.office_id is None:
        return None
    office = office_ref(session, actor.office_id)
    answers = plugins().ask("xinfang_start_page", modules, actor=actor, office=office)
    return next((str(answer) for _, answer in answers if str(answer).startswith("/")), None)


def _asked(hook: str, kind: type[T], session: Session, actor: Actor, **values: Any) -> list[T]:
    modules = _modules()
    if not modules or actor.office_id is None:
        return []
    office = office_ref(session, actor.office_id)
    return _flat(plugins().ask(hook, modules, actor=actor, office=office, **values), kind, hook)


def _modules() -> frozenset[str]:
    modules: frozenset[str] = current_user.modules
    return modules


def _flat(answers: Iterable[tuple[str, Any]], kind: type[T], hook: str) -> list[T]:
    """The answers in one list; values of a wrong type are left out and logged like a failing hook."""
    found: list[T] = []
    for name, answer in answers:
        try:
            values = list(answer)
        except TypeError as error:
            plugins().note(name, hook, error)
            continue
        wrong = [each for each in values if not isinstance(each, kind)]
        if wrong:
            plugins().note(name, hook, TypeError(f"{type(wrong[0]).__name__} is not {kind.__name__}"))
        found.extend(each for each in values if isinstance(each, kind))
    return found
