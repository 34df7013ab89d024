"""Pages of the rehearsal (岗位预演): choose a post, look, stop."""

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_site.access import requires, signed_in
from xinfang_site.accounts.rehearsing import services
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.roles import ADMINISTRATORS, Role
from xinfang_site.extensions import db
from xinfang_site.forms import Max, SiteForm, TicksField, form_page, options
from xinfang_site.modules.queries import managed

blueprint = Blueprint("rehearsal", __name__, url_prefix="/rehearsal")


class RehearsalForm(SiteForm):
    """Asks which post is viewed, and why (岗位预演表单)."""

    office = SelectField("机构", coerce=int)
    roles = TicksField(
        "岗位",
        choices=options([(each.value, each.title) for each in Role if each not in ADMINISTRATORS]),
    )
    reason = TextAreaField("事由", [InputRequired("请填写事由"), Max(500)])


@blueprint.route("/", methods=["GET", "POST"])
@requires("role.grant")
def begin() -> ResponseReturnValue:
    """Choose the post to look at."""
    form = RehearsalForm()
    offices = managed(db.session(), g.actor.office_id)
    form.office.choices = options([(each.id, each.short_name) for each in offices])
    if form.submitted():
        draft = services.RehearsalDraft(
            form.office.data, frozenset(Role(each) for each in form.roles.data or ()), form.reason.data or ""
        )
        try:
            services.begin(db.session(), g.actor, current_user.session_id, draft)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("home.index"))
    return form_page("accounts/rehearsal.html", form)


@blueprint.post("/end")
@signed_in
def end() -> ResponseReturnValue:
    """End the rehearsal."""
    services.end(db.session(), g.actor, current_user.session_id)
    flash("岗位预演已结束。", "success")
    return redirect(url_for("home.index"))
