"""Pages of the steps (办理页面): one page a step. Proposed steps: ``approving.views``."""

from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step, Transition
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.extensions import db
from xinfang_site.petitions import timeline
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.effects import limits
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.models import Step as TakenStep
from xinfang_site.petitions.people import cautions
from xinfang_site.petitions.registering import choices
from xinfang_site.petitions.stepping import checks, offers, opinion_words
from xinfang_site.petitions.stepping import services as stepping
from xinfang_site.petitions.stepping.forms import MATTER_FIELDS, StepForm, form_class
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.wording import outcome_of

_ON_OPINIONS = frozenset(
    {
        Step.CHECK, Step.RETURN_DRAFT, Step.ISSUE, Step.SERVE, Step.CORRECT, Step.REQUEST_REVIEW,
        Step.ISSUE_REVIEW, Step.ISSUE_FINAL,
    }
)  # fmt: skip
"""Steps whose page shows the opinion that they are about."""


@blueprint.route("/<int:petition_id>/steps/<step>", methods=["GET", "POST"])
@requires("petition.step")
def take_step(petition_id: int, step: str) -> ResponseReturnValue:
    """Take or propose one step; the page says what follows, and by which article."""
    session, day = db.session(), today()
    seen = scope.see(session, g.actor, petition_id)
    row = _row(step)
    now = Situation(session, g.actor, seen.petition, day)
    form = _form(now, row)
    sent = read_version(form.version.data)
    if request.method == "GET" or sent in (-1, seen.petition.version):
        checks.check_offered(session, g.actor, seen, row, day)
    if request.method == "GET":
        form.version.data = str(seen.petition.version)
        return _step_page(form, seen.petition, row, 200)
    if not form.submitted() or not _find_others(form):
        checks.note_refusal(session, g.actor, petition_id, row.step, _said(form))
        return _step_page(form, scope.get(session, g.actor, petition_id), row, 400)
    try:
        taken = stepping.take(
            session, g.actor, petition_id, stepping.StepDraft(row.step, sent, form.values()), day
        )
    except Refused as refused:
        form.refuse(refused)
        return _step_page(form, scope.get(session, g.actor, petition_id), row, 409)
    except stepping.Conflict:
        return _conflict(form, scope.get(session, g.actor, petition_id), row)
    flash(f"已办理：{row.title}。" if taken else f"“{row.title}”已提交审批。", "success")
    return redirect(url_for("petitions.show", petition_id=petition_id))


def _form(now: Situation, row: Transition) -> StepForm:
    """The step's form, with what it offers and, when it is opened, what it proposes."""
    late = bool(limits.late_rows(now, row))
    made = form_class(row, late=late)
    form = made(data=offers.proposed(now, row)) if request.method == "GET" else made()
    form.offices = choices.office_names(now.session, now.day)
    form.offer(offers.choices(now, row))
    return form


def _find_others(form: StepForm) -> bool:
    """Put other matters' ids in place of their numbers; a foreign number is an unknown one."""
    for name in MATTER_FIELDS:
        if name in form and form[name].data:
            found = scope.id_of_number(db.session(), g.actor, form[name].data)
            if found is None:
                form[name].errors = [*form[name].errors, "名册中没有这个编号，请核对"]
                return False
            form.matters[name] = found
    return True


def _said(form: StepForm) -> str:
    """What the form said against what was sent, for the audit."""
    return "；".join(str(each) for errors in form.errors.values() for each in errors)[:500]


def _row(step: str) -> Transition:
    try:
        return TABLE[Step(step)]
    except ValueError:
        abort(404)


def _step_page(form: StepForm, petition: Petition, row: Transition, status: int) -> Response:
    return make_response(_render(form, petition, row), status)


def _conflict(form: StepForm, petition: Petition, row: Transition) -> Response:
    """Both texts on one page: what was typed, and what the other person did meanwhile."""
    latest = timeline.latest(db.session(), petition.id)
    form.version.data = str(petition.version)
    return make_response(_render(form, petition, row, latest), 409)


def _render(form: StepForm, petition: Petition, row: Transition, latest: TakenStep | None = None) -> str:
    now = Situation(db.session(), g.actor, petition, today())
    return render_template(
        "petitions/step.html",
        form=form,
        petition=petition,
        row=row,
        latest=latest,
        outcome=outcome_of(row),
        matches=offers.compared(now, row),
        opinion=opinion_words.shown(now) if row.step in _ON_OPINIONS else (),
        caution=cautions.before_a_step(db.session(), g.actor.name, petition),
    )


def read_version(text: str | None) -> int:
    """The version that a form was opened with; -1 where it is no number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
