"""Pages of the register (名册页面): the list and its saved filters."""

from urllib.parse import parse_qsl

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db, settings
from xinfang_site.forms import form_page
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.register import page as register_page
from xinfang_site.register import search_words
from xinfang_site.register.bulk.actions import actions_for
from xinfang_site.register.filters import saved
from xinfang_site.register.filters.conditions import conditions
from xinfang_site.register.filters.forms import DropForm, FilterForm
from xinfang_site.register.filters.list_query import ListQuery, parse
from xinfang_site.register.filters.saved import FilterDraft


@blueprint.get("/")
@requires("petition.view")
def index() -> ResponseReturnValue:
    """The register: filters, order and page are in the address."""
    query = parse(request.args)
    if any(search_words.is_personal(each) for each in " ".join(request.args.getlist("q")).split()):
        return redirect(register_page.address(query))  # whole phone and identity numbers leave the address
    page = register_page.build(db.session(), g.actor, query, today(), settings().page_size)
    return render_template(
        "petitions/index.html",
        page=page,
        options=page.options,
        saved=_saved(query),
        actions=list(actions_for(g.actor).items()) if current_user.may("petition.bulk") else [],
    )


def _saved(query: ListQuery) -> list[dict[str, object]]:
    here = query.pairs()
    return [
        {
            "label": each.name,
            "url": f"{url_for('petitions.index')}?{each.query}",
            "active": parse_qsl(each.query) == here,
            "shared": each.account_id != g.actor.account_id,
        }
        for each in saved.usable(db.session(), g.actor)
    ]


@blueprint.get("/filters")
@requires("petition.view")
def filters() -> str:
    """The saved filters that the visitor may use, with the actions allowed on each."""
    held = saved.usable(db.session(), g.actor)
    return render_template("petitions/filters.html", held=held, account_id=g.actor.account_id)


@blueprint.route("/filters/new", methods=["GET", "POST"])
@requires("petition.view")
def save_filter() -> ResponseReturnValue:
    """Keep the conditions of the address under a name."""
    query = parse(request.args).first()
    form = _filter_form()
    if form.submitted():
        try:
            draft = FilterDraft(str(form.name.data), register_page.query_string(query), _shared(form))
            saved.save(db.session(), g.actor, draft)
        except Refused as refused:
            form.name.errors = [*form.name.errors, str(refused)]
        else:
            flash("常用筛选已保存。", "success")
            return redirect(register_page.address(query))
    chips = conditions(db.session(), g.actor.office_id, query, today())
    return form_page("petitions/filter_save.html", form, chips=chips, back=register_page.address(query))


@blueprint.route("/filters/<int:filter_id>", methods=["GET", "POST"])
@requires("petition.view")
def change_filter(filter_id: int) -> ResponseReturnValue:
    """Rename or share one of the visitor's own filters."""
    held = saved.own(db.session(), g.actor, filter_id)
    form = _filter_form(data={"name": held.name, "shared": held.shared})
    if form.submitted():
        draft = FilterDraft(str(form.name.data), held.query, _shared(form))
        saved.change(db.session(), g.actor, filter_id, draft)
        flash("常用筛选已修改。", "success")
        return redirect(url_for("petitions.filters"))
    return form_page("petitions/filter_change.html", form)


@blueprint.route("/filters/<int:filter_id>/drop", methods=["GET", "POST"])
@requires("petition.view")
def drop_filter(filter_id: int) -> ResponseReturnValue:
    """Delete one of the visitor's own filters, after asking."""
    held = saved.own(db.session(), g.actor, filter_id)
    form = DropForm()
    if form.submitted():
        saved.drop(db.session(), g.actor, filter_id)
        flash("常用筛选已删除。", "success")
        return redirect(url_for("petitions.filters"))
    return render_template("petitions/filter_drop.html", form=form, held=held)


def _filter_form(data: dict[str, object] | None = None) -> FilterForm:
    form = FilterForm(data=data)
    if not current_user.may("petition.share_filter"):
        del form.shared
    return form


def _shared(form: FilterForm) -> bool:
    return "shared" in form and bool(form.shared.data)
