"""Pages of automatic filling (自动排班): look first, then save."""

from datetime import date, timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from xinfang_joint_reception.answering import form_page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.permissions import PLAN
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.filling import services as filling
from xinfang_site.plugin_api.data import Refused, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import SiteForm, actor, given, options, requires

LONGEST_FILL = 366


class FillForm(SiteForm):
    """Which kind (自动排班表单), and from which to which day."""

    kind = SelectField("接访类别", coerce=int)
    first = DateField("从", [InputRequired("请选择开始日期")])
    last = DateField("至", [InputRequired("请选择结束日期")])

    def span(self) -> tuple[date, date]:
        """First and last day.

        Raises:
            Refused: they are not in order, or too far apart.
        """
        first, last = given(self.first.data), given(self.last.data)
        if last < first:
            raise Refused("结束日期不能早于开始日期", field="last")
        if (last - first).days > LONGEST_FILL:
            raise Refused("一次最多排一年", field="last")
        return first, last


@blueprint.get("/fill")
@requires(PLAN)
def fill() -> ResponseReturnValue:
    """Choose, then look at the proposal; the address holds the choice."""
    form = FillForm.from_query()
    form.kind.choices = options((each.id, each.title) for each in queries.kinds(session(), actor().office_id))
    proposal = None
    if "kind" in request.args:
        if form.validate():
            try:
                proposal = filling.propose(session(), actor(), form.kind.data, form.span())
            except Refused as refusal:
                form.refuse(refusal)
    else:
        form.first.data, form.last.data = today(), today() + timedelta(days=30)
    return form_page("fill", form, proposal=proposal)


@blueprint.post("/fill")
@requires(PLAN)
def fill_save() -> ResponseReturnValue:
    """Save the proposal that was looked at."""
    form = FillForm()
    form.kind.choices = options((each.id, each.title) for each in queries.kinds(session(), actor().office_id))
    if not form.submitted():
        return form_page("fill", form, proposal=None)
    try:
        count = filling.apply(
            session(), actor(), form.kind.data, form.span(), request.form.get("mark", "")[:20000]
        )
    except Refused as refusal:
        form.refuse(refusal)
        return form_page("fill", form, proposal=None)
    flash(f"已排入 {count} 人次，发布公示后生效。", "success")
    return redirect(url_for("joint_reception.index", month=given(form.first.data).strftime("%Y-%m")))
