"""Pages of the offices below (下级单位学习进度页面)."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import known_year, page, year_asked
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.permissions import OVERVIEW
from xinfang_legal_study.records import below
from xinfang_legal_study.years.queries import known_years
from xinfang_site.plugin_api.data import session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.jobs import start
from xinfang_site.plugin_api.pages import actor, requires


@blueprint.get("/progress/below")
@requires(OVERVIEW)
def progress_below() -> ResponseReturnValue:
    """The year of every office below that has the module on, those behind first."""
    year, office_id = year_asked(request.args.get("year")), actor().office_id or 0
    rows = sorted(
        below.progress_below(session(), office_id, year, today()),
        key=lambda each: (-each.behind, each.group.code),
    )
    years = known_years(session(), office_id, today().year)
    return page("below.html", rows=rows, year=year, years=years)


@blueprint.post("/progress/below/<int:year>/export")
@requires(OVERVIEW)
def progress_below_export(year: int) -> ResponseReturnValue:
    """The same as a workbook, written in the background."""
    return redirect(start(below.KIND.name, {"year": known_year(year)}))
