"""The page of registering (登记页面): possible duplicates are shown before a matter is saved."""

import secrets

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.database import DatabaseBusy
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.files.kinds import FileRefused
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.attachments.services import Upload
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.registering import choices, duplicates
from xinfang_site.petitions.registering import services as registering
from xinfang_site.petitions.registering.forms import MOST_COMPANIONS, RegisterForm


@blueprint.route("/new", methods=["GET", "POST"])
@requires("petition.register")
def new() -> ResponseReturnValue:
    """Register a matter; possible duplicates are shown before it is saved."""
    form = RegisterForm(data={"received_on": today()})
    offered = choices.load(db.session(), today())
    form.offer(offered)
    if request.method == "GET":
        form.submission.data = secrets.token_urlsafe(16)
        form.channel.data = request.args.get("channel") or offered.channels[0][0]
    changed = _changed_rows(form)
    if changed or not form.submitted():
        return _register_page(form, (), 400 if request.method == "POST" and not changed else 200)
    draft = form.draft()
    uploads = attachments.sent(request.files.getlist(form.files.name))
    sent = registering.sent_before(db.session(), draft.submission)
    if sent is not None:  # a double click: its own matter is no duplicate of it
        return _registered(sent, uploads)
    if _refuses(form, uploads):
        return _register_page(form, (), 400)
    matches = duplicates.find(db.session(), g.actor, draft)
    if matches and form.repeat_of.data is None:
        if "compared" in request.form:
            form.repeat_of.errors = ["请认定与哪一件重复；都不重复的，选“都不相同，这是初件”"]
        return _register_page(form, matches, 400 if form.repeat_of.errors else 200)
    try:
        petition_id = registering.register(db.session(), g.actor, draft, today())
    except Refused as refused:
        _put_beside_field(form, refused)
        return _register_page(form, matches, 400)
    return _registered(petition_id, uploads)


def _refuses(form: RegisterForm, uploads: list[Upload]) -> bool:
    """Whether a file is refused; the reason is shown beside the field. Called before anything is saved."""
    try:
        if uploads:
            attachments.check(uploads)
    except FileRefused as refused:
        form.files.errors = [*form.files.errors, str(refused)]
        return True
    return False


def _registered(petition_id: int, uploads: list[Upload]) -> ResponseReturnValue:
    """Add the files to the matter, only once even if the form was sent twice, and redirect to it.

    The files were checked before, so only the disk or the database can fail here; the matter stays without them.
    """
    said = "已登记。可以打印登记单和查询码单，或者继续办理。"
    if uploads and not attachments.present(db.session(), petition_id):
        try:
            number = attachments.add(db.session(), g.actor, petition_id, uploads)
        except (OSError, DatabaseBusy):
            db.session.rollback()
            flash("事项已登记，但附件没有保存，请稍后从事项页重新添加。", "danger")
        else:
            said = f"已登记，附件 {number} 个。可以打印登记单和查询码单，或者继续办理。"
    flash(said, "success")
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
    chosen = [each.filename for each in request.files.getlist(form.files.name) if each.filename]
    page = render_template(
        "petitions/new.html", form=form, matches=matches, choices=form.choices, dropped=chosen
    )
    return make_response(page, status)


def _put_beside_field(form: RegisterForm, refused: Refused) -> None:
    name = {"representatives": "companions"}.get(refused.field or "", refused.field)
    field = form[name] if name and name in form else form.channel
    field.errors = [*field.errors, str(refused)]
