"""Pages of small acts around one matter (附属办理页面): standing aside, reported units, links, 诉访分离."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.receiving import diversion
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.extensions import db
from xinfang_site.forms import Max, ReasonForm, SiteForm, form_page, given, options
from xinfang_site.petitions.acts import services as acts
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.registering import choices
from xinfang_site.petitions.stepping.fields import known_office
from xinfang_site.petitions.visibility import scope


class ReportedForm(SiteForm):
    """Names a reported unit or person (被反映人表单)."""

    accused_unit = StringField(
        "被反映单位",
        [Max(120), known_office],
        description="该单位及其下级将立即看不到本事项",
        render_kw={"list": "offices"},
    )
    accused_name = StringField("被反映人姓名、职务", [Max(100)])
    reason = TextAreaField("登记理由", [InputRequired("请写明理由"), Max(500)], render_kw={"rows": 3})
    offices: dict[str, int]


class AnswerForm(SiteForm):
    """One question of the tree (甄别问题)."""

    answer = RadioField("回答", [InputRequired("请选择一项")])


@blueprint.route("/<int:petition_id>/recuse", methods=["GET", "POST"])
@requires("petition.step")
def recuse(petition_id: int) -> ResponseReturnValue:
    """Declare a direct interest; from then on no step of this matter is offered."""
    petition = scope.get(db.session(), g.actor, petition_id)
    form = ReasonForm("与信访事项或者信访人的利害关系")
    if form.submitted():
        try:
            acts.stand_aside(db.session(), g.actor, petition_id, given(form.reason.data))
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("已申报回避，本事项由他人办理。", "success")
            return redirect(_case(petition_id))
    return _small(form, petition, "申报回避", "申报后您不能再办理本事项的任何一步（第二十八条第三款）。")


@blueprint.route("/<int:petition_id>/accused", methods=["GET", "POST"])
@requires("petition.edit")
def accused(petition_id: int) -> ResponseReturnValue:
    """Note a reported unit or person."""
    petition = scope.get(db.session(), g.actor, petition_id)
    form = ReportedForm()
    form.offices = choices.office_names(db.session(), today())
    if form.submitted():
        office_id = form.offices.get(form.accused_unit.data or "")
        draft = acts.Reported(office_id, form.accused_name.data or "", given(form.reason.data))
        try:
            acts.report(db.session(), g.actor, petition_id, draft, today())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("已登记被反映对象。", "success")
            return redirect(_case(petition_id))
    note = "被反映单位及其下级单位不得接收、查看、检索或者统计本事项；登记后不能撤销（第三十条第三款）。"
    return _small(form, petition, "登记被反映对象", note, form.offices)


@blueprint.route("/<int:petition_id>/links/<int:link_id>/remove", methods=["GET", "POST"])
@requires("petition.edit")
def unlink(petition_id: int, link_id: int) -> ResponseReturnValue:
    """Take a link back."""
    petition = scope.get(db.session(), g.actor, petition_id)
    form = ReasonForm("解除理由")
    other = acts.linked(db.session(), g.actor, petition_id, link_id)
    if form.submitted():
        reason = given(form.reason.data)
        acts.unlink(db.session(), g.actor, petition_id, link_id, reason, today())
        flash("已解除关联，办理经过中留有记录。", "success")
        return redirect(_case(petition_id))
    note = f"解除与 {other.number}（{other.relation}：{other.summary}）的关联。两件事项都保留，以后可以重新关联。"
    return _small(form, petition, "解除关联", note)


def _small(
    form: SiteForm, petition: Petition, title: str, note: str, offices: dict[str, int] | None = None
) -> Response:
    return form_page(
        "petitions/small_act.html", form, petition=petition, title=title, note=note, offices=offices or {}
    )


@blueprint.route("/<int:petition_id>/diversion", methods=["GET", "POST"])
@requires("petition.step", "petition.register")
def divert(petition_id: int) -> ResponseReturnValue:
    """诉访分离: one question a page; the answers are kept in the address, a POST stores the result."""
    petition = scope.get(db.session(), g.actor, petition_id)
    answers = request.args.getlist("a")[:12]
    here = diversion.walk(answers)
    if request.method == "POST" and isinstance(here, diversion.Outlet):
        kept = acts.walked(db.session(), g.actor, petition_id, answers)
        flash("甄别结论已记录。", "success")
        return redirect(url_for("petitions.diversion_slip", petition_id=petition_id, diversion_id=kept))
    form = AnswerForm()
    if isinstance(here, diversion.Question):
        form.answer.label.text = here.text
        form.answer.choices = options([(each.code, each.text) for each in here.answers])
        if form.submitted():
            further = [*answers, form.answer.data]
            return redirect(url_for("petitions.divert", petition_id=petition_id, a=further))
    return form_page(
        "petitions/diversion.html",
        form,
        petition=petition,
        here=here,
        asked=isinstance(here, diversion.Question),
        answers=answers,
        record=diversion.record(answers),
        step=None if isinstance(here, diversion.Question) else TABLE[here.step],
    )


@blueprint.get("/<int:petition_id>/diversion/<int:diversion_id>")
@requires("petition.step", "petition.register")
def diversion_slip(petition_id: int, diversion_id: int) -> str:
    """The guidance slip for stored answers, to hand over."""
    petition = scope.get(db.session(), g.actor, petition_id)
    kept = acts.diversion_of(db.session(), g.actor, petition_id, diversion_id)
    end = diversion.walk(kept.answers)
    return render_template(
        "petitions/diversion_slip.html",
        petition=petition,
        kept=kept,
        end=end,
        record=diversion.record(kept.answers),
        kind=Kind(kept.kind),
        path=Path(kept.path) if kept.path else None,
        step=TABLE[Step(kept.step)],
    )


def _case(petition_id: int) -> str:
    return url_for("petitions.show", petition_id=petition_id)
