"""Pages of one's own account (我的账号): what it is, its sessions, its second factor."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from itsdangerous import BadSignature

from xinfang_site.access import signed_in
from xinfang_site.accounts import queries
from xinfang_site.accounts.models import Account
from xinfang_site.accounts.own import services
from xinfang_site.accounts.own.forms import EnrolForm, RemoveTotpForm
from xinfang_site.accounts.signing_in import totp
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db, settings
from xinfang_site.forms import form_page, given
from xinfang_site.signatures import serializer

blueprint = Blueprint("own_account", __name__, url_prefix="/account")
_MAX_AGE_SECONDS = 900


@blueprint.get("/")
@signed_in
def show() -> str:
    """The visitor's account and its settings."""
    account = _account()
    return render_template(
        "accounts/own.html",
        account=account,
        sessions=queries.open_sessions(db.session(), account.id),
        required=services.is_required(g.actor),
        max_days=settings().password_max_age_days,
    )


@blueprint.route("/totp", methods=["GET", "POST"])
@signed_in
def enrol() -> ResponseReturnValue:
    """Set up a second factor: a secret for the authenticator, then its first code."""
    if _account().totp_secret is not None:
        return redirect(url_for("own_account.show"))
    form = EnrolForm()
    secret = _unsealed(form.setup.data or "")
    if form.submitted() and secret:
        try:
            services.enrol(db.session(), g.actor, secret, given(form.code.data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("动态口令已启用，下次登录时须一并输入。", "success")
            return redirect(url_for("own_account.show"))
    elif request.method == "POST" and not secret:
        form.form_errors.append("设置页面已过期，请用新的密钥重新添加")
    secret = secret or totp.new_secret()
    form.setup.data = serializer("totp").dumps([g.actor.account_id, secret])
    return form_page(
        "accounts/totp.html",
        form,
        groups=[secret[at : at + 4] for at in range(0, len(secret), 4)],
        address=totp.address(secret, g.actor.username, settings().site_title),
        required=services.is_required(g.actor),
    )


@blueprint.route("/totp/remove", methods=["GET", "POST"])
@signed_in
def remove() -> ResponseReturnValue:
    """Ask for the password, then stop using the second factor."""
    if _account().totp_secret is None:
        return redirect(url_for("own_account.show"))
    form = RemoveTotpForm()
    if form.submitted():
        try:
            services.remove(db.session(), g.actor, given(form.password.data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("动态口令已停用。", "success")
            return redirect(url_for("own_account.show"))
    return form_page("accounts/totp_remove.html", form)


def _account() -> Account:
    return db.session().get_one(Account, current_user.account_id)


def _unsealed(text: str) -> str:
    """The secret from the signed field, if this site has just made it for this person; else empty."""
    try:
        account_id, secret = serializer("totp").loads(text, max_age=_MAX_AGE_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(secret) if account_id == g.actor.account_id else ""
