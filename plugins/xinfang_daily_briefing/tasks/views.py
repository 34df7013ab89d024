"""Pages of instructions (批示页面): give, list, reply, close."""

import secrets

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_daily_briefing import scope, settings
from xinfang_daily_briefing.blueprint import blueprint
from xinfang_daily_briefing.permissions import ANSWER, INSTRUCT, READ
from xinfang_daily_briefing.readers import services as reading
from xinfang_daily_briefing.rules import contents
from xinfang_daily_briefing.rules.tasks import Timeliness
from xinfang_daily_briefing.tasks import services
from xinfang_daily_briefing.tasks.forms import CloseForm, InstructForm, ReplyForm
from xinfang_daily_briefing.tasks.models import Task
from xinfang_site.plugin_api.data import Missing, Refused, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import actor, form_page, may, requires


@blueprint.route("/editions/<int:edition_id>/instruct/<matter>", methods=["GET", "POST"])
@requires(INSTRUCT)
def instruct(edition_id: int, matter: str) -> ResponseReturnValue:
    """Give an instruction on a line."""
    edition = reading.edition_for(session(), actor(), edition_id)
    content = contents.for_reader(edition.content, scope.reader(actor(), edition.office_id))
    line = contents.line_of(content, matter)
    if line is None:
        raise Missing
    form = InstructForm()
    due = services.usual_due(session(), settings.of(session(), edition.office_id).task_days)
    form.offer(services.units(session(), edition.office_id), line["unit"], due)
    if form.submitted():
        try:
            services.instruct(session(), actor(), edition, matter, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("批示已交办，办理情况在以后各期反映，直到办结。", "success")
            return redirect(url_for("daily_briefing.edition", edition_id=edition_id) + f"#{matter}")
    elif request.method == "GET":
        form.submission.data = secrets.token_urlsafe(18)
    return form_page("xinfang_daily_briefing/instruct.html", form, line=line)


@blueprint.get("/tasks/")
@requires(READ, ANSWER, INSTRUCT)
def tasks() -> str:
    """Instructions that this person may see: open ones by their day, or those closed last."""
    done = request.args.get("done") == "1"
    rows = services.listed(session(), actor(), done=done)
    return render_template(
        "xinfang_daily_briefing/tasks.html",
        rows=[(each, _timeliness(each)) for each in rows],
        done=done,
    )


def _timeliness(task: Task) -> Timeliness:
    return Timeliness(task.due_on, task.closed_on, today())


@blueprint.route("/tasks/<int:task_id>", methods=["GET", "POST"])
@requires(READ, ANSWER, INSTRUCT)
def task(task_id: int) -> ResponseReturnValue:
    """One instruction: what was said, the replies, what may be done now."""
    found = services.get(session(), actor(), task_id)
    form = ReplyForm()
    if request.method == "GET":
        form.version.data = found.version
    elif not may(ANSWER):
        raise Missing
    elif form.submitted():
        try:
            services.reply(session(), actor(), task_id, form.text.data or "", form.version.data or 0)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("回复已提交。", "success")
            return redirect(url_for("daily_briefing.task", task_id=task_id))
    closing = actor().account_id == found.leader_id or scope.is_desk(actor(), found.office_id)
    return form_page(
        "xinfang_daily_briefing/task.html",
        form,
        task=found,
        standing=_timeliness(found),
        answers=may(ANSWER) and actor().office_id == found.unit_id and found.state != "closed",
        closes=closing and found.state == "replied",
        close_form=CloseForm(formdata=None, version=found.version),
    )


@blueprint.post("/tasks/<int:task_id>/close")
@requires(READ, INSTRUCT)
def close_task(task_id: int) -> ResponseReturnValue:
    """Close an instruction."""
    form = CloseForm()
    if not form.submitted():
        raise Refused("页面内容不完整，请重新打开本页后再提交")
    services.close(session(), actor(), task_id, form.version.data or 0)
    flash("已办结，下一期反映办结情况。", "success")
    return redirect(url_for("daily_briefing.task", task_id=task_id))
