"""The first pages (首页): the office's month, and what concerns me."""

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_joint_reception.answering import page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.outcome import promising
from xinfang_joint_reception.permissions import PLAN, VIEW
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.months import month_or_now
from xinfang_joint_reception.rota.publishing import services as publishing
from xinfang_joint_reception.rota.sessions import alarms, board
from xinfang_joint_reception.rota.swaps import services as swapping
from xinfang_site.plugin_api.data import session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import actor, may, requires

AHEAD = timedelta(days=120)


@blueprint.get("/")
@requires(VIEW)
def index() -> str:
    """The month; people whose office has no rota of its own see their own days instead."""
    office_id = actor().office_id
    kinds = queries.kinds(session(), office_id)
    if not kinds and not may(PLAN):
        return mine()
    month = month_or_now(request.args.get("month", ""))
    kind_id = request.args.get("kind", 0, type=int)
    rows = queries.sittings(session(), office_id, board.last_shown(month), kind_id or None)
    warned = may(PLAN)
    return page(
        "month",
        month=month,
        weeks=board.month_grid(month, rows, board.looks(session(), office_id)),
        kinds=kinds,
        kind_id=kind_id,
        published=queries.published_ids(session(), office_id, board.last_shown(month)),
        gaps=alarms.gaps(session(), office_id or 0, today()) if warned else (),
        shortfalls=alarms.shortfalls(session(), office_id or 0, today()) if warned else (),
        total=sum(month.first <= each.day <= month.last for each in rows),
    )


@blueprint.get("/mine")
@requires(VIEW)
def mine() -> str:
    """The visitor's own days, changes, swaps and promises."""
    span = today() - timedelta(days=31), today() + AHEAD
    return page(
        "mine",
        members={each.id for each in queries.own_members(session(), actor())},
        sittings=queries.own_sittings(session(), actor(), span),
        tidings=queries.own_tidings(session(), actor()),
        swaps=swapping.own_swaps(session(), actor()),
        promises=promising.own_promises(session(), actor()),
        day=today(),
    )


@blueprint.post("/mine/read")
@requires(VIEW)
def mine_read() -> ResponseReturnValue:
    """Mark the visitor's notices as read."""
    publishing.mark_read(session(), actor())
    flash("变动已标为已读。", "success")
    return redirect(url_for("joint_reception.mine"))
