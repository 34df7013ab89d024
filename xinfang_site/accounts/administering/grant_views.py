"""Pages of account administration (账号管理): the security administrator's part."""

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from xinfang_site.access import requires
from xinfang_site.accounts.administering import grant_services as services
from xinfang_site.accounts.administering.acts import END_SESSIONS, LIFT_TOTP, UNLOCK
from xinfang_site.accounts.administering.forms import RolesForm
from xinfang_site.accounts.administering.views import ask, find
from xinfang_site.conflicts_page import Stored, conflict_page
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import form_page
from xinfang_site.versions import StaleEditError

blueprint = Blueprint("grants", __name__, url_prefix="/accounts")


@blueprint.route("/<int:account_id>/roles", methods=["GET", "POST"])
@requires("role.grant")
def roles(account_id: int) -> ResponseReturnValue:
    """Grant and take roles."""
    account = find(account_id)
    held = sorted(role.value for role in account.roles)
    form = RolesForm(version=account.version, roles=held)
    back = url_for("accounts_admin.show", account_id=account_id)
    if form.submitted():
        try:
            warnings = services.set_roles(db.session(), g.actor, account_id, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            now = sorted(role.value for role in account.roles)
            return conflict_page(form, Stored(account.version, {"roles": now}), back)
        else:
            flash("角色已保存，下一次操作起生效。", "success")
            for warning in warnings:
                flash(warning, "warning")
            return redirect(back)
    return form_page("accounts/admin/roles.html", form, account=account)


@blueprint.route("/<int:account_id>/unlock", methods=["GET", "POST"])
@requires("account.unlock")
def unlock(account_id: int) -> ResponseReturnValue:
    """Ask, then lift the lock."""
    return ask(account_id, UNLOCK)


@blueprint.route("/<int:account_id>/end-sessions", methods=["GET", "POST"])
@requires("account.unlock")
def end_sessions(account_id: int) -> ResponseReturnValue:
    """Ask, then end every session."""
    return ask(account_id, END_SESSIONS)


@blueprint.route("/<int:account_id>/lift-totp", methods=["GET", "POST"])
@requires("account.unlock")
def lift_totp(account_id: int) -> ResponseReturnValue:
    """Ask, then take the second factor off."""
    return ask(account_id, LIFT_TOTP)
