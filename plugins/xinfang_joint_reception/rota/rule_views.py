"""Pages of rules and automatic filling (排班规则、自动排班): look first, then save."""

from datetime import date, timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from xinfang_joint_reception.answering import form_page, page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.domain.patterns import words
from xinfang_joint_reception.permissions import PLAN
from xinfang_joint_reception.rota import filling, planning, queries, ruling
from xinfang_joint_reception.rota.forms import RuleForm, rule_values
from xinfang_joint_reception.rota.models import RotaRule
from xinfang_site.plugin_api.data import Refused, StaleEditError, owned_one, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import (
    SiteForm,
    Stored,
    actor,
    conflict_page,
    given,
    options,
    requires,
)

LONGEST_FILL = 366


@blueprint.get("/rules/")
@requires(PLAN)
def rules() -> str:
    """Rules in use, in words."""
    found = queries.rules(session(), actor().office_id)
    return page(
        "rules",
        rules=[(each, words(each.rule)) for each in found],
        kinds=queries.kinds(session(), actor().office_id),
    )


@blueprint.route("/rules/new", methods=["GET", "POST"])
@requires(PLAN)
def rule_new() -> ResponseReturnValue:
    """Add a rule; the next page shows the sessions it would make."""
    kinds = queries.kinds(session(), actor().office_id)
    kind = next(
        (each for each in kinds if each.id == request.args.get("kind", 0, type=int)),
        kinds[0] if kinds else None,
    )
    if kind is None:
        return redirect(url_for("joint_reception.setup"))
    first = {
        "version": 0,
        "kind_id": kind.id,
        "first": today(),
        "last": date(today().year, 12, 31),
        "starts_at": kind.starts_at,
        "ends_at": kind.ends_at,
        "place": kind.place,
    }
    return _save(RuleForm(data=first), None)


@blueprint.route("/rules/<int:rule_id>/edit", methods=["GET", "POST"])
@requires(PLAN)
def rule_edit(rule_id: int) -> ResponseReturnValue:
    """Change a rule."""
    rule = owned_one(session(), RotaRule, actor().office_id, rule_id)
    return _save(RuleForm(data=rule_values(rule)), rule)


def _save(form: RuleForm, rule: RotaRule | None) -> ResponseReturnValue:
    kinds = queries.kinds(session(), actor().office_id, active=rule is None)
    form.kind_id.choices = options((each.id, each.title) for each in kinds)
    rule_id = rule.id if rule is not None else None
    if form.submitted():
        try:
            saved = ruling.save(session(), actor(), form.draft(), rule_id, form.version.data or 0)
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            stored = owned_one(session(), RotaRule, actor().office_id, rule_id or 0)
            values = {name: value for name, value in rule_values(stored).items() if name != "version"}
            return conflict_page(form, Stored(stored.version, values), url_for("joint_reception.rules"))
        else:
            flash("规则已保存，请核对将要生成的场次。", "success")
            return redirect(url_for("joint_reception.rule_generate", rule_id=saved))
    return form_page("rule_form", form, rule=rule)


@blueprint.route("/rules/<int:rule_id>/generate", methods=["GET", "POST"])
@requires(PLAN)
def rule_generate(rule_id: int) -> ResponseReturnValue:
    """Show what the rule comes to, then make its sessions."""
    rule = owned_one(session(), RotaRule, actor().office_id, rule_id)
    form = SiteForm()
    if form.submitted():
        try:
            done = planning.generate(session(), actor(), rule_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(f"已生成 {len(done.new)} 个场次。", "success")
            month = (done.new[0] if done.new else rule.first).strftime("%Y-%m")
            return redirect(url_for("joint_reception.index", month=month))
        rule = owned_one(session(), RotaRule, actor().office_id, rule_id)
    plan = planning.preview(session(), rule)
    return form_page("rule_preview", form, rule=rule, words=words(rule.rule), plan=plan, day=today())


@blueprint.post("/rules/<int:rule_id>/end")
@requires(PLAN)
def rule_end(rule_id: int) -> ResponseReturnValue:
    """Take a rule out of use."""
    ruling.end(session(), actor(), rule_id)
    flash("规则已停用，已生成的场次不受影响。", "success")
    return redirect(url_for("joint_reception.rules"))


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
    kinds = queries.kinds(session(), actor().office_id)
    form.kind.choices = options((each.id, each.title) for each in kinds)
    proposal = None
    if "kind" in request.args:
        if form.validate():
            try:
                proposal = filling.propose(session(), actor(), form.kind.data, form.span())
            except Refused as refusal:
                form.refuse(refusal)
    else:
        form.first.data, form.last.data = today(), today() + timedelta(days=30)
    return form_page("fill", form, proposal=proposal, kinds=kinds)


@blueprint.post("/fill")
@requires(PLAN)
def fill_save() -> ResponseReturnValue:
    """Save the proposal that was looked at."""
    form = FillForm()
    form.kind.choices = options((each.id, each.title) for each in queries.kinds(session(), actor().office_id))
    if not form.submitted():
        return form_page("fill", form, proposal=None, kinds=())
    try:
        count = filling.apply(
            session(), actor(), form.kind.data, form.span(), request.form.get("mark", "")[:20000]
        )
    except Refused as refusal:
        form.refuse(refusal)
        return form_page("fill", form, proposal=None, kinds=())
    flash(f"已排入 {count} 人次，发布公示后生效。", "success")
    return redirect(url_for("joint_reception.index", month=given(form.first.data).strftime("%Y-%m")))
