"""Pages of registering and of one matter (登记、事项页面). The list's pages: ``register``."""

import secrets

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.documents.reading import shelf
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.modules import asking
from xinfang_site.petitions import (
    approval_views,
    case,
    case_views,
    choices,
    correcting_views,
    duplicates,
    procedure_views,
    registering,
    reported_views,
    step_views,
)
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.forms import MOST_COMPANIONS, RegisterForm, first_values
from xinfang_site.petitions.refs import ref_of
from xinfang_site.petitions.wording import actions_of, approvals_first, timeline_of, waiting_words


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


@blueprint.get("/<int:petition_id>")
@requires("petition.view")
def show(petition_id: int) -> str:
    """The case page: action first, then the matter, its people, files and history."""
    opened = case.open_case(db.session(), g.actor, petition_id, today())
    main, further = actions_of(petition_id, opened.actions)
    return render_template(
        "petitions/show.html",
        case=opened,
        main=approvals_first(opened.proposals, main),
        further=further,
        waiting=waiting_words(opened.proposals),
        timeline=timeline_of(opened.steps),
        shelf=shelf(g.actor, opened),
        panels=asking.petition_panels(db.session(), g.actor, ref_of(opened.petition)),
    )


__all__ = [
    "approval_views",
    "blueprint",
    "case_views",
    "correcting_views",
    "procedure_views",
    "reported_views",
    "step_views",
]  # importing the parts registers their pages
