"""Pages of the home (首页) and of the site's health."""

from datetime import timedelta

from flask import Blueprint, g, render_template
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from xinfang_site import plugin_migrations
from xinfang_site.access import public, requires, signed_in
from xinfang_site.backups import scheduled
from xinfang_site.ballast import ballast
from xinfang_site.calendars import recounting
from xinfang_site.calendars.queries import missing_years
from xinfang_site.clock import today
from xinfang_site.extensions import db
from xinfang_site.home import reminders, worklist
from xinfang_site.modules import asking

NEXT_YEAR_DAYS = 60
"""How long before a year begins its holiday table is asked for: some open limits reach into it by then."""

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@signed_in
def index() -> str:
    """What waits for me today."""
    work = None
    if current_user.may("petition.view"):
        work = worklist.work_list(db.session(), g.actor, today())
    missing = (
        missing_years(db.session(), today() + timedelta(days=NEXT_YEAR_DAYS))
        if current_user.may("calendar.manage")
        else ()
    )
    stale = len(recounting.preview(db.session())) if current_user.may("calendar.manage") else 0
    reminded = reminders.count(db.session(), g.actor, today()) if work is not None else 0
    backup = scheduled.due(db.session(), today()) if current_user.may("office.manage") else ""
    cards = asking.home_cards(db.session(), g.actor, today())
    return render_template(
        "home/index.html",
        work=work,
        missing_years=missing,
        backup=backup,
        disk_is_full=current_user.may("office.manage") and ballast().missing() > 0,
        cards=cards,
        stale_limits=stale,
        reminders=reminded,
    )


@blueprint.get("/reminders")
@requires("petition.view")
def reminder_list() -> str:
    """The signed-in person's list of the morning."""
    lines = reminders.of(db.session(), g.actor, today())
    return render_template("home/reminders.html", lines=lines, day=today())


@blueprint.get("/healthz")
@public
def health() -> tuple[str, int, dict[str, str]]:
    """``ok`` when the database answers and its migrations are current."""
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    try:
        db.session.execute(text("SELECT 1"))
        if plugin_migrations.core_is_current(db.engine):
            return "ok", 200, plain
    except SQLAlchemyError:
        db.session.rollback()
    return "unavailable", 503, plain
