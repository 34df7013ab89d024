"""Pages of readers (阅览页面): the page of the morning, a version, its receipts, on screen, paper and as a document."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.blueprint import blueprint
from xinfang_daily_briefing.issues.models import Edition
from xinfang_daily_briefing.permissions import EDIT, INSTRUCT, READ, REVIEW, SIGN
from xinfang_daily_briefing.readers import services
from xinfang_site.plugin_api.data import Missing, session
from xinfang_site.plugin_api.dates import china, now, today
from xinfang_site.plugin_api.pages import actor, may, requires

UNREAD_DAYS = 14


@blueprint.get("/today")
@requires(READ)
def today_page() -> ResponseReturnValue:
    """The leader's page: readable in a minute, unread first, what changed, one key to the next item."""
    desk = scope.desk_of(session(), actor(), today())
    place = services.newest(session(), desk.id)
    urgent = services.urgent_for(session(), actor())
    if place is None:
        return render_template("xinfang_daily_briefing/today.html", shown=None, urgent=urgent, desk=desk)
    edition = session().get_one(Edition, place.edition_id)
    return _reading(edition, "xinfang_daily_briefing/today.html", urgent=urgent, desk=desk, day=today())


@blueprint.get("/editions/<int:edition_id>")
@requires(READ)
def edition(edition_id: int) -> ResponseReturnValue:
    """A version, in the same quiet layout."""
    found = services.edition_for(session(), actor(), edition_id)
    return _reading(found, "xinfang_daily_briefing/edition.html")
