"""Pages of sessions (学习场次): the list, one session, its plan and what became of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import form_page, known_year, tried, year_asked
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.figures import figures
from xinfang_legal_study.permissions import MANAGE, TAKE
from xinfang_legal_study.sessions import page, queries, services
from xinfang_legal_study.sessions.forms import (
    FilterForm,
    HeldForm,
    MoveForm,
    SessionForm,
    held_values,
    row_values_for_session,
    session_values,
)
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.years.forms import ReasonForm
from xinfang_legal_study.years.models import PlanRow
from xinfang_legal_study.years.queries import known_years, plan_rows
from xinfang_site.plugin_api.data import StaleEditError, owned_one, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import Stored, actor, chips, conflict_page, requires


@blueprint.get("/sessions/")
@requires(TAKE)
def sessions() -> ResponseReturnValue:
    """The sessions of a year, filtered by the address."""
    year = year_asked(request.args.get("year"))
    form = FilterForm.from_query()
    valid = form.validate()
    wanted = queries.Wanted(year)
    if valid:
        wanted = queries.Wanted(
            year, form.state.data or "", form.kind.data or "", form.q.data or "", form.thematic.data
        )
    rows = queries.sessions_of(session(), actor().office_id, wanted)
    return render_template(
        "xinfang_legal_study/sessions.html",
        form=form,
        rows=rows,
        figures=figures(rows),
        chips=chips(form) if valid else [],
        year=year,
        years=known_years(session(), actor().office_id, today().year),
    )


@blueprint.route("/sessions/new", methods=["GET", "POST"])
@requires(MANAGE)
def session_new() -> ResponseReturnValue:
    """Set a session down, from a row of the plan or by itself."""
    year = year_asked(request.args.get("year"))
    row_text = request.args.get("row", "")
    row = None
    if row_text.isascii() and row_text.isdigit() and len(row_text) < 10:
        row = owned_one(session(), PlanRow, actor().office_id, int(row_text))
        year = row.year
    form = SessionForm(data=row_values_for_session(row) if row else {})
    form.offer_rows(plan_rows(session(), actor().office_id, known_year(year)))
    made: list[int] = []
    if tried(form, lambda: made.append(services.plan_session(session(), actor(), form.draft()))):
        flash("学习已安排。", "success")
        return redirect(url_for("legal_study.session_page", session_id=made[0]))
    return form_page(
        form,
        "安排一场学习",
        "保存",
        url_for("legal_study.sessions", year=year),
        crumbs=page.list_crumbs(year),
    )


@blueprint.get("/sessions/<int:session_id>")
@requires(TAKE)
def session_page(session_id: int) -> ResponseReturnValue:
    """One session: what it is, who came, its files, what can be done next."""
    study = queries.session_of(session(), actor().office_id, session_id)
    return render_template("xinfang_legal_study/session.html", **page.values(session(), actor(), study))


@blueprint.route("/sessions/<int:session_id>/edit", methods=["GET", "POST"])
@requires(MANAGE)
def session_edit(session_id: int) -> ResponseReturnValue:
    """Change a session."""
    study = owned_one(session(), StudySession, actor().office_id, session_id)
    form = SessionForm(data={**session_values(study), "version": study.version})
    form.offer_rows(plan_rows(session(), actor().office_id, study.year), study.row_id)
    back = url_for("legal_study.session_page", session_id=session_id)

    def act() -> None:
        services.edit_session(session(), actor(), session_id, form.draft(), int(form.version.data or 0))

    try:
        if tried(form, act):
            flash("学习安排已修改。", "success")
            return redirect(back)
    except StaleEditError:
        session().refresh(study)
        return conflict_page(form, Stored(study.version, session_values(study)), back)
    return form_page(form, "修改学习安排", "保存", back, crumbs=page.crumbs(study))


@blueprint.route("/sessions/<int:session_id>/held", methods=["GET", "POST"])
@requires(MANAGE)
def session_held(session_id: int) -> ResponseReturnValue:
    """Record that a session was held."""
    study = queries.session_of(session(), actor().office_id, session_id)
    form = HeldForm(data={**held_values(study), "version": study.version})
    has_roll = any(not each.extra for each in study.roll)
    if has_roll:
        form.without_heads()
    back = url_for("legal_study.session_page", session_id=session_id)

    def act() -> None:
        services.hold(session(), actor(), session_id, form.draft(), int(form.version.data or 0))

    try:
        if tried(form, act):
            flash("举办结果已登记。", "success")
            return redirect(back)
    except StaleEditError:
        session().refresh(study)
        values = {name: each for name, each in held_values(study).items() if name in form._fields}
        return conflict_page(form, Stored(study.version, values), back)
    waiting = sum(each.presence == "expected" for each in study.roll)
    note = f"签到名单中还有 {waiting} 人没有登记，保存后记为缺席，以后仍可更正或者补学。" if waiting else ""
    return form_page(form, "登记举办结果", "登记为已举办", back, crumbs=page.crumbs(study), note=note)


@blueprint.route("/sessions/<int:session_id>/cancel", methods=["GET", "POST"])
@requires(MANAGE)
def session_cancel(session_id: int) -> ResponseReturnValue:
    """Cancel a session."""
    study = owned_one(session(), StudySession, actor().office_id, session_id)
    form, crumbs = ReasonForm(), page.crumbs(study)
    back = url_for("legal_study.session_page", session_id=session_id)
    if tried(form, lambda: services.cancel(session(), actor(), session_id, form.reason.data or "")):
        flash("已取消，仍留在台账中。", "success")
        return redirect(back)
    lines = ("本场学习标为“已取消”，不计入已举办，计入计划完成率的分母。", "签到码随即失效。")
    return form_page(form, "取消学习", "取消这场学习", back, crumbs=crumbs, consequences=lines)


@blueprint.route("/sessions/<int:session_id>/move", methods=["GET", "POST"])
@requires(MANAGE)
def session_move(session_id: int) -> ResponseReturnValue:
    """Move a session to another day."""
    study = owned_one(session(), StudySession, actor().office_id, session_id)
    form, crumbs = MoveForm(), page.crumbs(study)
    made: list[int] = []

    def act() -> None:
        day, reason = form.day.data, form.reason.data or ""
        if day is not None:
            made.append(services.move(session(), actor(), session_id, day, reason))

    if tried(form, act):
        flash("已改期，这里是改期后的学习。", "success")
        return redirect(url_for("legal_study.session_page", session_id=made[0]))
    back = url_for("legal_study.session_page", session_id=session_id)
    lines = ("原来的场次标为“已改期”并保留，另建一场新日期的学习；统计只算一次。",)
    return form_page(form, "学习改期", "改期", back, crumbs=crumbs, consequences=lines)


@blueprint.route("/sessions/<int:session_id>/restore", methods=["GET", "POST"])
@requires(MANAGE)
def session_restore(session_id: int) -> ResponseReturnValue:
    """Take back a result entered by mistake."""
    study = owned_one(session(), StudySession, actor().office_id, session_id)
    form, crumbs = ReasonForm(), page.crumbs(study)
    back = url_for("legal_study.session_page", session_id=session_id)
    if tried(form, lambda: services.restore(session(), actor(), session_id, form.reason.data or "")):
        flash("已恢复为计划状态。", "success")
        return redirect(back)
    lines = ("本场学习恢复为“计划”，已登记的签到保留。",)
    return form_page(form, "撤销登记", "恢复为计划", back, crumbs=crumbs, consequences=lines)
