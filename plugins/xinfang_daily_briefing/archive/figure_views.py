"""Pages of the figures (要情统计页面): a period in the address, tables beside charts, a workbook."""

from flask import Response, make_response, render_template
from wtforms import StringField

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.archive import figures as counted
from xinfang_daily_briefing.archive.figures import Span
from xinfang_daily_briefing.blueprint import blueprint
from xinfang_daily_briefing.permissions import FIGURES
from xinfang_site.plugin_api.data import Missing, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import SiteForm, actor, requires
from xinfang_site.plugin_api.people import Role
from xinfang_site.plugin_api.statistics import XLSX, Period, export, parse, pictures, waiting, year_of


class PeriodForm(SiteForm):
    """The period (统计期间): a year, a quarter, a month, or two days."""

    period = StringField("统计期间", description="如 2026、2026-Q1、2026-03、2026-03-01..2026-03-15")

    def chosen(self) -> Period:
        """The period of the address; this year where it names none."""
        return parse(self.period.data or "") or year_of(today().year)


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
    form = PeriodForm.from_query()
    period = form.chosen()
    misread = bool(form.period.data) and parse(form.period.data or "") is None
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
    period = PeriodForm.from_query().chosen()
    found = counted.tables(session(), _desk_id(), Span(period.first, period.last))
    answer = make_response(export(session(), actor(), found, f"要情统计 {period.title}"))
    answer.content_type = XLSX
    answer.headers["Content-Disposition"] = f"attachment; filename=briefing-{period.key}.xlsx"
    return answer
