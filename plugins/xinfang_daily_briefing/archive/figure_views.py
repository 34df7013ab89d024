"""Pages of the figures (要情统计页面): a period in the address, tables beside charts, a workbook."""

from flask import Response, make_response, render_template

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.archive import figures as counted
from xinfang_daily_briefing.archive.figures import Span
from xinfang_daily_briefing.blueprint import blueprint
from xinfang_daily_briefing.permissions import FIGURES
from xinfang_site.plugin_api.data import Missing, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import actor, requires
from xinfang_site.plugin_api.people import Role
from xinfang_site.plugin_api.statistics import XLSX, TypedPeriodForm, export, pictures, waiting


def _desk_id() -> int:
    """The desk whose figures these are: for its own office, and for the leaders of the district."""
    desk = scope.desk_of(session(), actor(), today())
    if desk.id != actor().office_id and Role.LEADER not in actor().roles:
        raise Missing
    return desk.id


@blueprint.get("/figures")
@requires(FIGURES)
def figures() -> str:
    """Every table of a period."""
    form = TypedPeriodForm.from_query()
    period, misread = form.chosen(today()), form.misread
    form.period.data = period.key
    desk_id = _desk_id()
    shown = counted.tables(session(), desk_id, Span(period.first, period.last))
    drawn = pictures(actor().office_id or desk_id, shown)
    return render_template(
        "xinfang_daily_briefing/figures.html",
        form=form,
        period=period,
        misread=misread,
        shown=shown,
        pictures=drawn,
        waiting=waiting(list(drawn.values())),
    )


@blueprint.get("/figures.xlsx")
@requires(FIGURES)
def figures_sheet() -> Response:
    """The same tables as a workbook."""
    period = TypedPeriodForm.from_query().chosen(today())
    found = counted.tables(session(), _desk_id(), Span(period.first, period.last))
    answer = make_response(export(session(), actor(), found, f"要情统计 {period.title}"))
    answer.content_type = XLSX
    answer.headers["Content-Disposition"] = f"attachment; filename=briefing-{period.key}.xlsx"
    return answer
