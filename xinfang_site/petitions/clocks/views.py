"""The page of one limit (期限说明): how its day was worked out."""

from flask import g, render_template

from xinfang_site.access import requires
from xinfang_site.extensions import db
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.clocks import reading
from xinfang_site.petitions.visibility import scope
from xinfang_site.rules.queries import rule_set_called


@blueprint.get("/<int:petition_id>/clocks/<int:clock_id>")
@requires("petition.view")
def explain_clock(petition_id: int, clock_id: int) -> str:
    """How a due day was worked out, day by day."""
    petition = scope.get(db.session(), g.actor, petition_id)
    told = reading.explanation(db.session(), g.actor, petition_id, clock_id)
    rules = rule_set_called(db.session(), told.rule_set)
    return render_template("petitions/clock.html", petition=petition, told=told, rules=rules)
