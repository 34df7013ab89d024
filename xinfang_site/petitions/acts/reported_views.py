"""Pages of reported persons (被反映人账号页面): whose account a reported person has, and taking that back."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import Max, ReasonForm, SiteForm, form_page, given, options
from xinfang_site.petitions.acts import reported
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.visibility import scope


class LinkForm(SiteForm):
    """Says whose account a reported person has (关联账号表单)."""

    account = SelectField("被反映人本人的账号", [InputRequired("请选择账号")], choices=[])
    reason = TextAreaField(
        "怎样核实是本人", [InputRequired("请写明怎样核实"), Max(500)], render_kw={"rows": 3}
    )


@blueprint.route("/<int:petition_id>/accused/<int:accused_id>", methods=["GET", "POST"])
@requires("petition.edit")
def link_accused(petition_id: int, accused_id: int) -> ResponseReturnValue:
    """Say whose account a reported person has."""
    session, form = db.session(), LinkForm()
    row = reported.named(session, g.actor, petition_id, accused_id)
    known = reported.candidates(session, g.actor, petition_id, accused_id)
    form.account.choices = options([("", "请选择"), *known])
    if form.submitted():
        draft = reported.LinkDraft(int(given(form.account.data)), given(form.reason.data))
        try:
            reported.link(session, g.actor, petition_id, accused_id, draft, today())
        except Refused as refused:
            form.refuse(refused)
        else:
            if draft.account_id == g.actor.account_id:
                flash("已关联您本人的账号。依法回避，您不再能查看该事项。", "success")
                return redirect(url_for("petitions.index"))
            flash("已关联。该账号从现在起看不到本事项，有尝试的会记入审计日志。", "success")
            return redirect(url_for("petitions.show", petition_id=petition_id))
    note = (
        f"被反映人：{row.name}。关联后，该账号在名册、检索、统计清单、导出、附件、文书和提醒中都看不到本事项，"
        "也不能承办、审批；同名而不是本人的，不要关联。解除须由负责人写明理由（第二十八条第三款、第三十条第三款）。"
    )
    return _page(form, petition_id, "关联被反映人账号", note)


@blueprint.route("/<int:petition_id>/accused/<int:accused_id>/release", methods=["GET", "POST"])
@requires("petition.dispose")
def release_accused(petition_id: int, accused_id: int) -> ResponseReturnValue:
    """Take a wrong link back."""
    session, form = db.session(), ReasonForm("为什么不是本人")
    row = reported.named(session, g.actor, petition_id, accused_id)
    if form.submitted():
        reason = given(form.reason.data)
        try:
            reported.release(session, g.actor, petition_id, accused_id, reason, today())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("已解除关联，办理经过中留有记录。", "success")
            return redirect(url_for("petitions.show", petition_id=petition_id))
    note = f"被反映人：{row.name}。解除后，原来关联的账号又能看到本事项；只有负责人可以办理。"
    return _page(form, petition_id, "解除被反映人账号关联", note)


def _page(form: SiteForm, petition_id: int, title: str, note: str) -> ResponseReturnValue:
    return form_page(
        "petitions/small_act.html",
        form,
        petition=scope.get(db.session(), g.actor, petition_id),
        title=title,
        note=note,
        offices={},
    )
