"""Pages of rules and automatic filling (排班规则、自动排班): look first, then save."""

from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_joint_reception.answering import form_page, page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.domain.patterns import words
from xinfang_joint_reception.permissions import PLAN
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.models import RotaRule
from xinfang_joint_reception.rota.rules import services as ruling
from xinfang_joint_reception.rota.rules.forms import RuleForm, rule_values
from xinfang_site.plugin_api.data import Refused, StaleEditError, owned_one, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import (
    SiteForm,
    Stored,
    actor,
    conflict_page,
    options,
    requires,
)


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
            done = ruling.generate(session(), actor(), rule_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(f"已生成 {len(done.new)} 个场次。", "success")
            month = (done.new[0] if done.new else rule.first).strftime("%Y-%m")
            return redirect(url_for("joint_reception.index", month=month))
        rule = owned_one(session(), RotaRule, actor().office_id, rule_id)
    plan = ruling.preview(session(), rule)
    return form_page("rule_preview", form, rule=rule, words=words(rule.rule), plan=plan)


@blueprint.post("/rules/<int:rule_id>/end")
@requires(PLAN)
def rule_end(rule_id: int) -> ResponseReturnValue:
    """Take a rule out of use."""
    ruling.end(session(), actor(), rule_id)
    flash("规则已停用，已生成的场次不受影响。", "success")
    return redirect(url_for("joint_reception.rules"))
