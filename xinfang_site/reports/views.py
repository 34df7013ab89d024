"""Pages of the statistics (统计): the period is in the address, every number leads to its list."""

from flask import Response, g, make_response, render_template, request
from flask_login import current_user
from sqlalchemy import Select, select

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.codes.models import Code
from xinfang_site.conflicts_page import shown
from xinfang_site.extensions import db
from xinfang_site.forms import options
from xinfang_site.listing import page_number, pager, there
from xinfang_site.missing import Missing
from xinfang_site.offices.models import Office
from xinfang_site.plugin_registry import CORE
from xinfang_site.reports import drawing, limits, queries, services
from xinfang_site.reports.blueprint import as_file, blueprint
from xinfang_site.reports.forms import LimitsForm, PeriodForm
from xinfang_site.reports.limits import Limits
from xinfang_site.workbooks import XLSX

ALL_PARTS = "all"
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""An image's own document: it may style itself and load nothing."""


@blueprint.get("/")
@requires("report.view")
def index() -> str:
    """The tables of a period, each beside its chart: one module's at a time, or all of them."""
    form = PeriodForm.from_query()
    period, misread = form.chosen(today()), form.misread
    office_id = g.actor.office_id
    form.offer(today(), queries.first_month(db.session(), office_id), period)
    sections = services.sections(db.session(), g.actor, period, today())
    parts = {**{each.name: each.title or "信访事项" for each in sections}, ALL_PARTS: "全部"}
    part = request.args.get("part", "")
    part = part if part in parts else CORE
    chosen = [each for each in sections if part in (each.name, ALL_PARTS)]
    pictures = drawing.pictures(office_id, services.tables(chosen))
    return render_template(
        "reports/index.html",
        form=form,
        period=period,
        misread=misread,
        running=today() in period and today() < period.last,
        ahead=today() < period.first,
        sections=chosen,
        part=part,
        parts=list(parts.items()),
        pictures=pictures,
        waiting=drawing.waiting(list(pictures.values())),
        with_lists=current_user.may("petition.view"),
    )


@blueprint.get("/export.xlsx")
@requires("report.view")
def export() -> Response:
    """The tables of a period as a workbook; the export is recorded."""
    period = PeriodForm.from_query().chosen(today())
    tables = services.tables(services.sections(db.session(), g.actor, period, today()))
    return _workbook(services.export(db.session(), g.actor, tables, period.title), f"statistics-{period.key}")


def _workbook(content: bytes, name: str) -> Response:
    return as_file(content, XLSX, name, "xlsx")


@blueprint.get("/charts/<name>.svg")
@requires("report.view")
def chart(name: str) -> Response:
    """A chart of the person's own office."""
    path = drawing.file_of(g.actor.office_id, name)
    if path is None:
        raise Missing
    answer = make_response(path.read_bytes())
    answer.content_type = "image/svg+xml"
    answer.headers["Content-Security-Policy"] = SVG_POLICY
    return answer


@blueprint.get("/limits")
@requires("report.view")
def limit_table() -> str:
    """Timeliness by unit, channel or month."""
    form, wanted = _limits()
    table = limits.table(db.session(), wanted, form.word("by"))
    pictures = drawing.pictures(g.actor.office_id, [table])
    return render_template(
        "reports/limits.html",
        form=form,
        period=wanted.period,
        table=table,
        export_url=there("reports.limit_export"),
        pictures=pictures,
        waiting=drawing.waiting(list(pictures.values())),
        with_lists=current_user.may("petition.view"),
    )


@blueprint.get("/limits.xlsx")
@requires("report.view")
def limit_export() -> Response:
    """The timeliness table as a workbook."""
    form, wanted = _limits()
    table = limits.table(db.session(), wanted, form.word("by"))
    content = services.export(db.session(), g.actor, [table], wanted.period.title)
    return _workbook(content, f"limits-{wanted.period.key}")


@blueprint.get("/limits/matters")
@requires("petition.view")
def limit_matters() -> str:
    """The matters behind a number of the timeliness table."""
    form, wanted = _limits()
    number = page_number()
    outcome = form.word("outcome")
    found = limits.matters(db.session(), wanted, outcome, number)
    return render_template(
        "reports/matters.html",
        wanted=wanted,
        back=there("reports.limit_table", outcome=None, page=None),
        narrowed=_narrowed(form),
        outcome=outcome,
        words=limits.OUTCOMES,
        duty=limits.DUTIES[wanted.duty],
        found=found,
        units=queries.units(db.session(), {str(each.unit_id) for each in found.lines}),
        pager=pager(number, limits.PAGE, found.total, "项"),
    )


def _limits() -> tuple[LimitsForm, Limits]:
    """The form of the address and the limits it means."""
    form = LimitsForm.from_query()
    session, office_id = db.session(), g.actor.office_id
    period = form.chosen(today())
    form.offer(today(), queries.first_month(session, office_id), period)
    channels = {each.code: each.title for each in queries.codes(session, "channel").values()}
    register = queries.Counted(office_id, g.actor.barred)
    units = services.units_of(session, register)
    form.channel.choices = options([("", "全部"), *channels.items()])
    form.office.choices = options([("", "全部"), *units])
    channel, office = form.word("channel"), form.word("office")
    wanted = Limits(
        register=register,
        duty=form.word("duty"),
        period=period,
        day=today(),
        channels=_ids(select(Code.id).where(Code.table_name == "channel", Code.code == channel), channel),
        units=(0,) if office == "none" else _ids(select(Office.id).where(Office.code == office), office),
        words={"channel": channel, "office": office},
    )
    return form, wanted


def _narrowed(form: LimitsForm) -> str:
    """The further conditions in words."""
    chosen = ((form[name], form.word(name)) for name in ("office", "channel"))
    return "".join(f"，{shown(field, word)}" for field, word in chosen if word)


def _ids(query: Select[int], word: str) -> tuple[int, ...]:
    return tuple(db.session().scalars(query)) if word else ()
