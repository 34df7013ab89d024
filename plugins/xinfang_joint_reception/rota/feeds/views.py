"""Pages of calendar addresses (日历订阅): made, shown once, revoked; and the calendar itself."""

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_joint_reception.answering import page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.permissions import PLAN, VIEW
from xinfang_joint_reception.rota.feeds import services as feeding
from xinfang_site.plugin_api.data import session
from xinfang_site.plugin_api.pages import actor, may, public, requires


@blueprint.get("/feeds/")
@requires(VIEW)
def feeds() -> str:
    """Calendar addresses in use."""
    return page("feeds", feeds=feeding.feeds(session(), actor(), whole_office=may(PLAN)), token="")


@blueprint.post("/feeds/")
@requires(VIEW)
def feed_make() -> str:
    """Make an address and show it this once."""
    whole = request.form.get("scope") == "office" and may(PLAN)
    token = feeding.make(session(), actor(), whole_office=whole)
    return page("feeds", feeds=feeding.feeds(session(), actor(), whole_office=may(PLAN)), token=token)


@blueprint.post("/feeds/<int:feed_id>/revoke")
@requires(VIEW)
def feed_revoke(feed_id: int) -> ResponseReturnValue:
    """Let an address answer no more."""
    feeding.revoke(session(), actor(), feed_id, whole_office=may(PLAN))
    flash("订阅地址已撤销。", "success")
    return redirect(url_for("joint_reception.feeds"))


@blueprint.get("/feed/<token>.ics")
@public
def feed(token: str) -> Response:
    """The calendar behind a token; a wrong, a revoked and a missing one look the same."""
    answer = make_response(feeding.answer(session(), token))
    answer.content_type = "text/calendar; charset=utf-8"
    return answer
