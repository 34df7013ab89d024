"""Pages of made documents (已制作文书页面): look at, download, serve, void; the book of numbers."""

from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from xinfang_site import clock
from xinfang_site.access import requires
from xinfang_site.conflicts_page import Stored, conflict_page
from xinfang_site.documents import queries
from xinfang_site.documents.blueprint import blueprint
from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.made import answers, changing, downloading, reading, shelf
from xinfang_site.documents.made.forms import ServiceForm, VoidForm
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.errors import Refused
from xinfang_site.errors import error_page
from xinfang_site.extensions import db
from xinfang_site.forms import form_page
from xinfang_site.petitions.people.unmasking import REACHED, TooMany
from xinfang_site.versions import StaleEditError


@blueprint.get("/documents/<int:document_id>")
@requires("petition.view")
def show(document_id: int) -> ResponseReturnValue:
    """A document as it is printed, with its number, its service and what may be done with it."""
    opened = reading.open_document(db.session(), g.actor, document_id)
    stamp = downloading.stamp_text(g.actor) if opened.personal else ""
    return make_response(
        render_template("documents/show.html", opened=opened, stamp=stamp), 200, answers.NOT_KEPT
    )


@blueprint.get("/documents/<int:document_id>/file")
@requires("petition.view")
def download(document_id: int) -> ResponseReturnValue:
    """The docx."""
    try:
        return answers.send(downloading.download(db.session(), g.actor, document_id))
    except TooMany:
        return error_page(429, REACHED)


@blueprint.route("/documents/<int:document_id>/serve", methods=["GET", "POST"])
@requires("petition.step", "petition.register")
def serve(document_id: int) -> ResponseReturnValue:
    """Register how a document reached the petitioner."""
    opened = reading.open_document(db.session(), g.actor, document_id)
    _only_own(opened)
    form = ServiceForm(version=opened.document.version)
    back = url_for("documents.show", document_id=document_id)
    if form.submitted():
        try:
            changing.serve(db.session(), g.actor, document_id, form.service(), form.version.data or 0)
        except Refused as refused:
            form.refuse(refused)
        except StaleEditError:
            return _stale(form, document_id, back)
        else:
            flash("已登记送达。", "success")
            return redirect(back)
    return form_page("documents/serve.html", form, opened=opened, back=back)


@blueprint.route("/documents/<int:document_id>/void", methods=["GET", "POST"])
@requires("petition.step", "petition.register")
def void(document_id: int) -> ResponseReturnValue:
    """Void a document that was not served; its number stays recorded."""
    opened = reading.open_document(db.session(), g.actor, document_id)
    _only_own(opened)
    form = VoidForm(version=opened.document.version)
    back = url_for("documents.show", document_id=document_id)
    if form.submitted():
        try:
            changing.void(db.session(), g.actor, document_id, form.reason.data or "", form.version.data or 0)
        except Refused as refused:
            form.refuse(refused)
        except StaleEditError:
            return _stale(form, document_id, back)
        else:
            flash("文书已作废，文号保留在登记簿中。", "success")
            return redirect(back)
    return form_page("documents/void.html", form, opened=opened, back=back)


def _only_own(opened: reading.Opened) -> None:
    if not opened.entry.own:
        abort(404)


def _stale(form: ServiceForm | VoidForm, document_id: int, back: str) -> Response:
    now = reading.open_document(db.session(), g.actor, document_id)
    return conflict_page(form, Stored(now.document.version, {}), back, f"文书已被他人变动：{now.entry.state}")


@blueprint.get("/documents/")
@requires("petition.view")
def book() -> str:
    """The book of numbers: every number given out in a series, void ones too."""
    numbered = [kind for kind, spec in SPECS.items() if spec.numbered]
    office_id = g.actor.office_id
    name = request.args.get("kind") or queries.newest_kind(db.session(), office_id, numbered)
    kind = DocumentKind(name) if name in {each.value for each in numbered} else DocumentKind.ACCEPTANCE_NOTICE
    this_year = clock.today().year
    years = sorted({this_year, *queries.years(db.session(), office_id)}, reverse=True)
    year = request.args.get("year", type=int)
    chosen = year if year in years else this_year
    rows = queries.book(db.session(), g.actor, kind, chosen)
    entries = [(shelf.listed(db.session(), g.actor, each.document), each) for each in rows]
    return render_template(
        "documents/book.html", kinds=numbered, kind=kind, years=years, year=chosen, entries=entries
    )
