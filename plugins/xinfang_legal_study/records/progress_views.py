"""Pages of progress (学习进度): people and sections with their lights, the digest, closing the year."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import form_page, home_crumb, known_year, sent, tried, year_asked
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.permissions import APPROVE, OVERVIEW
from xinfang_legal_study.records import below, closing, workbook, yearly
from xinfang_legal_study.rules.progress import is_behind
from xinfang_legal_study.years.forms import ReasonForm
from xinfang_legal_study.years.queries import known_years, year_view
from xinfang_site.plugin_api.data import Act, record, session, writing
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import SiteForm, actor, requires
from xinfang_site.plugin_api.people import office

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/progress/")
@requires(OVERVIEW)
def progress() -> ResponseReturnValue:
    """Every person and section of a year; ``?behind=1`` only those to be reminded."""
    year, office_id = year_asked(request.args.get("year")), actor().office_id or 0
    people = yearly.progress_of(session(), office_id, year, today())
    unit, behind = request.args.get("unit", ""), request.args.get("behind") == "1"
    shown = [
        each for each in people if (not unit or each.unit == unit) and (not behind or is_behind(each.light))
    ]
    return render_template(
        "xinfang_legal_study/progress.html",
        view=year_view(session(), office_id, year),
        years=known_years(session(), office_id, today().year),
        people=shown,
        units=yearly.units_of(people),
        unit=unit,
        behind=behind,
        total=len(people),
        over=today().year > year,
        has_below=bool(below.offices_below(session(), office_id)),
    )


@blueprint.get("/progress/<int:year>.xlsx")
@requires(OVERVIEW)
def progress_xlsx(year: int) -> ResponseReturnValue:
    """The figures by person and section as a workbook; the download is noted."""
    office_id = actor().office_id or 0
    view = year_view(session(), office_id, known_year(year))
    people = yearly.progress_of(session(), office_id, year, today())
    with writing(session()):
        record(
            session(),
            actor(),
            Act("legal_study.export", "legal_study_year", year, changes={"people": [None, len(people)]}),
        )
    name = office(session(), office_id).short_name
    head = f"{name} {year} 年学法情况　导出人：{actor().name}　导出日期：{today().isoformat()}"
    return sent(workbook.progress_book(head, view, people), XLSX, f"学法情况-{year}.xlsx")


@blueprint.route("/years/<int:year>/close", methods=["GET", "POST"])
@requires(APPROVE)
def year_close(year: int) -> ResponseReturnValue:
    """Close a year."""
    form, back = SiteForm(), url_for("legal_study.progress", year=known_year(year))
    if tried(form, lambda: closing.close_year(session(), actor(), year)):
        flash(f"{year} 年度已结转，今后只能查看。", "success")
        return redirect(back)
    lines = (
        f"保存 {year} 年度每人的学时、参学次数和成绩。",
        "该年度的计划、学习、考勤、考试今后只能查看，不能修改。",
    )
    return form_page(form, f"结转 {year} 年度", "结转", back, crumbs=_crumbs(year), consequences=lines)


@blueprint.route("/years/<int:year>/reopen", methods=["GET", "POST"])
@requires(APPROVE)
def year_reopen(year: int) -> ResponseReturnValue:
    """Open a closed year again."""
    form, back = ReasonForm(), url_for("legal_study.progress", year=known_year(year))
    if tried(form, lambda: closing.reopen_year(session(), actor(), year, form.reason.data or "")):
        flash(f"{year} 年度已撤销结转，可以更正；更正后请重新结转。", "success")
        return redirect(back)
    lines = (f"{year} 年度恢复为可修改，已保存的年度结果在下次结转时重新计算。", "撤销的理由记入审计日志。")
    return form_page(
        form, f"撤销 {year} 年度结转", "撤销结转", back, crumbs=_crumbs(year), consequences=lines
    )


def _crumbs(year: int) -> list[tuple[str, str]]:
    return [
        home_crumb(),
        ("学习进度", url_for("legal_study.progress", year=year)),
    ]
