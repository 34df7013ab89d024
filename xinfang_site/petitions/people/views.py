"""The page of full personal data (查看完整信息): opened for a reason, shown once."""

from flask import g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from xinfang_site.access import requires
from xinfang_site.errors import error_page
from xinfang_site.extensions import db
from xinfang_site.forms import ReasonForm, given
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.people import unmasking
from xinfang_site.petitions.visibility import scope


@blueprint.route("/<int:petition_id>/people", methods=["GET", "POST"])
@requires("petition.unmask")
def unmask(petition_id: int) -> ResponseReturnValue:
    """Full personal data after a reason; only the answer of the POST shows it."""
    petition = scope.get(db.session(), g.actor, petition_id)
    form = ReasonForm("查看用途")
    people = None
    if form.submitted():
        try:
            people = unmasking.unmask(db.session(), g.actor, petition_id, given(form.reason.data))
        except unmasking.TooMany:
            return error_page(429, unmasking.REACHED)
    status = 400 if request.method == "POST" and people is None else 200
    text = "" if people is None else unmasking.texts(db.session(), petition)
    page = render_template("petitions/people.html", form=form, petition=petition, people=people, text=text)
    return make_response(page, status)
