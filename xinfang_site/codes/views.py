"""Pages of code tables (代码表)."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site import clock
from xinfang_site.access import requires
from xinfang_site.codes import queries, services
from xinfang_site.codes.forms import CodeEditForm, CodeFilter, CodeForm, EndForm, values_of
from xinfang_site.codes.loading import TABLES
from xinfang_site.codes.models import Code
from xinfang_site.conflicts_page import Stored, conflict_page
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import form_page
from xinfang_site.versions import StaleEditError

blueprint = Blueprint("codes", __name__, url_prefix="/codes")


@blueprint.get("/")
@requires("code.manage")
def index() -> str:
    """The tables, with how many values may be chosen today."""
    counts = queries.counts(db.session(), clock.today())
    return render_template("codes/index.html", tables_known=TABLES, counts=counts)


@blueprint.get("/<table>/")
@requires("code.manage")
def table(table: str) -> str:
    """The values of a table; of a tree, one branch at a time."""
    _known(table)
    form = CodeFilter.from_query()
    words = form.q.data or "" if form.validate() else ""
    parent = _parent(table)
    day = clock.today()
    wanted = queries.Wanted(table, parent.id if parent else None, words, bool(form.gone.data))
    return render_template(
        "codes/table.html",
        form=form,
        table=table,
        title=TABLES[table],
        parent=parent,
        above=queries.ancestors(db.session(), parent) if parent else [],
        rows=queries.branch(db.session(), wanted, day),
        below=queries.child_counts(db.session(), table),
        words=words,
        day=day,
    )


@blueprint.route("/<table>/new", methods=["GET", "POST"])
@requires("code.manage")
def new(table: str) -> ResponseReturnValue:
    """Add a value."""
    _known(table)
    parent = _parent(table)
    parent_id = parent.id if parent else None
    form = CodeForm(valid_from=clock.today())
    back = url_for("codes.table", table=table, parent=parent_id)
    if form.submitted():
        try:
            services.create(db.session(), g.actor, form.draft(table, parent_id))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("代码已新增。", "success")
            return redirect(back)
    return _form_page(form, table, "新增代码", back, parent)


def _form_page(
    form: CodeForm | CodeEditForm, table: str, heading: str, back: str, parent: Code | None = None
) -> ResponseReturnValue:
    """The form of a value, new or changed; with a fault in it the answer is 400."""
    return form_page("codes/form.html", form, title=TABLES[table], heading=heading, parent=parent, back=back)


@blueprint.route("/<table>/<int:code_id>", methods=["GET", "POST"])
@requires("code.manage")
def edit(table: str, code_id: int) -> ResponseReturnValue:
    """Change a value."""
    code = _code(table, code_id)
    form = CodeEditForm(version=code.version, data=values_of(code))
    back = url_for("codes.table", table=table, parent=code.parent_id)
    if form.submitted():
        try:
            services.edit(db.session(), g.actor, code_id, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            return conflict_page(form, Stored(code.version, values_of(code)), back)
        else:
            flash("代码已保存。", "success")
            return redirect(back)
    return _form_page(form, table, f"修改代码 {code.code}", back)


@blueprint.route("/<table>/<int:code_id>/end", methods=["GET", "POST"])
@requires("code.manage")
def end(table: str, code_id: int) -> ResponseReturnValue:
    """Ask, then end a value."""
    code = _code(table, code_id)
    form = EndForm(version=code.version, last_day=code.valid_to or clock.today())
    back = url_for("codes.table", table=table, parent=code.parent_id)
    if form.submitted():
        try:
            services.end(db.session(), g.actor, code_id, *form.end())
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            return conflict_page(form, Stored(code.version, {"last_day": code.valid_to}), back)
        else:
            flash("代码已停用。", "success")
            return redirect(back)
    return form_page("codes/end.html", form, code=code, title=TABLES[table], back=back)


def _known(table: str) -> None:
    if table not in TABLES:
        abort(404)


def _parent(table: str) -> Code | None:
    parent_id = request.args.get("parent", 0, type=int)
    return _code(table, parent_id) if parent_id else None


def _code(table: str, code_id: int) -> Code:
    found = db.session().get(Code, code_id) if 0 < code_id < 2**31 else None
    if found is None or found.table_name != table or table not in TABLES:
        abort(404)
    return found
