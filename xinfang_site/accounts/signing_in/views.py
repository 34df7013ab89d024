"""Pages of signing in and of one's own account (登录、退出、口令、会话)."""

from flask import (
    Blueprint,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from werkzeug import Response

from xinfang_site.access import public, signed_in
from xinfang_site.accounts import queries
from xinfang_site.accounts.signing_in import services
from xinfang_site.accounts.signing_in.browsers import browser_name
from xinfang_site.accounts.signing_in.forms import PasswordForm, SignInForm
from xinfang_site.accounts.signing_in.recognising import visitor_by_token
from xinfang_site.accounts.signing_in.redirects import local_target
from xinfang_site.extensions import db
from xinfang_site.forms import form_page, given
from xinfang_site.kept import open_kept
from xinfang_site.modules import asking

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Sign in; back to the wished page, or to what was being sent when the session ended."""
    form = SignInForm()
    wished = request.args.get("next", "")
    if request.method == "POST" and request.form.keys() == {"csrf_token", "kept"}:
        return _login_page(form, wished, 200)
    if not form.submitted():
        return _login_page(form, wished, 400 if request.method == "POST" else 200)
    outcome = services.sign_in(db.session(), _credentials(form))
    if not outcome.token:
        fault_at = form.code if outcome.needs_code else form.username
        fault_at.errors = [*fault_at.errors, outcome.fault]
        return _login_page(form, wished, 429 if outcome.throttled else 401)
    session.clear()
    g.pop("csrf_token", None)  # made for the old session; the pages of the new one need their own
    visitor = visitor_by_token(db.session(), outcome.token)
    login_user(visitor)
    kept = open_kept(form.kept.data or "")
    if kept is not None:
        return make_response(render_template("accounts/resume.html", kept=kept))
    if visitor is not None and not wished:
        wished = asking.start_page(db.session(), visitor.actor, visitor.modules) or ""
    return redirect(local_target(wished))


def _login_page(form: SignInForm, wished: str, status: int) -> Response:
    return make_response(render_template("accounts/login.html", form=form, wished=wished), status)


def _credentials(form: SignInForm) -> services.Credentials:
    return services.Credentials(
        username=given(form.username.data),
        password=given(form.password.data),
        code=form.code.data or "",
        address=request.remote_addr or "",
        browser=request.user_agent.string,
    )


@blueprint.post("/logout")
@public
def logout() -> Response:
    """Sign out; the session is dead on the server and the browser forgets its pages."""
    if current_user.is_authenticated:
        services.sign_out(db.session(), current_user.actor, current_user.session_id)
        logout_user()
    session.clear()
    response = redirect(url_for("accounts.login"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.route("/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Set one's own password; forced for a one-time or an old one."""
    form = PasswordForm()
    if form.submitted():
        found = services.change_password(
            db.session(),
            g.actor,
            given(form.old_password.data),
            given(form.new_password.data),
            current_user.session_id,
        )
        if not found:
            flash("口令已修改，其他会话已结束。", "success")
            return redirect(url_for("home.index"))
        field = form.old_password if found == ["原口令不正确"] else form.new_password
        field.errors = [*field.errors, *found]
    return form_page("accounts/change_password.html", form)


@blueprint.get("/sessions")
@signed_in
def sessions() -> str:
    """One's own open sessions."""
    rows = queries.open_sessions(db.session(), current_user.account_id)
    return render_template(
        "accounts/sessions.html", rows=rows, current=current_user.session_id, named=browser_name
    )


@blueprint.post("/sessions/<int:session_id>/end")
@signed_in
def end_session(session_id: int) -> Response:
    """End one of one's own sessions."""
    if not services.end_session(db.session(), g.actor, session_id):
        abort(404)
    flash("会话已结束。", "success")
    return redirect(url_for("accounts.sessions"))
