"""Pages of the archive (要情查阅页面): search, one matter through many issues, the workbook."""

from flask import make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.archive import jobs, queries, sheets
from xinfang_daily_briefing.archive.forms import ArchiveForm
from xinfang_daily_briefing.archive.queries import Wanted
from xinfang_daily_briefing.blueprint import blueprint
from xinfang_daily_briefing.items import queries as item_queries
from xinfang_daily_briefing.items import verifying
from xinfang_daily_briefing.permissions import READ, REPORT
from xinfang_site.plugin_api.data import Missing, session
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.jobs import start
from xinfang_site.plugin_api.ledgers import import_url
from xinfang_site.plugin_api.pages import actor, chips, form_page, may, page_number, pager, requires, there


@blueprint.get("/archive")
@requires(READ)
def archive() -> ResponseReturnValue:
    """Past issues by word, column, unit, day and matter."""
    form = ArchiveForm.from_query()
    wanted = form.wanted() if form.validate() else Wanted()
    desk = scope.desk_of(session(), actor(), today())
    number = page_number()
    found, total = queries.search(session(), actor(), desk.id, wanted, number)
    return form_page(
        "xinfang_daily_briefing/archive.html",
        form,
        found=found,
        total=total,
        wanted=wanted,
        chips=chips(form),
        pager=pager(number, queries.SIZE, total, "条"),
        import_url=import_url("briefings"),
        export_url=there("daily_briefing.archive_sheet", page=None),
    )


@blueprint.get("/archive.xlsx")
@requires(READ)
def archive_sheet() -> ResponseReturnValue:
    """The list as the page shows it; a long one is written by the worker."""
    form = ArchiveForm.from_query()
    if not form.validate():
        raise Missing
    desk = scope.desk_of(session(), actor(), today())
    wanted = form.wanted()
    if queries.search(session(), actor(), desk.id, wanted, 1)[1] > jobs.AT_ONCE:
        return redirect(start(jobs.KIND.name, jobs.arguments_of(wanted)))
    found = queries.everything(session(), actor(), desk.id, wanted)
    content = sheets.lines(session(), actor(), found, wanted)
    answer = make_response(content)
    answer.content_type = sheets.XLSX
    answer.headers["Content-Disposition"] = "attachment; filename=briefing-lines.xlsx"
    return answer


@blueprint.get("/threads/<int:thread_id>")
@requires(REPORT, READ)
def thread(thread_id: int) -> str:
    """One matter: its reports, and every issue that mentioned it."""
    rows = item_queries.thread(session(), actor(), thread_id, today())
    desk = scope.desk_of(session(), actor(), today())
    told = queries.matter_lines(session(), actor(), desk.id, thread_id) if may(READ) else []
    if not rows and not told:
        raise Missing
    links = item_queries.links_of(rows)
    return render_template(
        "xinfang_daily_briefing/thread.html",
        title=rows[-1].title if rows else told[-1].line.lead,
        rows=list(zip(rows, links, strict=True)),
        told=told,
        now=now(),
        check_of=verifying.check_of,
    )
