"""Pages of the steps (办理页面): one page a step, and the approval of proposed ones."""

from typing import Any

from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.roles import Role
from xinfang_site.domain.steps import Need, Step, Transition
from xinfang_site.domain.transitions import TABLE
from xinfang_site.extensions import db
from xinfang_site.missing import Missing
from xinfang_site.offices.models import Office
from xinfang_site.petitions import choices, scope, step_effects, stepping
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.proposal_models import Proposal
from xinfang_site.petitions.step_forms import ApprovalForm, StepForm, form_class
from xinfang_site.petitions.wording import outcome_of
from xinfang_site.site_context import chinese_moment


@blueprint.route("/<int:petition_id>/steps/<step>", methods=["GET", "POST"])
@requires("petition.step")
def take_step(petition_id: int, step: str) -> ResponseReturnValue:
    """Take or propose one step; the page says what follows, and by which article."""
    seen = scope.see(db.session(), g.actor, petition_id)
    petition = seen.petition
    row = _row(step)
    form = form_class(row)()
    form.offices = choices.office_names(db.session(), today())
    if request.method == "GET":
        _refuse_unoffered(seen, row)
        form.version.data = str(petition.version)
    if not form.submitted():
        return _step_page(form, petition, row, 400 if request.method == "POST" else 200)
    values = form.values(row)
    if Need.OTHER_MATTER in row.needs and not _find_other(form, values):
        return _step_page(form, petition, row, 400)
    draft = stepping.StepDraft(row.step, _version(form.version.data), values)
    try:
        taken = stepping.take(db.session(), g.actor, petition_id, draft, today())
    except Refused as refused:
        _put_beside_field(form, refused)
        return _step_page(form, petition, row, 409)
    except stepping.Conflict:
        return _conflict(form, scope.get(db.session(), g.actor, petition_id), row)
    flash(f"已办理：{row.title}。" if taken else f"“{row.title}”已提交审批。", "success")
    return redirect(url_for("petitions.show", petition_id=petition_id))


def _find_other(form: StepForm, values: dict[str, Any]) -> bool:
    """Put the other matter's id in place of its number; a foreign number is an unknown one."""
    field = form[Need.OTHER_MATTER.value]
    found = scope.id_of_number(db.session(), g.actor, field.data)
    if found is None:
        field.errors = [*field.errors, "名册中没有这个编号，请核对"]
    values[Need.OTHER_MATTER.value] = found
    return found is not None


def _row(step: str) -> Transition:
    try:
        return TABLE[Step(step)]
    except ValueError:
        abort(404)


def _refuse_unoffered(seen: scope.Seen, row: Transition) -> None:
    petition = seen.petition
    if row not in stepping.offered(petition, g.actor, stepping.sides(g.actor, seen)):
        raise Refused(f"事项现为“{petition.standing.title}”，您不能办理“{row.title}”", row.basis)


def _step_page(form: StepForm, petition: Petition, row: Transition, status: int) -> Response:
    page = render_template(
        "petitions/step.html", form=form, petition=petition, row=row, latest=None, outcome=outcome_of(row)
    )
    return make_response(page, status)


def _conflict(form: StepForm, petition: Petition, row: Transition) -> Response:
    """Both texts on one page: what was typed, and what the other person did meanwhile."""
    latest = step_effects.latest_step(db.session(), petition.id)
    form.version.data = str(petition.version)
    page = render_template(
        "petitions/step.html", form=form, petition=petition, row=row, latest=latest, outcome=outcome_of(row)
    )
    return make_response(page, 409)


def _put_beside_field(form: StepForm, refused: Refused) -> None:
    field = form[refused.field] if refused.field and refused.field in form else form.version
    field.errors = [*field.errors, str(refused)]


@blueprint.route("/proposals/<int:proposal_id>", methods=["GET", "POST"])
@requires("petition.step")
def decide(proposal_id: int) -> ResponseReturnValue:
    """Approve or return a proposed step."""
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None:
        raise Missing
    petition = scope.get(db.session(), g.actor, proposal.petition_id)
    form = ApprovalForm()
    if request.method == "GET":
        form.version.data = str(proposal.version)
    if form.submitted():
        try:
            return _decide(form, proposal_id, petition.id)
        except Refused as refused:
            form.decision.errors = [*form.decision.errors, str(refused)]
        except stepping.Conflict:
            form.decision.errors = [*form.decision.errors, "这份拟办意见已由他人处理，请返回事项查看最新情况"]
    status = 409 if request.method == "POST" else 200
    rows = describe(proposal)
    page = render_template(
        "petitions/proposal.html", form=form, proposal=proposal, petition=petition, rows=rows
    )
    return make_response(page, status)


def _decide(form: ApprovalForm, proposal_id: int, petition_id: int) -> Response:
    version = _version(form.version.data)
    if form.decision.data == "approve":
        taken = stepping.approve(db.session(), g.actor, proposal_id, version, today())
        flash("已同意，并已办理。" if taken else "已同意，等待下一级审批。", "success")
    else:
        stepping.turn_down(db.session(), g.actor, proposal_id, version, form.reason.data or "")
        flash("已退回拟办人。", "success")
    return redirect(url_for("petitions.show", petition_id=petition_id))


def _version(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1


def describe(proposal: Proposal) -> list[tuple[str, str]]:
    """A proposal in words: what is asked, and who has approved so far."""
    rows = [("拟办人", f"{proposal.drafter}　{chinese_moment(proposal.drafted_at)}")]
    for need in proposal.row.needs:
        value = proposal.details.get(need.value)
        if need is Need.RECEIVER and value is not None:
            office = db.session.get(Office, value)
            value = office.name if office else ""
        if value:
            rows.append((need.title, str(value)))
    rows += [(Role(each["role"]).title, f"{each['name']}　同意") for each in proposal.approvals]
    rows.append(("办理之后", outcome_of(proposal.row)))
    rows.append(("依据", proposal.row.basis.cite() if proposal.row.basis else "本机关内部管理规定"))
    return rows
