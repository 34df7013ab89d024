"""Pages (页面): forms, access, lists and the conflict page, as the core's own pages use them."""

from flask import g
from flask_login import current_user

from xinfang_site.access import public, requires, signed_in
from xinfang_site.actor import Actor
from xinfang_site.conflicts_page import Stored, VersionField, conflict_page
from xinfang_site.forms import Max, RowForm, SiteForm, TicksField, clean, form_page, given, options
from xinfang_site.listing import Chip, Pager, chips, here, page_number, pager, there
from xinfang_site.petitions.case.door_views import reason_first


def actor() -> Actor:
    """Who is signed in (操作人)."""
    found: Actor = g.actor
    return found


def may(permission: str) -> bool:
    """Whether the person signed in holds a permission (是否有权)."""
    return bool(current_user.may(permission))


__all__ = [
    "Chip",
    "Max",
    "Pager",
    "RowForm",
    "SiteForm",
    "Stored",
    "TicksField",
    "VersionField",
    "actor",
    "chips",
    "clean",
    "conflict_page",
    "form_page",
    "given",
    "here",
    "may",
    "options",
    "page_number",
    "pager",
    "public",
    "reason_first",
    "requires",
    "signed_in",
    "there",
]
