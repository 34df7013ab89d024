"""All pages of the briefing on its blueprint (要情页面), and the page that they start from."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from xinfang_daily_briefing import cards, scope
from xinfang_daily_briefing.archive import figure_views
from xinfang_daily_briefing.archive import views as archive_views
from xinfang_daily_briefing.blueprint import blueprint
from xinfang_daily_briefing.issues import queries as issue_queries
from xinfang_daily_briefing.issues import views as issue_views
from xinfang_daily_briefing.items import verify_views
from xinfang_daily_briefing.items import views as item_views
from xinfang_daily_briefing.permissions import READ, REPORT
from xinfang_daily_briefing.readers import views as reader_views
from xinfang_daily_briefing.tasks import views as task_views
from xinfang_site.plugin_api.data import session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import actor, may, requires
from xinfang_site.plugin_api.people import Role

VIEWS = (archive_views, figure_views, issue_views, item_views, reader_views, task_views, verify_views)


@blueprint.get("/")
@requires(REPORT, READ)
def home() -> ResponseReturnValue:
    """Where this person's work in the briefing begins: leaders read, the others see what waits."""
    person = actor()
    if person.roles <= {Role.LEADER}:
        return redirect(url_for("daily_briefing.today_page"))
    desk = scope.desk_of(session(), person, today())
    return render_template(
        "xinfang_daily_briefing/home.html",
        card=next(iter(cards.cards(session(), person, today())), None),
        desk=desk,
        staff=scope.is_desk(person, desk.id),
        issue=issue_queries.of_day(session(), desk.id, today()),
        may_report=may(REPORT),
    )


__all__ = ["VIEWS", "blueprint"]
