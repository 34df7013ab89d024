"""The questions that the core asks its plugins (插件钩子); docs/plugin-hooks.md is checked against this file.

Every hook returns values, never HTML. The questions under "asked once" are put to every installed plugin
when the site starts; those under "asked per office" only to plugins that the office has switched on.
No hook receives the application, so that no plugin is invited around the guard.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

from xinfang_site.plugin_values import (
    BriefingItem,
    Card,
    DueItem,
    JobKind,
    LedgerImport,
    MatterRef,
    Moved,
    NavItem,
    OfficeRef,
    Panel,
    Period,
    Permission,
    PluginInfo,
)

if TYPE_CHECKING:
    from flask import Blueprint
    from sqlalchemy.orm import Session

    from xinfang_site.actor import Actor
    from xinfang_site.forms import SiteForm
    from xinfang_site.reports.values import Table

NAMESPACE = "xinfang_site"
hookspec = pluggy.HookspecMarker(NAMESPACE)
hookimpl = pluggy.HookimplMarker(NAMESPACE)


# asked once


@hookspec(firstresult=True)
def xinfang_plugin_info() -> PluginInfo | None:
    """Who the plugin is: name, title, description, what it requires."""


@hookspec
def xinfang_blueprints() -> "Sequence[Blueprint]":
    """The plugin's pages. Each blueprint's name begins with the plugin's name."""
    return ()


@hookspec(firstresult=True)
def xinfang_migrations() -> Path | None:
    """The folder of its migrations: one Alembic branch, labelled with the plugin's name."""


@hookspec
def xinfang_permissions() -> Sequence[Permission]:
    """Permissions of its pages and the roles that hold them; names begin with ``plugin.``."""
    return ()


@hookspec(firstresult=True)
def xinfang_settings_form() -> "type[SiteForm] | None":
    """The form of its settings; the values are stored per office, versioned and audited."""


@hookspec
def xinfang_ledgers() -> Sequence[LedgerImport]:
    """Ledgers that ``xinfang import KIND`` and its import page take in."""
    return ()


@hookspec
def xinfang_matter_erased(session: "Session", petition_id: int) -> None:
    """The content of a matter is being deleted by law: delete what the module keeps of its people.

    Told to every installed plugin, switched on or not, inside the deleting transaction: a failure undoes all of it.
    """


@hookspec
def xinfang_jobs() -> Sequence[JobKind]:
    """Kinds of background work that its pages queue; names begin with ``plugin.``."""
    return ()


# asked per office


@hookspec
def xinfang_nav_items(actor: "Actor", office: OfficeRef) -> Sequence[NavItem]:
    """Entries of the main navigation for this person."""
    return ()


@hookspec
def xinfang_home_cards(actor: "Actor", office: OfficeRef, day: date) -> Sequence[Card]:
    """Cards on this person's home page."""
    return ()


@hookspec(firstresult=True)
def xinfang_start_page(actor: "Actor", office: OfficeRef) -> str | None:
    """Address of the page that this person should see first after signing in; None for the home page."""


@hookspec
def xinfang_petition_panels(actor: "Actor", matter: MatterRef) -> Sequence[Panel]:
    """Panels on the page of a matter that the person may see."""
    return ()


@hookspec
def xinfang_petition_moved(office: OfficeRef, moved: Moved) -> None:
    """A matter in the office's register took a step; told after the commit.

    A failure is shown to administrators and kept in the audit; it changes nothing.
    """


@hookspec
def xinfang_due_items(office: OfficeRef, start: date, end: date) -> Sequence[DueItem]:
    """Duties of the office from ``start`` to ``end``, both days included."""
    return ()


@hookspec
def xinfang_briefing_items(office: OfficeRef, day: date) -> Sequence[BriefingItem]:
    """What the office's briefing of ``day`` could tell: asked by the briefing module."""
    return ()


@hookspec
def xinfang_statistics(office: OfficeRef, period: Period, barred: frozenset[int]) -> "Sequence[Table]":
    """Tables of figures for ``period``; the core prints, draws and exports them and puts them into reports.

    ``barred`` are ids of the matters that report the reader: a figure that counts matters leaves them out.
    """
    return ()


@hookspec
def xinfang_daily(session: "Session", office: OfficeRef, day: date) -> Sequence[str]:
    """The morning's work for an office, safe to run twice and by two workers; a line for each thing done."""
    return ()


@hookspec
def xinfang_hourly(session: "Session", office: OfficeRef, at: datetime) -> Sequence[str]:
    """The hour's work for an office, safe to run twice and by two workers; a line for each thing done.

    Asked by the worker once in each hour, and by ``xinfang daily`` after the morning's work.
    """
    return ()


@hookspec
def xinfang_demo(session: "Session", office: OfficeRef, day: date) -> Sequence[str]:
    """Fictional records of this office for the demo district, around ``day``; a line for each kind made."""
    return ()
