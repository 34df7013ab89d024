"""Pages that show who came in clear (来访人完整信息): a reason, one record, only in the answer of the POST."""

from flask import abort, make_response, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_joint_reception.answering import page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.hall.booking import own_appointment
from xinfang_joint_reception.hall.models import Appointment
from xinfang_joint_reception.outcome.models import ReceptionRecord
from xinfang_joint_reception.outcome.reach import own_record
from xinfang_joint_reception.permissions import DESK, RECORD
from xinfang_site.plugin_api.data import Act, session
from xinfang_site.plugin_api.disclosure import ReasonForm, TooMany, disclose
from xinfang_site.plugin_api.pages import actor, given, requires


@blueprint.route("/records/<int:record_id>/people", methods=["GET", "POST"])
@requires(RECORD)
def record_people(record_id: int) -> ResponseReturnValue:
    """Name, phone and address of the person received."""
    row = own_record(session(), actor(), record_id)
    return _shown(row, "record", url_for("joint_reception.record_show", record_id=row.id))


@blueprint.route("/appointments/<int:appointment_id>/people", methods=["GET", "POST"])
@requires(DESK)
def appointment_people(appointment_id: int) -> ResponseReturnValue:
    """Name and phone of the person with the appointment."""
    row = own_appointment(session(), actor(), appointment_id)
    return _shown(row, "appointment", url_for("joint_reception.appointments"))


def _shown(row: ReceptionRecord | Appointment, kind: str, back: str) -> ResponseReturnValue:
    """Ask for the purpose; once it is given and audited, show the person in clear."""
    form = ReasonForm("查看用途")
    facts: list[tuple[str, str]] = []
    if form.submitted():
        act = Act("joint_reception.people", f"joint_reception_{kind}", row.id, given(form.reason.data))
        try:
            disclose(session(), actor(), act)
        except TooMany:
            abort(429)
        facts = [("姓名", row.name), ("联系电话", row.phone), ("住址", getattr(row, "address", ""))]
    status = 400 if request.method == "POST" and not facts else 200
    return make_response(page("people", form=form, facts=facts, tab=f"{kind}s", back=back), status)
