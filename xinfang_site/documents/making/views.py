"""Pages of making a document (制作文书页面): what the record knows is shown, the rest is asked for."""

import secrets

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site import clock
from xinfang_site.access import requires
from xinfang_site.documents.blueprint import blueprint
from xinfang_site.documents.kinds import stored_kind
from xinfang_site.documents.making import services
from xinfang_site.documents.making.forms import make_form
from xinfang_site.documents.making.page import make_page
from xinfang_site.documents.making.paper import paper_of
from xinfang_site.documents.making.permitted import Wanted
from xinfang_site.documents.making.preparing import prepare
from xinfang_site.documents.templates.merging import NotFilled
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db


@blueprint.route("/petitions/<int:petition_id>/documents/<kind>/new", methods=["GET", "POST"])
@requires("petition.step", "petition.register")
def make(petition_id: int, kind: str) -> ResponseReturnValue:
    """Make a document: what the record knows is shown, the rest is asked for; preview, then make."""
    made_kind = stored_kind(kind)
    if made_kind is None:
        abort(404)
    wanted = Wanted(made_kind, _id("of"), _id("corrects"))
    prepared = prepare(db.session(), g.actor, petition_id, wanted, clock.today())
    form = make_form(prepared.lines)()
    if request.method == "GET":
        form.submission.data = secrets.token_urlsafe(16)
    if not form.submitted():
        return make_page(form, prepared, None, 400 if request.method == "POST" else 200)
    try:
        if request.form.get("action") != "make":
            paper = paper_of(db.session(), prepared, form.filled())
            return make_page(form, prepared, paper, 200)
        made = services.make(
            db.session(), g.actor, petition_id, wanted, form.filled(), form.submission.data or ""
        )
    except NotFilled as empty:
        form.show_missing(empty.names)
    except Refused as refused:
        form.refuse(refused)
    else:
        flash("文书已制作，并已存入卷内。", "success")
        return redirect(url_for("documents.show", document_id=made))
    return make_page(form, prepared, None, 400)


def _id(name: str) -> int | None:
    return request.args.get(name, type=int)
