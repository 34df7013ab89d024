"""Pages of slips and sheets (单据页面): printed from the page, or as docx."""

from flask import abort, g, make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug import Response

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.documents.blueprint import blueprint
from xinfang_site.documents.made import answers
from xinfang_site.documents.sheets import services
from xinfang_site.extensions import db
from xinfang_site.petitions.attachments.printing import WAYS
from xinfang_site.petitions.people import query_codes

LONGEST_CODE = 40


@blueprint.get("/petitions/<int:petition_id>/print")
@requires("petition.view")
def registration_sheet(petition_id: int) -> str:
    """The registration sheet on paper, with the attachments if asked for; personal data of the sheet stay masked."""
    wanted = request.args.get("files") == "1"
    sheet = services.registration_sheet(db.session(), g.actor, petition_id, today(), with_files=wanted)
    return render_template("documents/sheet.html", sheet=sheet, ways=WAYS)


@blueprint.get("/petitions/<int:petition_id>/print.zip")
@requires("petition.view")
def print_package(petition_id: int) -> Response:
    """The sheet and all attachments in one package, for what a browser cannot print."""
    name, content = services.print_package(db.session(), g.actor, petition_id, today())
    response = send_file(content, mimetype="application/zip", as_attachment=True, download_name=name)
    response.call_on_close(content.close)
    return response


@blueprint.post("/petitions/<int:petition_id>/query-code")
@requires("petition.register")
def query_code(petition_id: int) -> ResponseReturnValue:
    """A fresh query code on a slip to hand over; an earlier code stops working."""
    slip = query_codes.issue(db.session(), g.actor, petition_id, today())
    sheet = services.query_slip(db.session(), g.actor, petition_id, slip.code, today())
    page = render_template("documents/slip.html", sheet=sheet, code=slip.code)
    return make_response(page, 200, {"Cache-Control": "no-store"})


@blueprint.post("/petitions/<int:petition_id>/query-slip.docx")
@requires("petition.register")
def query_slip_file(petition_id: int) -> Response:
    """The slip just shown, as docx."""
    code = request.form.get("code", "")
    if len(code) > LONGEST_CODE:
        abort(404)
    return answers.send(services.query_slip_file(db.session(), g.actor, petition_id, code, today()))
