"""Pages of oversight (督查页面): deadline board, returned matters, supervision, urgent matters, what-if."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.concluding.following import ROUNDS
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import form_page, options
from xinfang_site.oversight import board, follow_ups, queries, simulating
from xinfang_site.oversight import led as leading
from xinfang_site.oversight import to_serve as serving
from xinfang_site.oversight.forms import SuppositionForm, usual_horizon
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.registering import choices

blueprint = Blueprint("oversight", __name__)


@blueprint.get("/deadlines/")
@requires("petition.view")
def index() -> str:
    """The deadline board: unit by unit, each figure a link to its list."""
    rows = board.by_unit(db.session(), g.actor, today())
    return render_template("oversight/board.html", rows=rows, day=today())


@blueprint.get("/deadlines/returned")
@requires("petition.view")
def returned() -> str:
    """Open matters that were returned."""
    unit = request.args.get("unit", "")[:30]
    rows = board.returned(db.session(), g.actor, unit, today())
    return render_template("oversight/returned.html", rows=rows, most=board.MOST, unit=unit)


@blueprint.get("/deadlines/to-serve")
@requires("petition.view")
def to_serve() -> str:
    """Opinions and notices that have not reached the petitioner yet."""
    rows = serving.listed(db.session(), g.actor, today())
    return render_template("oversight/to_serve.html", rows=rows, most=serving.MOST)


@blueprint.get("/deadlines/follow-ups")
@requires("petition.view")
def to_ask() -> str:
    """Concluded matters to be asked about again, and the rate of those settled."""
    session, day = db.session(), today()
    return render_template(
        "oversight/follow_ups.html",
        rows=follow_ups.waiting(session, g.actor, day),
        most=follow_ups.MOST,
        standing=follow_ups.standing(session, g.actor, day),
        rounds=ROUNDS,
    )


@blueprint.get("/deadlines/led")
@requires("petition.view")
def led() -> str:
    """Open matters with a leader in charge, leader by leader."""
    rows = leading.under_leaders(db.session(), g.actor, today())
    return render_template("oversight/led.html", rows=rows, most=leading.MOST)


@blueprint.get("/supervision/")
@requires("petition.view")
def supervision() -> str:
    """督办 and the three kinds of advice, those that wait for feedback first."""
    waiting = request.args.get("all") != "1"
    rows = queries.demands(db.session(), g.actor, today(), waiting=waiting)
    return render_template("oversight/supervision.html", rows=rows, most=queries.MOST, waiting=waiting)


@blueprint.get("/urgent/")
@requires("petition.view")
def urgent() -> str:
    """Urgent matters: when known, when reported, to whom, what is still owed."""
    rows = queries.urgent(db.session(), g.actor, today())
    return render_template("oversight/urgent.html", rows=rows, most=queries.MOST)


@blueprint.route("/simulation/", methods=["GET", "POST"])
@requires("petition.view")
def simulation() -> ResponseReturnValue:
    """What would go red if; nothing is saved."""
    session = db.session()
    form = (
        SuppositionForm(data={"horizon": usual_horizon(today())})
        if request.method == "GET"
        else SuppositionForm()
    )
    form.offices = choices.office_names(session, today())
    people = editing.handlers(session, g.actor)
    form.handler.choices = options([("", "不假设"), *((each.id, each.name) for each in people)])
    result = None
    if form.submitted():
        try:
            result = simulating.run(session, g.actor, form.supposition(), today())
        except Refused as refused:
            form.refuse(refused)
    return form_page("oversight/simulation.html", form, result=result)
