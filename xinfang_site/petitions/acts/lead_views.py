"""Pages of the leader in charge (包案领导页面): naming one, and the matters leader by leader."""

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.conflicts_page import Stored, VersionField, conflict_page
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import Max, SiteForm, given
from xinfang_site.petitions.acts import leaders, leads
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.visibility import scope
from xinfang_site.versions import StaleEditError

_NOTE = "一件事项一位包案领导。先后由谁包案，办理经过中都有记录；被反映的人和申报回避的人不能包案（第二十八条第三款）。"


class LeadForm(SiteForm):
    """Names the leader in charge (包案领导表单)."""

    version = VersionField()
    lead = StringField(
        "包案领导姓名、职务",
        [Max(50)],
        description="如“李某（副区长）”；不再由领导包案的清空",
        render_kw={"list": "leaders", "autocomplete": "off"},
    )
    reason = TextAreaField(
        "依据或者理由", [InputRequired("请写明依据或者理由"), Max(500)], render_kw={"rows": 2}
    )


@blueprint.route("/<int:petition_id>/lead", methods=["GET", "POST"])
@requires("petition.edit")
def put_in_charge(petition_id: int) -> ResponseReturnValue:
    """Say which leader is in charge of the matter."""
    session = db.session()
    petition = scope.get(session, g.actor, petition_id)
    form, status = LeadForm(), 200
    if request.method == "GET":
        form.lead.data = petition.lead
        form.version.renew(petition.version)
    if form.submitted():
        draft = leads.LeadDraft(form.lead.data or "", given(form.reason.data), given(form.version.data))
        try:
            changed = leads.put_in_charge(session, g.actor, petition_id, draft, today())
        except Refused as refused:
            form.refuse(refused)
            status = 409
        except StaleEditError:
            present = scope.get(session, g.actor, petition_id)
            return conflict_page(form, Stored(present.version, {"lead": present.lead}), _case(petition_id))
        else:
            flash("已记入办理经过。" if changed else "包案领导没有变化。", "success")
            return redirect(_case(petition_id))
    elif request.method == "POST":
        status = 400
    page = render_template(
        "petitions/lead.html",
        form=form,
        petition=scope.get(session, g.actor, petition_id),
        note=_NOTE,
        leaders=leaders.proposed(session, g.actor),
    )
    return make_response(page, status)


def _case(petition_id: int) -> str:
    return url_for("petitions.show", petition_id=petition_id)
