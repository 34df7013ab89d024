"""Pages of the year and its plan (学法首页、学习计划)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study import figures, overview
from xinfang_legal_study.answering import docx, form_page, home_crumb, known_year, tried, year_asked
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.permissions import MANAGE, TAKE
from xinfang_legal_study.rules.plan import plan_share
from xinfang_legal_study.sessions.queries import year_sessions
from xinfang_legal_study.years import queries, services
from xinfang_legal_study.years.forms import ReasonForm, RowForm, YearForm, row_values, year_values
from xinfang_legal_study.years.models import PlanRow
from xinfang_legal_study.years.papers import plan_paper
from xinfang_site.plugin_api.data import StaleEditError, owned_one, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import Stored, actor, conflict_page, requires
from xinfang_site.plugin_api.papers import Paper
from xinfang_site.plugin_api.people import office


@blueprint.get("/")
@requires(TAKE)
def index() -> ResponseReturnValue:
    """The year at a glance: what waits for me, what is planned, how the plan stands."""
    year = year_asked(request.args.get("year"))
    return render_template("xinfang_legal_study/index.html", **overview.page_values(session(), actor(), year))


@blueprint.get("/plan/<int:year>")
@requires(TAKE)
def plan(year: int) -> ResponseReturnValue:
    """The year's plan, against what was held by quarter."""
    office_id = actor().office_id or 0
    view = queries.year_view(session(), office_id, known_year(year))
    rows = queries.plan_rows(session(), office_id, year)
    sessions = year_sessions(session(), office_id, year)
    carried = {each.row_id for each in sessions}
    waiting = [row for row in rows if row.id not in carried]
    return render_template(
        "xinfang_legal_study/plan.html",
        view=view,
        rows=rows,
        held=figures.held_by_row(sessions),
        quarters=figures.quarters(rows, sessions, year, today()),
        share=plan_share([each.fact for each in sessions], len(waiting)),
        years=queries.known_years(session(), office_id, today().year),
    )


@blueprint.get("/plan/<int:year>/print")
@requires(TAKE)
def plan_print(year: int) -> ResponseReturnValue:
    """The plan as it is printed."""
    view, paper = _paper(known_year(year))
    back = url_for("legal_study.plan", year=year)
    return render_template(
        "xinfang_legal_study/paper.html",
        paper=paper,
        title=view.title,
        crumbs=[home_crumb(), ("学习计划", back), ("打印", "")],
        docx_url=url_for("legal_study.plan_docx", year=year),
        back=back,
    )


@blueprint.get("/plan/<int:year>.docx")
@requires(TAKE)
def plan_docx(year: int) -> ResponseReturnValue:
    """The plan as a Word file."""
    view, paper = _paper(known_year(year))
    return docx(paper, view.title)


def _paper(year: int) -> tuple[queries.YearView, Paper]:
    office_id = actor().office_id or 0
    view = queries.year_view(session(), office_id, year)
    rows = queries.plan_rows(session(), office_id, year)
    return view, plan_paper(view, rows, office(session(), office_id).name)


@blueprint.route("/plan/<int:year>/settings", methods=["GET", "POST"])
@requires(MANAGE)
def year_edit(year: int) -> ResponseReturnValue:
    """The year's heading and what it asks of each person."""
    view = queries.year_view(session(), actor().office_id or 0, known_year(year))
    form = YearForm(data={**year_values(view), "version": view.version})
    back = url_for("legal_study.plan", year=year)

    def act() -> None:
        services.set_year(session(), actor(), year, form.draft(), int(form.version.data or 0))

    try:
        if tried(form, act):
            flash("年度设置已保存。", "success")
            return redirect(back)
    except StaleEditError:
        view = queries.year_view(session(), actor().office_id or 0, year)
        return conflict_page(form, Stored(view.version, year_values(view)), back)
    return form_page(form, f"{year} 年度设置", "保存", back, crumbs=_crumbs(year))


@blueprint.route("/plan/<int:year>/rows/new", methods=["GET", "POST"])
@requires(MANAGE)
def row_new(year: int) -> ResponseReturnValue:
    """A new row of the plan; a suggestion of the month may fill it."""
    form = RowForm(data={"topic": request.args.get("topic", ""), "laws": request.args.get("laws", "")})
    back = url_for("legal_study.plan", year=known_year(year))
    if tried(form, lambda: services.add_row(session(), actor(), year, form.draft())):
        flash("已加入学习计划。", "success")
        return redirect(back)
    return form_page(form, "增加计划行", "保存", back, crumbs=_crumbs(year))


@blueprint.route("/plan/rows/<int:row_id>", methods=["GET", "POST"])
@requires(MANAGE)
def row_edit(row_id: int) -> ResponseReturnValue:
    """Change a row of the plan."""
    row = owned_one(session(), PlanRow, actor().office_id, row_id)
    form = RowForm(data={**row_values(row), "version": row.version})
    back = url_for("legal_study.plan", year=row.year)

    def act() -> None:
        services.edit_row(session(), actor(), row_id, form.draft(), int(form.version.data or 0))

    try:
        if tried(form, act):
            flash("计划已修改。", "success")
            return redirect(back)
    except StaleEditError:
        session().refresh(row)
        return conflict_page(form, Stored(row.version, row_values(row)), back)
    return form_page(form, "修改计划行", "保存", back, crumbs=_crumbs(row.year))


@blueprint.route("/plan/rows/<int:row_id>/remove", methods=["GET", "POST"])
@requires(MANAGE)
def row_remove(row_id: int) -> ResponseReturnValue:
    """Take a row out of the plan."""
    row = owned_one(session(), PlanRow, actor().office_id, row_id)
    form, year, topic = ReasonForm(), row.year, row.topic
    back = url_for("legal_study.plan", year=year)
    if tried(form, lambda: services.remove_row(session(), actor(), row_id, form.reason.data or "")):
        flash("已从计划中删除。", "success")
        return redirect(back)
    lines = (f"“{topic}”从 {year} 年学习计划中删除，审计日志保留删除记录。",)
    return form_page(form, "删除计划行", "删除", back, crumbs=_crumbs(year), consequences=lines, danger=True)


def _crumbs(year: int) -> list[tuple[str, str]]:
    return [
        home_crumb(),
        (f"{year} 年学习计划", url_for("legal_study.plan", year=year)),
    ]
