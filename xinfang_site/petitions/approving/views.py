"""Pages of approval (审批页面): a proposed step for its approver, and taking it back for its drafter."""

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import given
from xinfang_site.missing import Missing
from xinfang_site.petitions import timeline
from xinfang_site.petitions.approving import services as approving
from xinfang_site.petitions.approving import words
from xinfang_site.petitions.approving.forms import DECISIONS, ApprovalForm, LateApprovalForm, TakeBackForm
from xinfang_site.petitions.approving.queries import why_not
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.effects import limits
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.people import cautions
from xinfang_site.petitions.proposal_models import OPEN, Proposal
from xinfang_site.petitions.stepping.checks import note_refusal
from xinfang_site.petitions.stepping.fields import LATE
from xinfang_site.petitions.stepping.services import Conflict
from xinfang_site.petitions.stepping.views import read_version
from xinfang_site.petitions.visibility import scope


@blueprint.route("/proposals/<int:proposal_id>", methods=["GET", "POST"])
@requires("petition.step")
def decide(proposal_id: int) -> ResponseReturnValue:
    """Approve or return a proposed step."""
    proposal, petition = _open(proposal_id)
    form = _approval_form(proposal, petition)
    if request.method == "GET":
        form.version.data = str(proposal.version)
    overtaken, refused = False, _not_the_approver(proposal)
    if refused is not None and request.method == "POST":
        form.refuse(refused)
        note_refusal(db.session(), g.actor, petition.id, proposal.row.step, str(refused))
    elif form.submitted():
        try:
            return _decide(form, proposal_id, petition)
        except Refused as refused:
            form.refuse(refused)
        except Conflict:
            overtaken = True
    return _page(form, proposal_id, overtaken=overtaken)


@blueprint.route("/proposals/<int:proposal_id>/take-back", methods=["GET", "POST"])
@requires("petition.step")
def take_back(proposal_id: int) -> ResponseReturnValue:
    """Take one's own proposal back, as long as nobody has given the last approval."""
    proposal, petition = _open(proposal_id)
    form = TakeBackForm()
    if request.method == "GET":
        form.version.data = str(proposal.version)
    overtaken = False
    if form.submitted():
        version, reason = read_version(form.version.data), given(form.reason.data)
        try:
            approving.take_back(db.session(), g.actor, proposal_id, version, reason)
        except Refused as refused:
            form.refuse(refused)
        except Conflict:
            overtaken = True
        else:
            flash(f"已撤回“{proposal.row.title}”的拟办意见。", "success")
            return redirect(url_for("petitions.show", petition_id=petition.id))
    return _page(form, proposal_id, overtaken=overtaken)


def _not_the_approver(proposal: Proposal) -> Refused | None:
    """Why an open proposal is not the actor's to decide; the form says so before it says anything else."""
    if proposal.state != OPEN:
        return None
    seen = scope.see(db.session(), g.actor, proposal.petition_id)
    return why_not(Situation(db.session(), g.actor, seen.petition, today()), seen, proposal)


def _open(proposal_id: int) -> tuple[Proposal, Petition]:
    """A proposal of a matter in the office's register; one of any other matter is missing."""
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None:
        raise Missing
    return proposal, scope.get(db.session(), g.actor, proposal.petition_id)


def _page(form: ApprovalForm | TakeBackForm, proposal_id: int, *, overtaken: bool) -> Response:
    """The proposal with the form that fits the actor; after a conflict both texts."""
    proposal = db.session.get_one(Proposal, proposal_id)
    petition = scope.get(db.session(), g.actor, proposal.petition_id)
    refused = _not_the_approver(proposal)
    taking_back = isinstance(form, TakeBackForm)
    own = proposal.drafted_by == g.actor.account_id
    page = render_template(
        "petitions/proposal.html",
        form=form,
        proposal=proposal,
        petition=petition,
        rows=words.describe(db.session(), proposal),
        taking_back=taking_back,
        own=own,
        fits=proposal.state == OPEN and (own if taking_back else refused is None),
        refused=str(refused or ""),
        overtaken=overtaken,
        typed=_typed(form),
        latest=timeline.latest(db.session(), petition.id) if overtaken else None,
        caution=cautions.before_a_step(db.session(), g.actor.name, petition),
    )
    return make_response(page, 409 if request.method == "POST" else 200)


def _typed(form: ApprovalForm | TakeBackForm) -> str:
    """What was decided and written, so that a conflict loses no word."""
    words = "撤回拟办" if isinstance(form, TakeBackForm) else DECISIONS.get(form.decision.data or "", "")
    return f"{words}，{form.reason.data}" if form.reason.data else words


def _approval_form(proposal: Proposal, petition: Petition) -> ApprovalForm:
    now = Situation(db.session(), g.actor, petition, today(), proposal.details)
    late = limits.late_rows(now, proposal.row) and not proposal.details.get("late_reason")
    if not late:
        return ApprovalForm()
    unit = petition.unit or petition.office
    return LateApprovalForm(data={"late_unit": unit.short_name})


def _decide(form: ApprovalForm, proposal_id: int, petition: Petition) -> Response:
    petition_id, number = petition.id, petition.number
    version = read_version(form.version.data)
    if form.decision.data == "approve":
        late = {name: form[name].data for name in LATE if name in form}
        taken = approving.approve(db.session(), g.actor, proposal_id, version, today(), late)
        flash(f"{number}：" + ("已同意，并已办理。" if taken else "已同意，等待下一级审批。"), "success")
    else:
        approving.turn_down(db.session(), g.actor, proposal_id, version, form.reason.data or "")
        flash(f"{number}：已退回拟办人。", "success")
    # whoever works through the list on the home page goes on with it
    if request.args.get("back") == "home":
        return redirect(url_for("home.index", _anchor="approvals"))
    return redirect(url_for("petitions.show", petition_id=petition_id))
