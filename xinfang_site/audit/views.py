"""Pages of the audit (审计日志): reading only; nothing here changes a record."""

from dataclasses import replace
from datetime import date, timedelta

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from xinfang_site import clock
from xinfang_site.access import requires
from xinfang_site.audit import actions, change_words, exports, matters, outside, queries, services
from xinfang_site.audit.forms import EARLIEST, LATEST, AuditFilter
from xinfang_site.audit.job import draft
from xinfang_site.audit.models import AuditEvent
from xinfang_site.database import writing
from xinfang_site.extensions import db, settings
from xinfang_site.jobs.services import enqueue
from xinfang_site.listing import Pager, chips, here, page_number, there
from xinfang_site.offices import queries as offices
from xinfang_site.workbooks import XLSX

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
AT_ONCE = 100_000
"""A chain up to this length is verified while the page waits, in about four seconds."""
WORDS = {
    "action_title": actions.action_title,
    "object_title": actions.object_title,
    "result_title": actions.result_title,
    "change_lines": change_words.change_lines,
}


def _within() -> int | None:
    """The office whose subtree the reader is limited to; None for the audit administrator."""
    return None if current_user.may("audit.read") else int(current_user.office_id)


@blueprint.get("/")
@requires("audit.read", "audit.read_scope")
def index() -> str:
    """Records, newest first, filtered by the address."""
    form = _filter()
    place = queries.Place(_number("before"), _number("after"))
    session, within = db.session(), _within()
    wanted = matters.by_number(session, form.wanted(within, g.actor.barred))
    found = queries.page(session, wanted, place, settings().page_size)
    return render_template(
        "audit/index.html",
        form=form,
        chips=chips(form),
        events=found.events,
        pager=_pager(found),
        export_url=there("audit.export", before=None, after=None, page=None),
        called=offices.names(session),
        numbers=matters.numbers(session, found.events, within),
        people=queries.people(session, found.events),
        **WORDS,
    )


@blueprint.get("/<int:event_id>")
@requires("audit.read", "audit.read_scope")
def show(event_id: int) -> str:
    """One record with everything it says."""
    session, within = db.session(), _within()
    event = queries.event(session, event_id, within, g.actor.barred) or abort(404)
    numbers = matters.numbers(session, [event], within)
    people = queries.people(session, [event])
    called = offices.names(session)
    return render_template(
        "audit/show.html", event=event, called=called, numbers=numbers, people=people, **WORDS
    )


@blueprint.get("/outside")
@requires("audit.read", "audit.read_scope")
def outside_own() -> str:
    """Who read, unmasked or took out what was not theirs to handle, a week at a time."""
    today = clock.today()
    last = min(_day(request.args.get("last", "")) or today, today)
    following = last + outside.WEEK
    return render_template(
        "audit/outside.html",
        lines=outside.week(db.session(), last, _within()),
        first=last - outside.WEEK + timedelta(days=1),
        last=last,
        earlier=here(last=(last - outside.WEEK).isoformat()),
        later=here(last=following.isoformat()) if last < today else "",
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


@blueprint.get("/export.xlsx")
@requires("audit.read", "audit.read_scope")
def export() -> Response:
    """The list as a workbook; the export is itself recorded."""
    form = _filter()
    filter_text = "；".join(chip.label for chip in chips(form))
    wanted = matters.by_number(db.session(), form.wanted(_within(), g.actor.barred))
    book = exports.export(db.session(), g.actor, wanted, filter_text)
    answer = make_response(book)
    answer.content_type = XLSX
    name = f"audit-{clock.today():%Y%m%d}.xlsx"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


@blueprint.post("/verify")
@requires("audit.read")
def verify() -> ResponseReturnValue:
    """Walk the chain and say how it stands; a long one is walked in the background."""
    session = db.session()
    if services.length(session) > AT_ONCE:
        with writing(session):
            enqueue(session, g.actor, draft())
        flash("记录较多，已转到后台校验。完成后，结果记为一条“校验审计日志”记录。", "info")
        return redirect(url_for("audit.index", action="audit.verify"))
    verdict = services.verify(session)
    services.note_verdict(session, g.actor, verdict)
    flash(verdict.words, "danger" if verdict.fault else "success")
    return redirect(url_for("audit.index"))


def _filter() -> AuditFilter:
    form = AuditFilter.from_query()
    form.offer(db.session(), _within())
    form.validate()
    return form


def _number(name: str) -> int:
    value = request.args.get(name, 0, type=int)
    return value if 0 < value < 2**31 else 0


def _pager(found: queries.EventPage) -> Pager:
    events: list[AuditEvent] = list(found.events)
    number = page_number()
    pager = Pager(
        count_text=f"本页 {len(events)} 条，新的在前",
        number=number,
        has_previous=found.newer,
        has_next=found.older,
        first_url=here(before=None, after=None, page=None),
        previous_url="",
        next_url="",
    )
    if not events:
        return replace(pager, previous_url=pager.first_url)
    return replace(
        pager,
        previous_url=here(before=None, after=events[0].id, page=max(1, number - 1)),
        next_url=here(before=events[-1].id, after=None, page=number + 1),
    )
