"""Pages of key dates (重要日期页面)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from xinfang_key_dates import services
from xinfang_key_dates.forms import KeyDateForm
from xinfang_key_dates.models import KeyDate
from xinfang_site.plugin_api.data import Refused, StaleEditError, owned_one, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import Stored, actor, conflict_page, form_page, requires
from xinfang_site.plugin_api.statistics import year_of

FIELDS = ("title", "first_on", "last_on", "note")
blueprint = Blueprint(
    "key_dates", __name__, url_prefix="/key-dates", template_folder="templates", static_folder="static"
)


@blueprint.get("/", defaults={"year": None})
@blueprint.get("/<int(min=1950, max=2200):year>")
@requires("key_dates.read")
def index(year: int | None) -> str:
    """The events of a year."""
    period = year_of(year or today().year)
    events = services.between(session(), actor().office_id, period.first, period.last)
    return render_template("xinfang_key_dates/index.html", events=events, period=period, day=today())


@blueprint.route("/new", methods=["GET", "POST"], defaults={"event_id": None})
@blueprint.route("/events/<int:event_id>", methods=["GET", "POST"])
@requires("key_dates.edit")
def edit(event_id: int | None) -> ResponseReturnValue:
    """Add or change an event."""
    event = None if event_id is None else owned_one(session(), KeyDate, actor().office_id, event_id)
    form = KeyDateForm(obj=event)
    if form.submitted():
        try:
            services.save(session(), actor(), form.draft(), event_id, form.version.data or 0)
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            now = owned_one(session(), KeyDate, actor().office_id, event_id or 0)
            stored = Stored(now.version, {name: getattr(now, name) for name in FIELDS})
            return conflict_page(form, stored, url_for("key_dates.index"))
        else:
            flash("重要日期已保存。", "success")
            return redirect(url_for("key_dates.index"))
    return form_page("xinfang_key_dates/edit.html", form, event=event)


@blueprint.post("/events/<int:event_id>/remove")
@requires("key_dates.edit")
def remove(event_id: int) -> ResponseReturnValue:
    """Take an event out."""
    services.remove(session(), actor(), event_id)
    flash("重要日期已删除。", "success")
    return redirect(url_for("key_dates.index"))
