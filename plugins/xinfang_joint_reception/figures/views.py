"""Pages of the figures (接访统计): a period in the address, tables beside charts, workbooks."""

from datetime import date

from flask import Response, make_response, request

from xinfang_joint_reception.answering import page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.domain.weeks import totals
from xinfang_joint_reception.figures import queries, tables
from xinfang_joint_reception.outcome.consulting import work_title
from xinfang_joint_reception.permissions import FIGURES
from xinfang_joint_reception.rota.models import Kind
from xinfang_joint_reception.rota.queries import kinds
from xinfang_joint_reception.rota.sessions import alarms
from xinfang_site.plugin_api.data import session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import actor, requires
from xinfang_site.plugin_api.statistics import (
    XLSX,
    Period,
    Row,
    Table,
    TypedPeriodForm,
    count,
    export,
    pictures,
    waiting,
    words,
)


def _period() -> tuple[TypedPeriodForm, Period, str]:
    form = TypedPeriodForm.from_query()
    found, misread = form.chosen(today()), form.misread
    form.period.data = found.key
    return form, found, misread


def _span(period: Period) -> tuple[date, date]:
    return period.first, period.last


@blueprint.get("/figures/")
@requires(FIGURES)
def figures() -> str:
    """Every table of a period."""
    form, period, misread = _period()
    office_id = actor().office_id or 0
    shown = tables.all_tables(session(), office_id, _span(period), today(), actor().barred)
    drawn = pictures(office_id, shown)
    return page(
        "figures",
        form=form,
        period=period,
        misread=misread,
        shown=shown,
        pictures=drawn,
        waiting=waiting(list(drawn.values())),
    )


@blueprint.get("/figures/export.xlsx")
@requires(FIGURES)
def figures_export() -> Response:
    """The same tables as a workbook."""
    _, period, _ = _period()
    found = tables.all_tables(session(), actor().office_id or 0, _span(period), today(), actor().barred)
    return _workbook(found, f"接访统计 {period.title}", f"reception-{period.key}")


@blueprint.get("/lawyers/")
@requires(FIGURES)
def lawyers() -> str:
    """The lawyers' ledger: planned against held, week by week."""
    form, period, misread = _period()
    kind = _lawyers_kind()
    if kind is None:
        return page("lawyers", form=form, period=period, misread=misread, kind=None)
    office_id = actor().office_id or 0
    span = alarms.held_span(session(), kind, _span(period))
    weeks = alarms.weeks_of(session(), office_id, kind, span) if span else []
    rows = queries.lawyer_rows(session(), office_id, kind, _span(period), actor().barred)
    return page(
        "lawyers",
        form=form,
        period=period,
        misread=misread,
        kind=kind,
        rows=rows,
        weeks=weeks,
        totals=totals(weeks),
        span=span or _span(period),
        planned=len(rows),
        held=sum(each.sitting.held is True for each in rows),
        work=work_title,
        by_week=request.args.get("by") == "week",
    )


@blueprint.get("/lawyers/export.xlsx")
@requires(FIGURES)
def lawyers_export() -> Response:
    """The lawyers' ledger as a workbook."""
    _, period, _ = _period()
    kind = _lawyers_kind()
    office_id, barred = actor().office_id or 0, actor().barred
    rows = queries.lawyer_rows(session(), office_id, kind, _span(period), barred) if kind else []
    return _workbook([_ledger(rows)], f"律师坐班台账 {period.title}", f"lawyers-{period.key}")


def _lawyers_kind() -> Kind | None:
    return next((each for each in kinds(session(), actor().office_id) if each.form == "lawyers"), None)


def _ledger(rows: list[queries.LawyerRow]) -> Table:
    held = {True: "已开展", False: "未开展", None: "未登记"}
    lines = tuple(
        Row(
            each.sitting.day.isoformat(),
            (
                words(each.lawyers),
                words(each.firms),
                words(held[each.sitting.held]),
                count(each.consultations),
                count(each.people),
                words("、".join(work_title(work) for work in each.works)),
                count(each.followed),
            ),
        )
        for each in rows
    )
    columns = ("律师", "律师事务所", "开展情况", "咨询批次", "咨询人次", "工作内容", "意见被采纳")
    return Table("lawyers", "律师坐班台账", "日期", columns, lines, unit="批、人次、件")


def _workbook(found: list[Table], described: str, name: str) -> Response:
    answer = make_response(export(session(), actor(), found, described))
    answer.content_type = XLSX
    answer.headers["Content-Disposition"] = f"attachment; filename={name}.xlsx"
    return answer
