"""The page of a batch's report (导入报告页面): the file for whoever imported, the question why for anybody else."""

from collections.abc import Sequence

from flask import g, send_file
from flask.typing import ResponseReturnValue

from xinfang_site.errors import error_page
from xinfang_site.extensions import db
from xinfang_site.forms import ReasonForm, form_page
from xinfang_site.imports.batches import reports
from xinfang_site.imports.models import ImportBatch
from xinfang_site.imports.planning.summaries import Problem, Summary
from xinfang_site.petitions.people.unmasking import REACHED, TooMany
from xinfang_site.workbooks import XLSX


def problems(batch: ImportBatch, summary: Summary | None) -> Sequence[Problem]:
    """The rows to look at, as the visitor may see them."""
    return reports.problems(g.actor, batch, summary) if summary else ()


def report_page(batch: ImportBatch, back: str) -> ResponseReturnValue:
    """The report, row by row; ``back`` is the batch's page."""
    path, name = reports.report_path(batch), f"import-report-{batch.code}.xlsx"
    form = ReasonForm("查看用途")
    if reports.asks_reason(g.actor, batch) and not form.submitted():
        return form_page("imports/report.html", form, batch=batch, back=back)
    try:
        reports.note_opening(db.session(), g.actor, batch, form.reason.data or "")
    except TooMany:
        return error_page(429, REACHED)
    return send_file(path, XLSX, as_attachment=True, download_name=name, max_age=0)
