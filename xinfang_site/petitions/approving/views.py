"""Pages of approval (审批页面): a proposed step for its approver, and taking it back for its drafter."""

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import given
from xinfang_site.petitions.approving import page as reading
from xinfang_site.petitions.approving import services as approving
from xinfang_site.petitions.approving.forms import ApprovalForm, LateApprovalForm, TakeBackForm
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.stepping.checks import note_refusal
from xinfang_site.versions import StaleEditError, read_version


@blueprint.route("/proposals/<int:proposal_id>", methods=["GET", "POST"])
@requires("petition.step")
def decide(proposal_id: int) -> ResponseReturnValue:
    """Approve or return a proposed step."""
    opened = _read(proposal_id)
    form = _approval_form(opened)
    if request.method == "GET":
        form.version.data = str(opened.proposal.version)
    overtaken, refused = False, opened.refused
    if refused is not None and request.method == "POST":
        form.refuse(refused)
        step = opened.proposal.row.step
        note_refusal(db.session(), g.actor, opened.petition.id, step, str(refused))
    elif form.submitted():
        try:
            return _decide(form, opened)
        except Refused as refused:
            form.refuse(refused)
        except StaleEditError:
            overtaken = True
    return _page(form, proposal_id, overtaken=overtaken)


@blueprint.route("/proposals/<int:proposal_id>/take-back", methods=["GET", "POST"])
@requires("petition.step")
def take_back(proposal_id: int) -> ResponseReturnValue:
    """Take one's own proposal back, as long as nobody has given the last approval."""
    opened = _read(proposal_id)
    form = TakeBackForm()
    if request.method == "GET":
        form.version.data = str(opened.proposal.version)
    overtaken = False
    if form.submitted():
        version, reason = read_version(form.version.data), given(form.reason.data)
        try:
            approving.take_back(db.session(), g.actor, proposal_id, version, reason)
        except Refused as refused:
            form.refuse(refused)
        except StaleEditError:
            overtaken = True
        else:
            flash(f"已撤回“{opened.proposal.row.title}”的拟办意见。", "success")
            return redirect(url_for("petitions.show", petition_id=opened.petition.id))
    return _page(form, proposal_id, overtaken=overtaken)


def _read(proposal_id: int) -> reading.ProposalPage:
    return reading.read(db.session(), g.actor, proposal_id, today())


def _page(form: ApprovalForm | TakeBackForm, proposal_id: int, *, overtaken: bool) -> Response:
    """The proposal, read anew, with the form that fits the actor; after a conflict both texts."""
    opened = _read(proposal_id)
    taking_back = isinstance(form, TakeBackForm)
    page = render_template(
        "petitions/proposal.html",
        form=form,
        typed=form.typed(),
        taking_back=taking_back,
        fits=opened.fits(taking_back=taking_back),
        overtaken=overtaken,
        **reading.beside(db.session(), g.actor, opened, today(), overtaken=overtaken),
    )
    return make_response(page, 409 if request.method == "POST" else 200)


def _approval_form(opened: reading.ProposalPage) -> ApprovalForm:
    unit = reading.late_unit(db.session(), g.actor, opened, today())
    return ApprovalForm() if unit is None else LateApprovalForm(data={"late_unit": unit})


def _decide(form: ApprovalForm, opened: reading.ProposalPage) -> Response:
    proposal_id, petition_id, number = opened.proposal.id, opened.petition.id, opened.petition.number
    version = read_version(form.version.data)
    if form.decision.data == "approve":
        taken = approving.approve(db.session(), g.actor, proposal_id, version, today(), form.late())
        flash(f"{number}：" + ("已同意，并已办理。" if taken else "已同意，等待下一级审批。"), "success")
    else:
        approving.turn_down(db.session(), g.actor, proposal_id, version, form.reason.data or "")
        flash(f"{number}：已退回拟办人。", "success")
    # whoever works through the list on the home page goes on with it
    if request.args.get("back") == "home":
        return redirect(url_for("home.index", _anchor="approvals"))
    return redirect(url_for("petitions.show", petition_id=petition_id))
