"""Pages of the bulletin and the yearly report (统计通报、统计年报)."""

from flask import Response, g, render_template

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.printing import DOCX, to_docx
from xinfang_site.reports.blueprint import as_file, blueprint
from xinfang_site.reports.compiling import compile_bulletin, hand_out
from xinfang_site.reports.forms import PeriodForm
from xinfang_site.reports.periods import Period


@blueprint.get("/bulletin")
@requires("report.view")
def bulletin() -> str:
    """The period's bulletin, of a year the yearly report, as it will be printed."""
    period = _period()
    made = compile_bulletin(db.session(), g.actor, period, today())
    return render_template("reports/bulletin.html", period=period, paper=made.paper)


@blueprint.get("/bulletin.docx")
@requires("report.view")
def bulletin_file() -> Response:
    """The same as a docx, to be finished in Word or WPS; recorded."""
    period = _period()
    made = hand_out(db.session(), g.actor, period, today())
    return as_file(to_docx(made.paper), DOCX, f"bulletin-{period.key}", "docx")


def _period() -> Period:
    """The period of the address; an official paper of another period than was meant is not made."""
    form = PeriodForm.from_query()
    if form.misread:
        raise Refused(f"统计期间“{form.misread}”无法识别，请在“统计”页选择期间")
    return form.chosen(today())
