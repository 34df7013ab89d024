"""Pages of the organisation tree (机构管理)."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site import clock
from xinfang_site.access import requires
from xinfang_site.conflicts_page import Stored, conflict_page
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import form_page
from xinfang_site.offices import queries, services
from xinfang_site.offices.forms import DissolveForm, OfficeFilter, OfficeForm, values_of
from xinfang_site.offices.models import Office
from xinfang_site.versions import StaleEditError

blueprint = Blueprint("offices", __name__, url_prefix="/offices")


@blueprint.get("/")
@requires("office.manage")
def index() -> str:
    """The tree, or what a search finds in it."""
    form = OfficeFilter.from_query()
    words = form.q.data or "" if form.validate() else ""
    rows = queries.tree(db.session(), clock.today(), words=words, gone=bool(form.gone.data))
    called = queries.names(db.session())
    return render_template(
        "offices/index.html", form=form, rows=rows, words=words, called=called, day=clock.today()
    )


@blueprint.get("/<int:office_id>")
@requires("office.manage")
def show(office_id: int) -> str:
    """One office with its place in the tree."""
    office = _office(office_id)
    session = db.session()
    return render_template(
        "offices/show.html",
        office=office,
        above=queries.ancestors(session, office),
        below=queries.children(session, office.id),
        watcher=queries.petition_office_above(session, office),
        called=queries.names(session),
        day=clock.today(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires("office.manage")
def new() -> ResponseReturnValue:
    """Set up an office."""
    form = OfficeForm(version=0, parent_id=request.args.get("parent", 0, type=int))
    form.offer(db.session(), None)
    if form.submitted():
        try:
            office_id = services.create(db.session(), g.actor, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("机构已新增。", "success")
            return redirect(url_for("offices.show", office_id=office_id))
    return form_page("offices/form.html", form, office=None)


@blueprint.route("/<int:office_id>/edit", methods=["GET", "POST"])
@requires("office.manage")
def edit(office_id: int) -> ResponseReturnValue:
    """Change an office."""
    office = _office(office_id)
    form = OfficeForm(version=office.version, data=values_of(office))
    form.offer(db.session(), office)
    back = url_for("offices.show", office_id=office_id)
    if form.submitted():
        try:
            services.edit(db.session(), g.actor, office_id, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            return conflict_page(form, Stored(office.version, values_of(office)), back)
        else:
            flash("机构信息已保存。", "success")
            return redirect(back)
    return form_page("offices/form.html", form, office=office)


@blueprint.route("/<int:office_id>/dissolve", methods=["GET", "POST"])
@requires("office.manage")
def dissolve(office_id: int) -> ResponseReturnValue:
    """Ask, then end an office in favour of its successor."""
    office = _office(office_id)
    last_day = office.valid_to or clock.today()
    form = DissolveForm(version=office.version, last_day=last_day, successor_id=office.successor_id)
    form.offer(db.session(), office)
    back = url_for("offices.show", office_id=office_id)
    if form.submitted():
        try:
            services.dissolve(db.session(), g.actor, office_id, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            stored = {"last_day": office.valid_to, "successor_id": office.successor_id}
            return conflict_page(form, Stored(office.version, stored), back)
        else:
            flash("机构撤销已登记。", "success")
            return redirect(back)
    return form_page("offices/dissolve.html", form, office=office)


def _office(office_id: int) -> Office:
    return db.session().get(Office, office_id) or abort(404)
