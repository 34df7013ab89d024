"""Pages after the report (核查、急报页面): the board of warnings, urgent items, who was told, receipts."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.blueprint import blueprint
from xinfang_daily_briefing.items import queries, verifying
from xinfang_daily_briefing.items.forms import ToldForm, VerifyForm
from xinfang_daily_briefing.permissions import READ, REPORT, VERIFY
from xinfang_daily_briefing.rules.times import minutes_between
from xinfang_site.plugin_api.data import Refused, session
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.pages import actor, form_page, requires


@blueprint.get("/board")
@requires(VERIFY, READ)
def board() -> str:
    """Warnings that wait for their verification, with the hours left until midnight."""
    rows = verifying.board(session(), actor())
    return render_template(
        "xinfang_daily_briefing/board.html",
        waiting=[each for each in rows if each.check.open],
        settled=[each for each in rows if not each.check.open],
        overnight=sum(each.check.overnight for each in rows),
        days=verifying.BOARD_DAYS,
    )


@blueprint.route("/items/<int:item_id>/verify", methods=["GET", "POST"])
@requires(VERIFY)
def verify_item(item_id: int) -> ResponseReturnValue:
    """Verify a warning."""
    row = scope.item(session(), actor(), item_id, today())
    form = VerifyForm()
    if form.submitted():
        try:
            verifying.verify(session(), actor(), item_id, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("核查结果已登记。", "success")
            return redirect(url_for("daily_briefing.item", item_id=item_id))
    return form_page(
        "xinfang_daily_briefing/verify.html", form, row=row, check=verifying.check_of(row, now())
    )


@blueprint.get("/urgent")
@requires(REPORT, READ)
def urgent() -> str:
    """急事急报 and 要事直报: minutes that run, organs told, receipts."""
    moment = now()
    desk = scope.desk_of(session(), actor(), today())
    rows = [
        (each, minutes_between(each.known_at, each.sent_at or moment), verifying.told_rows(each, moment))
        for each in queries.urgent(session(), actor(), desk.id)
    ]
    return render_template("xinfang_daily_briefing/urgent.html", rows=rows)


@blueprint.route("/items/<int:item_id>/tell", methods=["GET", "POST"])
@requires(VERIFY)
def tell(item_id: int) -> ResponseReturnValue:
    """Note that an organ of article 25 was told."""
    row = scope.item(session(), actor(), item_id, today())
    form = ToldForm()
    form.offer([each.recipient for each in verifying.told_rows(row, now()) if each.told is None])
    if form.submitted():
        try:
            verifying.tell(session(), actor(), item_id, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("报送时间已登记。", "success")
            return redirect(url_for("daily_briefing.item", item_id=item_id))
    return form_page("xinfang_daily_briefing/tell.html", form, row=row)


@blueprint.post("/items/<int:item_id>/confirm")
@requires(READ)
def confirm_item(item_id: int) -> ResponseReturnValue:
    """A leader confirms what was sent to him at once."""
    verifying.confirm_receipt(session(), actor(), item_id)
    flash("已签收。", "success")
    return redirect(url_for("daily_briefing.item", item_id=item_id))
