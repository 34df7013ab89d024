"""Pages of the home (首页) and of the site's health."""

from flask import Blueprint, render_template
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from xinfang_site import migrating
from xinfang_site.access import public, signed_in
from xinfang_site.extensions import db

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@signed_in
def index() -> str:
    """What waits for me today."""
    return render_template("home/index.html")


@blueprint.get("/healthz")
@public
def health() -> tuple[str, int, dict[str, str]]:
    """``ok`` when the database answers and its migrations are current."""
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    try:
        db.session.execute(text("SELECT 1"))
        if migrating.is_current(db.engine):
            return "ok", 200, plain
    except SQLAlchemyError:
        db.session.rollback()
    return "unavailable", 503, plain
