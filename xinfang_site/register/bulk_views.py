"""Pages of bulk actions (批量办理页面): choose, check, do, and a result for each matter."""

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.jobs.own import job_of, progress_of
from xinfang_site.known_tables import known
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.models import SORT_KEY_BASE, RegisterEntry
from xinfang_site.petitions.registering import choices, editing
from xinfang_site.petitions.visibility import scope
from xinfang_site.register import bulk, bulk_undo
from xinfang_site.register import page as register_page
from xinfang_site.register.forms import BulkForm, UndoForm
from xinfang_site.register.list_query import ListQuery, parse
from xinfang_site.register.listing import Place
from xinfang_site.register.matters import Register
from xinfang_site.register.rows import Row, rows

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
    if action not in bulk.actions_for(g.actor):
        raise Refused("请选择批量操作的种类")
    query = parse(MultiDict(request.form.items(multi=True))).first()
    ids, truncated = _chosen(query)
    if not ids:
        raise Refused("没有选中任何事项，请先勾选")
    bulk.check_visible(db.session(), g.actor, ids)
    form = _form(action)
    confirmed = request.form.get("confirmed", "")
    if confirmed == str(len(ids)) and form.submitted():
        change = editing.Change(action, _value(form), str(form.reason.data), today())
        retention = form.retention.data if "retention" in form else ""
        job_id = bulk.start(db.session(), g.actor, bulk.BulkDraft(tuple(ids), change, retention))
        return redirect(url_for("petitions.bulk_results", job_id=job_id))
    page = render_template(
        "petitions/bulk.html",
        form=form,
        action=action,
        action_title=bulk.ACTIONS[action],
        count=len(ids),
        changed=bool(confirmed) and confirmed != str(len(ids)),
        truncated=truncated,
        shown=_first_rows(ids),
        hidden=_hidden(query, ids),
        asked=bool(confirmed),
        consequences=_CONSEQUENCES.get(action, ()),
        back=register_page.address(query),
    )
    return make_response(page, 400 if confirmed else 200)


def _chosen(query: ListQuery) -> tuple[list[int], bool]:
    """The ids ticked, or all that match now (as far as one action reaches)."""
    if request.form.get("every"):
        found = Register(db.session(), g.actor.office_id, query, today(), g.actor.barred).everything(
            bulk.MOST + 1
        )
        ids = [place.identifier for chunk in found for place in chunk]
        return ids[: bulk.MOST], len(ids) > bulk.MOST
    ticked = [each for each in request.form.getlist("selected") if each.isascii() and each.isdigit()]
    return [int(each) for each in dict.fromkeys(ticked) if len(each) <= 9], False


def _form(action: str) -> BulkForm:
    form = BulkForm(formdata=request.form if "confirmed" in request.form else None)
    if action == "category":
        paths = choices.category_paths(db.session(), today())
        form.value.label.text = "内容分类改为"
        form.value.choices = [("", "请选择"), *((str(value), path) for path, value in paths.items())]
    elif action == "handler":
        held = editing.handlers(db.session(), g.actor)
        form.value.label.text = "承办人改为"
        form.value.choices = [("", "不指定（撤销现有承办人）"), *((str(each.id), each.name) for each in held)]
    else:
        del form.value
    if action != "archive":
        del form.retention
    return form


def _value(form: BulkForm) -> int | None:
    return int(form.value.data) if "value" in form and form.value.data else None


def _hidden(query: ListQuery, ids: list[int]) -> list[tuple[str, str]]:
    """What the confirm page sends along: the list's conditions, or the ids."""
    kept = [*query.pairs(), ("action", request.form["action"]), ("confirmed", str(len(ids)))]
    if request.form.get("every"):
        return [*kept, ("every", "1")]
    return [*kept, *(("selected", str(each)) for each in ids)]


def _first_rows(ids: list[int]) -> list[Row]:
    found = db.session.execute(
        RegisterEntry.__table__.select().where(
            *scope.own_register(g.actor), RegisterEntry.petition_id.in_(ids[:SHOWN])
        )
    )
    keys = {row.petition_id: row.sort_key for row in found}
    places = [Place(keys[each], 0, keys[each] % SORT_KEY_BASE) for each in ids[:SHOWN] if each in keys]
    return rows(db.session(), places, known(db.session()), today())


@blueprint.get("/bulk/<int:job_id>")
@requires("petition.bulk")
def bulk_results(job_id: int) -> str:
    """How far a bulk action has come, then what came of each matter."""
    job = job_of(db.session(), g.actor, job_id, bulk.KIND)
    outcomes = [
        {
            "label": number or "—",
            "url": url_for("petitions.show", petition_id=petition_id) if number else "",
            "done": done,
            "text": text,
        }
        for petition_id, number, done, text in (job.result or {}).get("rows", [])
    ]
    progress = progress_of(job)
    return render_template(
        "petitions/bulk_results.html",
        job=progress,
        rows=outcomes,
        job_id=job_id,
        fixed=bulk_undo.why_not(db.session(), g.actor, job) if progress.finished else "",
    )


@blueprint.route("/bulk/<int:job_id>/undo", methods=["GET", "POST"])
@requires("petition.bulk")
def bulk_take_back(job_id: int) -> ResponseReturnValue:
    """Take a bulk change back, after asking why."""
    job = job_of(db.session(), g.actor, job_id, bulk.KIND)
    form, status = UndoForm(), 200
    if form.submitted():
        try:
            undone = bulk_undo.undo(db.session(), g.actor, job_id, str(form.reason.data), today())
            return redirect(url_for("petitions.bulk_results", job_id=undone))
        except Refused as refused:
            form.refuse(refused)
            status = 409
    elif request.method == "POST":
        status = 400
    page = render_template(
        "petitions/bulk_undo.html",
        form=form,
        job_id=job_id,
        title=bulk.ACTIONS[job.arguments["action"]],
        count=len(job.result.get("before", {})),
        fixed=bulk_undo.why_not(db.session(), g.actor, job),
    )
    return make_response(page, status)
