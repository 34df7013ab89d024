"""Pages of the working calendar (工作日历)."""

from datetime import date

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site import clock
from xinfang_site.access import requires
from xinfang_site.calendars import queries, recounting, services
from xinfang_site.calendars.forms import DayForm, GoForm, NoticeForm, RecountForm, day_values
from xinfang_site.calendars.grids import months
from xinfang_site.calendars.models import CalendarDay, CalendarYear
from xinfang_site.conflicts_page import Stored, conflict_page
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import form_page, given
from xinfang_site.versions import StaleEditError

blueprint = Blueprint("calendars", __name__, url_prefix="/calendar")


@blueprint.get("/")
@requires("calendar.manage")
def index() -> ResponseReturnValue:
    """A year in month grids, its special days below; ``?day=`` goes to a day."""
    go = GoForm.from_query()
    if "day" in request.args and go.validate():
        return redirect(url_for("calendars.day", text=given(go.day.data).isoformat()))
    today = clock.today()
    year = _year(request.args.get("year", today.year, type=int))
    session = db.session()
    special = queries.days_of(session, year)
    return render_template(
        "calendars/index.html",
        go=go,
        year=year,
        loaded=session.get(CalendarYear, year),
        months=months(year, special),
        special=special.values(),
        stale=len(recounting.preview(session)),
        missing=queries.missing_years(session, date(today.year + 1, 12, 31)),
        today=today,
        bounds=(services.FIRST_YEAR, services.LAST_YEAR),
    )


@blueprint.route("/day/<text>", methods=["GET", "POST"])
@requires("calendar.manage")
def day(text: str) -> ResponseReturnValue:
    """Change one day."""
    when = _day(text)
    session = db.session()
    found = session.get(CalendarDay, when)
    form = DayForm(version=services.day_version(found), data=day_values(found))
    back = url_for("calendars.index", year=when.year)
    if form.submitted():
        try:
            draft, reason = form.draft(when), given(form.reason.data)
            services.set_day(session, g.actor, draft, reason, given(form.version.data))
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            now = session.get(CalendarDay, when)
            return conflict_page(form, Stored(services.day_version(now), day_values(now)), back)
        else:
            moves = recounting.preview(session)
            flash("日历已保存。", "success")
            return redirect(url_for("calendars.limits") if moves else back)
    return form_page("calendars/day.html", form, when=when, back=back)


@blueprint.route("/<int:year>/notice", methods=["GET", "POST"])
@requires("calendar.manage")
def notice(year: int) -> ResponseReturnValue:
    """Correct the notice of a loaded year."""
    found = db.session().get(CalendarYear, year) or abort(404)
    form = NoticeForm(notice=found.notice)
    back = url_for("calendars.index", year=year)
    if form.submitted():
        services.set_notice(db.session(), g.actor, year, given(form.notice.data))
        flash("通知文号已保存。", "success")
        return redirect(back)
    return form_page("calendars/notice.html", form, year=year, back=back)


@blueprint.route("/limits", methods=["GET", "POST"])
@requires("calendar.manage")
def limits() -> ResponseReturnValue:
    """What the present calendar would move, and the move itself."""
    session = db.session()
    moves = recounting.preview(session)
    form = RecountForm(data={"seen": ",".join(str(each.clock_id) for each in moves)})
    if form.submitted():
        moved = recounting.apply(session, g.actor, form.ids(), given(form.reason.data))
        flash(f"已重算 {len(moved)} 个期限，变动已记录。", "success")
        return redirect(url_for("calendars.limits"))
    return form_page("calendars/limits.html", form, moves=moves, log=recounting.log(session))


def _year(year: int) -> int:
    if not services.FIRST_YEAR <= year <= services.LAST_YEAR:
        abort(404)
    return year


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        abort(404)
    _year(found.year)
    return found
