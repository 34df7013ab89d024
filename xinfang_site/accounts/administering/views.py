"""Pages of account administration (账号管理): the system administrator's part."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site.access import requires
from xinfang_site.accounts import queries
from xinfang_site.accounts.administering import services
from xinfang_site.accounts.administering.acts import DISABLE, ENABLE, RESET, ReasonedAct
from xinfang_site.accounts.administering.forms import (
    AccountForm,
    MoveForm,
    PeopleFilter,
    PersonForm,
    ReasonedForm,
)
from xinfang_site.accounts.models import Account
from xinfang_site.conflicts_page import Stored, conflict_page
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db, settings
from xinfang_site.forms import form_page
from xinfang_site.listing import chips, page_number, pager
from xinfang_site.versions import StaleEditError

blueprint = Blueprint("accounts_admin", __name__, url_prefix="/accounts")


@blueprint.get("/")
@requires("account.manage", "role.grant")
def index() -> str:
    """Accounts, filtered by the address."""
    form = PeopleFilter.from_query()
    form.offer(db.session())
    form.validate()
    size = settings().page_size
    number = page_number()
    rows, total = queries.people(db.session(), form.wanted(), number, size)
    return render_template(
        "accounts/admin/index.html",
        form=form,
        rows=rows,
        chips=chips(form),
        pager=pager(number, size, total, "个账号"),
        standing=queries.standing,
        standings=queries.STANDINGS,
    )


@blueprint.get("/<int:account_id>")
@requires("account.manage", "role.grant")
def show(account_id: int) -> str:
    """One account and what may be done with it."""
    account = find(account_id)
    return render_template(
        "accounts/admin/show.html",
        account=account,
        standing=queries.standing(account),
        standings=queries.STANDINGS,
        sessions=queries.open_sessions(db.session(), account.id),
        may_reset=services.may_reset(account),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires("account.manage")
def new() -> ResponseReturnValue:
    """Set up an account; its one-time password is shown on the answer, once."""
    form = AccountForm(office_id=request.args.get("office", g.actor.office_id, type=int))
    form.offer(db.session())
    if form.submitted():
        try:
            secret = services.create(db.session(), g.actor, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return render_template("accounts/admin/secret.html", secret=secret, made=True)
    return form_page("accounts/admin/new.html", form)


@blueprint.route("/<int:account_id>/edit", methods=["GET", "POST"])
@requires("account.manage")
def edit(account_id: int) -> ResponseReturnValue:
    """Change name and post."""
    account = find(account_id)
    form = PersonForm(version=account.version, name=account.name, post=account.post)
    back = url_for("accounts_admin.show", account_id=account_id)
    if form.submitted():
        try:
            services.edit(db.session(), g.actor, account_id, form.draft())
        except StaleEditError:
            return conflict_page(
                form, Stored(account.version, {"name": account.name, "post": account.post}), back
            )
        flash("人员信息已保存。", "success")
        return redirect(back)
    return form_page("accounts/admin/edit.html", form, account=account, heading="修改人员信息")


@blueprint.route("/<int:account_id>/move", methods=["GET", "POST"])
@requires("account.manage")
def move(account_id: int) -> ResponseReturnValue:
    """Ask, then bring the person to another office."""
    account = find(account_id)
    form = MoveForm(version=account.version, office_id=account.office_id, post="")
    form.offer(db.session())
    back = url_for("accounts_admin.show", account_id=account_id)
    if form.submitted():
        try:
            services.move(db.session(), g.actor, account_id, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            return conflict_page(form, Stored(account.version, {"office_id": account.office_id}), back)
        else:
            flash("人员已调动。原机构的角色已收回，请由安全管理员按新岗位授权。", "success")
            return redirect(back)
    return form_page("accounts/admin/move.html", form, account=account)


@blueprint.route("/<int:account_id>/disable", methods=["GET", "POST"])
@requires("account.manage")
def disable(account_id: int) -> ResponseReturnValue:
    """Ask, then disable."""
    return ask(account_id, DISABLE)


@blueprint.route("/<int:account_id>/enable", methods=["GET", "POST"])
@requires("account.manage")
def enable(account_id: int) -> ResponseReturnValue:
    """Ask, then take into use again."""
    return ask(account_id, ENABLE)


@blueprint.route("/<int:account_id>/reset", methods=["GET", "POST"])
@requires("account.manage")
def reset(account_id: int) -> ResponseReturnValue:
    """Ask, then show a one-time password, once."""
    return ask(account_id, RESET)


def ask(account_id: int, act: ReasonedAct) -> ResponseReturnValue:
    """The page that asks for the reason of an act, and does it."""
    account = find(account_id)
    form = ReasonedForm(version=account.version)
    back = url_for("accounts_admin.show", account_id=account_id)
    if form.submitted():
        try:
            outcome = act.service(db.session(), g.actor, account_id, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            return conflict_page(form, Stored(account.version, {}), back)
        else:
            if isinstance(outcome, services.Secret):
                return render_template("accounts/admin/secret.html", secret=outcome, made=False)
            flash(act.done, "success")
            return redirect(back)
    return form_page("accounts/admin/act.html", form, account=account, act=act)


def find(account_id: int) -> Account:
    """The account, or the page of what is missing."""
    return db.session().get(Account, account_id) or abort(404)
