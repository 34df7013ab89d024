"""The page of the guide (使用说明): the jobs of the reader's post first, then what everybody may look up."""

from flask import Blueprint, g, render_template

from xinfang_site.access import signed_in
from xinfang_site.extensions import db, settings
from xinfang_site.guide import administrators, jobs, states

blueprint = Blueprint("guide", __name__)


@blueprint.get("/help")
@signed_in
def index() -> str:
    """How the site is used, on one page that can be printed."""
    mine, others = jobs.split(g.actor.roles)
    return render_template(
        "guide/index.html",
        mine=mine,
        others=others,
        states=states.lines(),
        administrators=administrators.helpers(db.session()),
        idle=settings().session_idle_minutes,
    )
