"""Pages of the steps (办理页面): one page a step. Proposed steps: ``approving.views``."""

from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Forbidden, Refused
from xinfang_site.domain.procedure.steps import Step, Transition
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.extensions import db
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.stepping import checks, page
from xinfang_site.petitions.stepping import services as stepping
from xinfang_site.petitions.stepping.forms import StepForm
from xinfang_site.petitions.visibility import scope
from xinfang_site.versions import StaleEditError, read_version


@blueprint.route("/<int:petition_id>/steps/<step>", methods=["GET", "POST"])
@requires("petition.step")
def take_step(petition_id: int, step: str) -> ResponseReturnValue:
    """Take or propose one step; the page says what follows, and by which article."""
    session, day = db.session(), today()
    seen = scope.see(session, g.actor, petition_id)
    row = _row(step)
    now = Situation(session, g.actor, seen.petition, day)
    form = page.form_of(now, row, opening=request.method == "GET")
    sent = read_version(form.version.data)
    if request.method == "GET" or sent in (-1, seen.petition.version):
        checks.check_offered(session, g.actor, seen, row, day)
    if request.method == "GET":
        form.version.data = str(seen.petition.version)
        return _step_page(form, seen.petition, row, 200)
    if not form.submitted() or not page.find_others(now, form):
        checks.note_refusal(session, g.actor, petition_id, row.step, _said(form))
        return _step_page(form, scope.get(session, g.actor, petition_id), row, 400)
    try:
        taken = stepping.take(
            session, g.actor, petition_id, stepping.StepDraft(row.step, sent, form.values()), day
        )
    except Refused as refused:
        form.refuse(refused)
        return _step_page(form, scope.get(session, g.actor, petition_id), row, 409)
    except StaleEditError:
        return _conflict(form, petition_id, row)
    flash(f"已办理：{row.title}。" if taken else f"“{row.title}”已提交审批。", "success")
    return redirect(url_for("petitions.show", petition_id=petition_id))


def _said(form: StepForm) -> str:
    """The form's error messages, for the audit."""
    return "；".join(str(each) for errors in form.errors.values() for each in errors)[:500]


def _row(step: str) -> Transition:
    try:
        return TABLE[Step(step)]
    except ValueError:
        abort(404)


def _step_page(
    form: StepForm, petition: Petition, row: Transition, status: int, *, overtaken: bool = False
) -> Response:
    now = Situation(db.session(), g.actor, petition, today())
    text = render_template("petitions/step.html", form=form, **page.beside(now, row, overtaken=overtaken))
    return make_response(text, status)


def _conflict(form: StepForm, petition_id: int, row: Transition) -> Response:
    """One page with both: what was typed, and what another person did meanwhile; and why the step is over, if it is."""
    session = db.session()
    try:
        checks.check_offered(session, g.actor, scope.see(session, g.actor, petition_id), row, today())
    except Forbidden:
        raise
    except Refused as refused:
        form.refuse(refused)
    petition = scope.get(session, g.actor, petition_id)
    form.version.data = str(petition.version)
    return _step_page(form, petition, row, 409, overtaken=True)
