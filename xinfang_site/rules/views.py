"""Pages of the rules (期限规则页面): what counts now, by which article, and the office's own versions."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.extensions import db
from xinfang_site.forms import form_page, given
from xinfang_site.rules import queries, services
from xinfang_site.rules.forms import RulesForm, shown
from xinfang_site.versions import StaleEditError

blueprint = Blueprint("rules", __name__, url_prefix="/rules")
OVERRIDDEN = ("xfgztl2022", "xftl2005")


@blueprint.get("/")
@requires("petition.view")
def index() -> str:
    """Every rule in force, its article, and whether it is this site's own policy."""
    session = db.session()
    sets = []
    for base in sorted(
        queries.BASES.values(), key=lambda each: each.valid_to is not None
    ):  # new matters' first
        row = services.newest(session, g.actor.office_id, queries.overridden_with(base))
        sets.append((base, queries.local_set(row, base) if row else base, row))
    return render_template(
        "rules/index.html",
        sets=sets,
        versions=queries.versions(session, g.actor.office_id),
        bases=queries.BASES,
        overridden=OVERRIDDEN,
    )


@blueprint.route("/<code>/change", methods=["GET", "POST"])
@requires("rule.manage")
def change(code: str) -> ResponseReturnValue:
    """Set local rules: a new version, for limits that start from its day on."""
    if code not in OVERRIDDEN:
        abort(404)
    session, base = db.session(), queries.BASES[code]
    row = services.newest(session, g.actor.office_id, code)
    values = {"seen": row.id if row else 0, "valid_from": today(), **shown(base, row.settings if row else {})}
    form = RulesForm(data=values) if request.method == "GET" else RulesForm()
    if form.submitted():
        draft = services.RulesDraft(
            code, given(form.valid_from.data), form.settings(), given(form.reason.data), form.version()
        )
        try:
            services.set_rules(session, g.actor, draft, today())
        except Refused as refused:
            form.refuse(refused)
        except StaleEditError:
            form.form_errors.append(
                "他人刚刚设置了新的版本，您填写的内容没有保存，请核对下方现行版本后重新提交"
            )
            latest = services.newest(session, g.actor.office_id, code)
            form.seen.renew(latest.id if latest else 0)
        else:
            flash("本地规则已保存；已经起算的期限不受影响。", "success")
            return redirect(url_for("rules.index"))
    newest = services.newest(session, g.actor.office_id, code)
    return form_page(
        "rules/change.html",
        form,
        base=base,
        titles={duty.value: duty.title for duty in Duty},
        described={duty.value: rule for duty, rule in base.rules.items()},
        row=newest,
    )
