"""Pages of readers (阅览页面): the page of the morning, a version, its receipts, on screen, paper and as a document."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.blueprint import blueprint
from xinfang_daily_briefing.issues.models import Edition
from xinfang_daily_briefing.permissions import INSTRUCT, READ
from xinfang_daily_briefing.readers import paper, services
from xinfang_site.plugin_api.data import Missing, session
from xinfang_site.plugin_api.dates import china, now, today
from xinfang_site.plugin_api.pages import actor, may, requires
from xinfang_site.plugin_api.papers import DOCX, stamped, to_docx


@blueprint.get("/today")
@requires(READ)
def today_page() -> ResponseReturnValue:
    """The leader's page: readable in a minute, unread first, what changed, one key to the next item."""
    desk = scope.desk_of(session(), actor(), today())
    newest = services.newest(session(), desk.id)
    urgent = services.urgent_for(session(), actor())
    if newest is None:
        return render_template("xinfang_daily_briefing/today.html", shown=None, urgent=urgent, desk=desk)
    return _reading(newest, "xinfang_daily_briefing/today.html", urgent=urgent, desk=desk, day=today())


@blueprint.get("/editions/<int:edition_id>")
@requires(READ)
def edition(edition_id: int) -> ResponseReturnValue:
    """A version, in the same quiet layout."""
    found = services.edition_for(session(), actor(), edition_id)
    return _reading(found, "xinfang_daily_briefing/edition.html")


def _reading(found: Edition, template: str, **facts: object) -> ResponseReturnValue:
    if _is_prefetch():
        receipt = services.receipt_of(session(), actor(), found.id)
    else:
        receipt = services.note_opened(session(), actor(), found)
    shown = services.show(session(), actor(), found, receipt)
    desk_id = found.office_id
    return render_template(
        template,
        shown=shown,
        instructions=services.instructions_of(session(), found.issue_id),
        others=services.unread(session(), actor(), desk_id, shown.day),
        instructs=may(INSTRUCT),
        account_id=actor().account_id,
        proves=services.WHAT_A_RECEIPT_PROVES,
        **facts,
    )


def _is_prefetch() -> bool:
    """A browser that fetches ahead has shown nothing to anybody."""
    said = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in said


@blueprint.post("/editions/<int:edition_id>/confirm")
@requires(READ)
def confirm(edition_id: int) -> ResponseReturnValue:
    """The reader says that he has read it."""
    services.confirm(session(), actor(), edition_id)
    if request.form.get("from") == "today":
        return redirect(url_for("daily_briefing.today_page"))
    return redirect(url_for("daily_briefing.edition", edition_id=edition_id))


@blueprint.get("/editions/<int:edition_id>/receipts")
@requires(READ)
def receipts(edition_id: int) -> str:
    """Who opened a version, who confirmed it, who has not."""
    found = services.edition_for(session(), actor(), edition_id)
    if not scope.is_desk(actor(), found.office_id):
        raise Missing
    rows = services.readings(session(), edition_id)
    return render_template(
        "xinfang_daily_briefing/receipts.html",
        edition=found,
        rows=rows,
        absent=services.not_yet(session(), found, {each.account_id for each in rows}),
        proves=services.WHAT_A_RECEIPT_PROVES,
    )


@blueprint.get("/editions/<int:edition_id>/print")
@requires(READ)
def print_edition(edition_id: int) -> str:
    """A version on official paper, as the reader may see it."""
    found = services.edition_for(session(), actor(), edition_id)
    receipt = services.note_opened(session(), actor(), found)
    shown = services.show(session(), actor(), found, receipt)
    return render_template(
        "xinfang_daily_briefing/print.html", paper=paper.paper_of(shown.content), shown=shown, stamp=_stamp()
    )


@blueprint.get("/editions/<int:edition_id>.docx")
@requires(READ)
def docx(edition_id: int) -> Response:
    """The same as a document; the copy says who took it and when."""
    found = services.edition_for(session(), actor(), edition_id)
    receipt = services.note_opened(session(), actor(), found)
    shown = services.show(session(), actor(), found, receipt)
    services.note_taken(session(), actor(), found)
    answer = make_response(stamped(to_docx(paper.paper_of(shown.content)), _stamp()))
    answer.content_type = DOCX
    name = f"briefing-{shown.day.isoformat()}-{shown.edition}.docx"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _stamp() -> str:
    moment = china(now())
    return f"{actor().name}　{moment:%Y-%m-%d %H:%M}"
