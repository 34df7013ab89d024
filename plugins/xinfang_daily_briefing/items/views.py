"""Pages of items (要情信息页面): list, new, edit, send, continue, correct, thread."""

import secrets
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.blueprint import blueprint
from xinfang_daily_briefing.fields import shown_moment
from xinfang_daily_briefing.items import news, queries, services, verifying
from xinfang_daily_briefing.items.forms import AS_KEPT, ItemEditForm, ItemFilter, ItemForm, SendForm
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.items.queries import ItemsWanted
from xinfang_daily_briefing.items.services import Before, PersonalData
from xinfang_daily_briefing.permissions import READ, REPORT
from xinfang_daily_briefing.rules.words import Stage, Urgency
from xinfang_site.plugin_api.data import Missing, Refused, StaleEditError, session
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.pages import (
    Stored,
    actor,
    chips,
    conflict_page,
    form_page,
    page_number,
    pager,
    requires,
)
from xinfang_site.plugin_api.people import offices_around


@blueprint.get("/items/")
@requires(REPORT, READ)
def items() -> str:
    """The items that this person may open."""
    form = ItemFilter.from_query()
    wanted = ItemsWanted()
    if form.validate():
        wanted = ItemsWanted(
            form.q.data or "", form.column.data or "", form.state.data or "", form.urgency.data or ""
        )
    number = page_number()
    desk = scope.desk_of(session(), actor(), today())
    rows, total = queries.items(session(), actor(), desk.id, wanted, number)
    return render_template(
        "xinfang_daily_briefing/items.html",
        form=form,
        rows=rows,
        chips=chips(form),
        pager=pager(number, queries.SIZE, total, "条"),
        total=total,
        now=now(),
        check_of=verifying.check_of,
    )


@blueprint.route("/items/new", methods=["GET", "POST"])
@requires(REPORT)
def new_item() -> ResponseReturnValue:
    """Write a first report."""
    return _write("新报一条信息", None, Stage.FIRST)


@blueprint.route("/items/<int:item_id>/continue/<stage>", methods=["GET", "POST"])
@requires(REPORT)
def continue_item(item_id: int, stage: str) -> ResponseReturnValue:
    """Write the next report of a thread: 续报 or 终报."""
    if stage not in (Stage.FOLLOW, Stage.FINAL):
        raise Missing
    earlier = scope.item(session(), actor(), item_id, today())
    return _write(f"{Stage(stage).title}：{earlier.title}", Before(item_id), Stage(stage), earlier)


@blueprint.route("/items/<int:item_id>/correct", methods=["GET", "POST"])
@requires(REPORT)
def correct_item(item_id: int) -> ResponseReturnValue:
    """Write what replaces a sent item."""
    earlier = scope.item(session(), actor(), item_id, today())
    return _write(f"更正：{earlier.title}", Before(item_id, corrects=True), Stage(earlier.stage), earlier)


def _write(
    title: str, before: Before | None, stage: Stage, earlier: Item | None = None
) -> ResponseReturnValue:
    form = ItemForm()
    _offer(form)
    if form.submitted():
        try:
            item_id = services.start(session(), actor(), form.draft(stage), before)
        except PersonalData as personal:
            form.warn(personal.found)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("草稿已保存，请核对后报送。", "success")
            return redirect(url_for("daily_briefing.item", item_id=item_id))
    elif request.method == "GET":
        form.submission.data = secrets.token_urlsafe(18)
        form.matters.data = request.args.get("matter", "")[:40]
        form.known_at.data = shown_moment(now())
        if request.args.get("urgency") in set(Urgency):
            form.urgency.data = request.args["urgency"]
        if earlier is not None:
            form.show(earlier)
            _clear(form, corrects=before is not None and before.corrects)
    back = url_for("daily_briefing.item", item_id=earlier.id) if earlier else url_for("daily_briefing.items")
    return _form_page(form, title, back, earlier)


def _clear(form: ItemForm, *, corrects: bool) -> None:
    """Empty the fields that a new report must state afresh; a correction starts from the corrected text."""
    if not corrects:
        form.known_at.data = None
        for name in ("content", "measures", "next_step"):
            form[name].data = ""


@blueprint.route("/items/<int:item_id>/edit", methods=["GET", "POST"])
@requires(REPORT)
def edit_item(item_id: int) -> ResponseReturnValue:
    """Change a draft."""
    row = scope.item(session(), actor(), item_id, today())
    if row.sent:
        return redirect(url_for("daily_briefing.item", item_id=item_id))
    form = ItemEditForm()
    _offer(form)
    back = url_for("daily_briefing.item", item_id=item_id)
    if request.method == "GET":
        form.show(row)
        form.version.data = row.version
    elif form.submitted():
        try:
            services.change(session(), actor(), item_id, form.draft(Stage(row.stage)), form.version.data or 0)
        except PersonalData as personal:
            form.warn(personal.found)
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            row = scope.item(session(), actor(), item_id, today())
            return conflict_page(form, Stored(row.version, _values(row)), back)
        else:
            flash("草稿已保存。", "success")
            return redirect(back)
    return _form_page(form, f"修改草稿：{row.title}", back, None)


def _values(row: Item) -> dict[str, object]:
    return {name: getattr(row, name) for name in (*AS_KEPT, "audience")}


def _offer(form: ItemForm) -> None:
    around = offices_around(session(), actor().office_id or 0, today())
    units = [(each.id, each.short_name) for each in around]
    form.offer(units, queries.leaders(session(), actor().office_id or 0, today()))


def _form_page(form: ItemForm, title: str, back: str, earlier: Item | None) -> ResponseReturnValue:
    return form_page("xinfang_daily_briefing/item_form.html", form, title=title, back=back, earlier=earlier)


@blueprint.get("/items/<int:item_id>")
@requires(REPORT, READ)
def item(item_id: int) -> ResponseReturnValue:
    """One item: its text, what waits for it, its thread, who was told, who opened it."""
    row = scope.item(session(), actor(), item_id, today())
    if any(each.account_id == actor().account_id for each in row.receipts):
        verifying.open_receipt(session(), actor(), item_id)
        row = scope.item(session(), actor(), item_id, today())
    return render_template("xinfang_daily_briefing/item.html", **_facts(row))


def _facts(row: Item) -> dict[str, Any]:
    moment = now()
    desk_id = row.desk_id
    return {
        "row": row,
        "now": moment,
        "send_form": SendForm(version=row.version),
        "check": verifying.check_of(row, moment) if row.sent else None,
        "told": verifying.told_rows(row, moment) if row.urgency_word.at_once else [],
        "thread": queries.thread_of(session(), row.thread_id),
        "news": news.untold(session(), [row.thread_id]).get(row.thread_id or 0, []),
        "similar": queries.similar(session(), row, queries.lately(moment)) if not row.sent else [],
        "correction": queries.correction_of(session(), row.id),
        "issues": queries.issues_telling(session(), [row.id]),
        "own": row.office_id == actor().office_id,
        "desk": scope.is_desk(actor(), desk_id),
        "mine": next((each for each in row.receipts if each.account_id == actor().account_id), None),
        "leaders": dict(queries.leaders(session(), row.office_id, today())),
    }


@blueprint.post("/items/<int:item_id>/send")
@requires(REPORT)
def send_item(item_id: int) -> ResponseReturnValue:
    """Send a draft."""
    form = SendForm()
    if not form.submitted():
        raise Refused("页面内容不完整，请重新打开本页后再报送")
    services.send(session(), actor(), item_id, form.version.data or 0)
    flash("已报送。报送后的内容不能修改，情况有变请续报，有误请更正。", "success")
    return redirect(url_for("daily_briefing.item", item_id=item_id))


@blueprint.post("/items/<int:item_id>/drop")
@requires(REPORT)
def drop_item(item_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    services.drop(session(), actor(), item_id)
    flash("草稿已删除。", "success")
    return redirect(url_for("daily_briefing.items"))


@blueprint.post("/items/<int:item_id>/carry")
@requires(REPORT)
def carry_item(item_id: int) -> ResponseReturnValue:
    """Carry a matter on in coming issues, or no more."""
    services.set_carry(session(), actor(), item_id, carry=request.form.get("carry") == "1")
    return redirect(url_for("daily_briefing.item", item_id=item_id))
