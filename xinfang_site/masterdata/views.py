"""Pages of master data import (基础数据导入): upload, per-row result, template."""

import tempfile
from pathlib import Path

from flask import Blueprint, Response, abort, g, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from xinfang_site.access import requires
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import given
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.masterdata import reports
from xinfang_site.masterdata.batch import Outcome
from xinfang_site.masterdata.forms import UploadForm
from xinfang_site.masterdata.services import KINDS, Order, run
from xinfang_site.workbooks import XLSX

blueprint = Blueprint("masterdata", __name__, url_prefix="/master-data")

PERMISSIONS = {
    "offices": "office.manage",
    "people": "account.manage",
    "calendar": "calendar.manage",
    "codes": "code.manage",
}
HOMES = {
    "offices": "offices.index",
    "people": "accounts_admin.index",
    "calendar": "calendars.index",
    "codes": "codes.index",
}


@blueprint.route("/<kind>", methods=["GET", "POST"])
@requires(*PERMISSIONS.values())
def upload(kind: str) -> ResponseReturnValue:
    """Choose a sheet; the answer shows what each row came to."""
    _check(kind)
    form = UploadForm()
    outcome = None
    if form.submitted():
        try:
            outcome = _run(kind, form)
        except (LedgerError, Refused) as error:
            form.refuse(Refused(str(error), field="file"))
    page = render_template(
        "masterdata/upload.html",
        form=form,
        kind=kind,
        title=KINDS[kind].title,
        columns=KINDS[kind].columns,
        outcome=outcome,
        home=HOMES[kind],
    )
    refused = form.errors or (outcome is not None and outcome.faults)
    return make_response(page, 400 if refused else 200)


@blueprint.get("/<kind>/template.xlsx")
@requires(*PERMISSIONS.values())
def template(kind: str) -> Response:
    """An empty sheet to fill in."""
    _check(kind)
    answer = make_response(reports.template(kind))
    answer.content_type = XLSX
    answer.headers["Content-Disposition"] = f"attachment; filename={kind}-template.xlsx"
    return answer


def _check(kind: str) -> None:
    if kind not in KINDS:
        abort(404)
    if not current_user.may(PERMISSIONS[kind]):
        abort(403)


def _run(kind: str, form: UploadForm) -> Outcome:
    """Roles in a sheet are not granted here: that is the security administrator's act."""
    with tempfile.TemporaryDirectory(prefix="xinfang-upload-") as folder:
        upload, path = form.file.data, Path(folder) / "sheet"
        upload.save(path)
        order = Order(
            kind=kind,
            path=path,
            file_name=(upload.filename or "")[:200],
            encoding=given(form.encoding.data),
            dry_run=bool(form.trial.data),
        )
        return run(db.session(), g.actor, order)
