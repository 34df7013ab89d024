"""Pages of the board (周表、缺岗): a week of sessions, and what is missing; the month is the module's first page."""

from datetime import timedelta

from flask import request

from xinfang_joint_reception.answering import page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.domain.patterns import ONE_DAY, WEEK, monday_of
from xinfang_joint_reception.permissions import VIEW
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.months import day_or_today, month_of
from xinfang_joint_reception.rota.sessions import alarms, board
from xinfang_joint_reception.settings import GAP_DAYS
from xinfang_site.plugin_api.data import session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import actor, requires


@blueprint.get("/week")
@requires(VIEW)
def week() -> str:
    """The week as a grid of kinds and days."""
    monday = monday_of(day_or_today(request.args.get("day", "")))
    office_id = actor().office_id
    rows = queries.sittings(session(), office_id, (monday, monday + WEEK - ONE_DAY))
    cells = board.week_days(monday, rows, board.looks(session(), office_id))
    return page(
        "week",
        monday=monday,
        sunday=monday + WEEK - ONE_DAY,
        before=monday - WEEK,
        after=monday + WEEK,
        cells=cells,
        rows=board.week_rows(queries.kinds(session(), office_id), cells),
        month=month_of(monday),
    )


@blueprint.get("/gaps")
@requires(VIEW)
def gaps() -> str:
    """What is missing in the next 30 days: seats and weeks."""
    office_id = actor().office_id or 0
    until = today() + timedelta(days=GAP_DAYS)
    sittings = {each.id: each for each in queries.sittings(session(), office_id, (today(), until))}
    lacking = alarms.gaps(session(), office_id, today())
    return page(
        "gaps",
        # a session planned between the two queries is shown the next time
        gaps=[each for each in lacking if each.sitting_id in sittings],
        sittings=sittings,
        shortfalls=alarms.shortfalls(session(), office_id, today()),
        until=until,
    )
