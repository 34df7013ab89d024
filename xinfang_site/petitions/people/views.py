"""The page of full personal data (查看完整信息): opened for a reason, shown once."""

from flask import g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from xinfang_site.access import requires
from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.errors import error_page
from xinfang_site.extensions import db
from xinfang_site.forms import ReasonForm, given
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.models import Petition, Step
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
    text = "" if people is None else _masked_elsewhere(petition)
    page = render_template("petitions/people.html", form=form, petition=petition, people=people, text=text)
    return make_response(page, status)


def _masked_elsewhere(petition: Petition) -> str:
    """The matter's texts in which other pages mask numbers, and its steps' (诉求、办理原文).

    A drafted opinion is left out: until it is signed, other offices may not read it.
    """
    text, told = petition.text, (Step.petition_id == petition.id, Step.code != StepCode.DRAFT.value)
    steps = db.session.scalars(select(Step.reason).where(*told).order_by(Step.id))
    texts = (text.content, text.answer, text.remarks, *steps)
    return "\n\n".join(each for each in texts if mask_personal(each) != each)
