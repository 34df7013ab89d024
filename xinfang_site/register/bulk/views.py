"""Pages of bulk actions (批量办理页面): choose, check, do, and a result for each matter."""

import secrets

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.registering import choices
from xinfang_site.register import page as register_page
from xinfang_site.register.bulk import chosen, services
from xinfang_site.register.bulk.actions import ACTIONS, MOST, BulkDraft, actions_for
from xinfang_site.register.bulk.forms import BulkForm
from xinfang_site.register.filters.list_query import ListQuery, parse

SHOWN = 50
_CONSEQUENCES = {
    "sign_for": ("受理告知期限照旧从转送、交办之日起算", "签收后不能撤销；不属于本单位职责的，在期限内逐件提出异议"),
    "lapse": ("申请复查的期限已经届满的才办理，未满的不办", "信访人有正当理由逾期申请的，仍可逐件登记复查申请"),
    "lapse_review": ("申请复核的期限已经届满的才办理，未满的不办",),
    "archive": ("期限都已停止的才归档，其余不办并说明原因", "归档后案卷冻结，不能撤销，有新的材料请另行登记并关联"),
}  # fmt: skip
"""What a step does to each matter, and whether it can be undone (办理后果)."""


@blueprint.post("/bulk", endpoint="bulk")
@requires("petition.bulk")
def bulk_check() -> ResponseReturnValue:
    """The matters chosen and what will be done to them, before it is done; then doing it."""
    action = request.form.get("action", "")
    if action not in actions_for(g.actor):
        raise Refused("请选择批量操作的种类")
    submission = request.form.get("submission", "")[:40] or None
    sent = services.sent_before(db.session(), g.actor, submission)
    if sent is not None:  # before the list is asked: it may hold none of them any more
        return _sent_again(sent)
    query = parse(MultiDict(request.form.items(multi=True))).first()
    ids, truncated = _chosen(query)
    if not ids:  # nothing was typed yet: the list as it was, with the rows to tick
        flash("没有选中任何事项，请先勾选表中的行，再点“下一步：核对”。", "warning")
        return redirect(register_page.address(query))
    chosen.check_visible(db.session(), g.actor, ids)
    form = _form(action)
    confirmed = request.form.get("confirmed", "")
    if confirmed == str(len(ids)) and form.submitted():
        change = editing.Change(action, _value(form), str(form.reason.data), today())
        retention = form.retention.data if "retention" in form else ""
        wanted = BulkDraft(tuple(ids), change, retention, submission=submission)
        job_id = services.start(db.session(), g.actor, wanted)
        return redirect(url_for("petitions.bulk_results", job_id=job_id))
    page = render_template(
        "petitions/bulk.html",
        form=form,
        action_title=ACTIONS[action],
        count=len(ids),
        changed=bool(confirmed) and confirmed != str(len(ids)),
        truncated=truncated,
        shown=chosen.as_rows(db.session(), g.actor, ids[:SHOWN], today()),
        hidden=_hidden(query, ids),
        asked=bool(confirmed),
        consequences=_CONSEQUENCES.get(action, ()),
        back=register_page.address(query),
    )
    return make_response(page, 400 if confirmed else 200)


def _sent_again(job_id: int) -> ResponseReturnValue:
    """The results of the same form's first sending; whoever has changed it since is told that nothing new was done."""
    flash(
        "这张表单已经提交过，没有重复办理，下面是那一次的结果；改了内容要再办的，请回到名册重新选择。", "info"
    )
    return redirect(url_for("petitions.bulk_results", job_id=job_id))


def _chosen(query: ListQuery) -> tuple[list[int], bool]:
    """The ids ticked, or all that match now (as far as one action reaches)."""
    if request.form.get("every"):
        ids = chosen.all_matching(db.session(), g.actor, query, today(), MOST + 1)
        return ids[:MOST], len(ids) > MOST
    ticked = [each for each in request.form.getlist("selected") if each.isascii() and each.isdigit()]
    return [int(each) for each in dict.fromkeys(ticked) if len(each) <= 9], False


def _form(action: str) -> BulkForm:
    form = BulkForm(formdata=request.form if "confirmed" in request.form else None)
    if action == "category":
        paths = choices.category_paths(db.session(), today())
        form.value.label.text = "内容分类改为"
        form.value.validators = [InputRequired("请选择内容分类")]
        form.value.choices = [("", "请选择"), *((str(value), path) for path, value in paths.items())]
    elif action == "handler":
        held = editing.handlers(db.session(), g.actor)
        form.value.label.text = "承办人改为"
        form.value.choices = [("", "不指定（撤销现有承办人）"), *((str(each.id), each.name) for each in held)]
    else:
        del form.value
    if action == "note":
        form.ask_for("备注内容")
    if action != "archive":
        del form.retention
    return form


def _value(form: BulkForm) -> int | None:
    return int(form.value.data) if "value" in form and form.value.data else None


def _hidden(query: ListQuery, ids: list[int]) -> list[tuple[str, str]]:
    """What the confirm page sends along: the list's conditions, or the ids."""
    once = request.form.get("submission", "")[:40] or secrets.token_urlsafe(16)
    kept = [
        *query.pairs(),
        ("action", request.form["action"]),
        ("confirmed", str(len(ids))),
        ("submission", once),
    ]
    if request.form.get("every"):
        return [*kept, ("every", "1")]
    return [*kept, *(("selected", str(each)) for each in ids)]
