"""Pages of disposals (保管与清除页面): what is due, asking, deciding."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.conflicts_page import Stored, conflict_page
from xinfang_site.disposals import queries, services
from xinfang_site.disposals.forms import DecisionForm, WishForm
from xinfang_site.disposals.models import ASKED
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import form_page
from xinfang_site.petitions.erased import is_erased
from xinfang_site.versions import StaleEditError

blueprint = Blueprint("disposals", __name__)


@blueprint.get("/disposals/")
@requires("petition.edit")
def index() -> str:
    """Matters past their time, wishes that wait, and what was decided."""
    session = db.session()
    return render_template(
        "disposals/index.html",
        due=queries.due(session, g.actor, today()),
        wishes=queries.of_office(session, g.actor),
        most=queries.SHOWN,
    )


@blueprint.route("/petitions/<int:petition_id>/disposal", methods=["GET", "POST"])
@requires("petition.edit")
def ask(petition_id: int) -> ResponseReturnValue:
    """Ask for the deletion of a matter's content; below, what was asked and decided before."""
    session, form = db.session(), WishForm()
    petition = services.registered_here(session, g.actor, petition_id)
    if form.submitted():
        try:
            services.ask(session, g.actor, petition_id, form.wish())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("已提出清除申请，由另一人审批。", "success")
            return redirect(url_for("disposals.ask", petition_id=petition_id))
        petition = services.registered_here(session, g.actor, petition_id)
    wishes = queries.of_petition(session, petition_id)
    return form_page(
        "disposals/ask.html",
        form,
        petition=petition,
        until=queries.until(session, petition),
        wishes=wishes,
        may_ask=not is_erased(petition) and not any(each.waiting for each in wishes),
    )


@blueprint.route("/disposals/<int:disposal_id>", methods=["GET", "POST"])
@requires("petition.dispose")
def decide(disposal_id: int) -> ResponseReturnValue:
    """Approve a wish or turn it down."""
    session, form = db.session(), DecisionForm()
    wish = queries.get(session, g.actor, disposal_id)
    if request.method == "GET":
        form.version.data = wish.version
    if form.submitted():
        try:
            services.decide(session, g.actor, disposal_id, form.decision())
        except Refused as refused:
            form.refuse(refused)
        except StaleEditError:
            fresh = queries.get(session, g.actor, disposal_id)
            url = url_for("disposals.decide", disposal_id=disposal_id)
            return conflict_page(form, Stored(fresh.version, {"reason": fresh.decision}), url)
        else:
            flash("已记录审批意见。", "success")
            return redirect(url_for("disposals.index"))
        wish = queries.get(session, g.actor, disposal_id)
    return form_page(
        "disposals/decide.html",
        form,
        wish=wish,
        until=queries.until(session, wish.petition),
        waiting=wish.state == ASKED,
        own=wish.asked_by == g.actor.account_id,
    )
