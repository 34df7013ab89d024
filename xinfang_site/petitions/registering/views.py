"""The page of registering (登记页面): possible duplicates are shown before a matter is saved."""

import secrets

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.registering import choices, duplicates
from xinfang_site.petitions.registering import services as registering
from xinfang_site.petitions.registering.forms import MOST_COMPANIONS, RegisterForm, first_values


@blueprint.route("/new", methods=["GET", "POST"])
@requires("petition.register")
def new() -> ResponseReturnValue:
    """Register a matter; possible duplicates are shown before it is saved."""
    form = RegisterForm(data=first_values(today()))
    offered = choices.load(db.session(), today())
    form.offer(offered)
    if request.method == "GET":
        form.submission.data = secrets.token_urlsafe(16)
        form.channel.data = request.args.get("channel") or offered.channels[0][0]
    if _changed_rows(form):
        return _register_page(form, (), 200)
    if not form.submitted():
        return _register_page(form, (), 400 if request.method == "POST" else 200)
    draft = form.draft()
    sent = registering.sent_before(db.session(), draft.submission)
    if sent is not None:  # a double click: its own matter is no duplicate of it
        return _registered(sent)
    matches = duplicates.find(db.session(), g.actor, draft)
    if matches and form.repeat_of.data is None:
        return _register_page(form, matches, 200)
    try:
        petition_id = registering.register(db.session(), g.actor, draft, today())
    except Refused as refused:
        _put_beside_field(form, refused)
        return _register_page(form, matches, 400)
    return _registered(petition_id)


def _registered(petition_id: int) -> ResponseReturnValue:
    flash("已登记。可以打印登记单和查询码单，或者继续办理。", "success")
    return redirect(url_for("petitions.show", petition_id=petition_id))


def _changed_rows(form: RegisterForm) -> bool:
    """Whether the button pressed adds or removes a person's row; works without JavaScript."""
    if request.form.get("add") == form.companions.name:
        if len(form.companions) < MOST_COMPANIONS:
            form.companions.append_entry()
        return True
    removed = request.form.get("remove", "")
    if removed:
        form.companions.entries = [each for each in form.companions.entries if each.name != removed]
    return bool(removed)


def _register_page(form: RegisterForm, matches: object, status: int) -> ResponseReturnValue:
    page = render_template("petitions/new.html", form=form, matches=matches, choices=form.choices)
    return make_response(page, status)


def _put_beside_field(form: RegisterForm, refused: Refused) -> None:
    name = {"representatives": "companions"}.get(refused.field or "", refused.field)
    field = form[name] if name and name in form else form.channel
    field.errors = [*field.errors, str(refused)]
