"""Access (访问控制): nobody gets in unless a view says so.

Every view carries ``@public``, ``@signed_in`` or ``@requires(permission)``; the site refuses to
start when one carries none, plugins' views included.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from xinfang_site.ballast import ballast
from xinfang_site.errors import error_page
from xinfang_site.extensions import db
from xinfang_site.kept import keep_for_retry, keep_for_sign_in
from xinfang_site.modules.queries import offices_with
from xinfang_site.plugin_registry import plugins

P = ParamSpec("P")
R = TypeVar("R")

_ATTRIBUTE = "xinfang_access"
_OPEN_WHILE_CHANGING = {"accounts.change_password", "accounts.logout"}
_OPEN_WHILE_REHEARSING = {"rehearsal.end", "accounts.logout"}
_FILES = ("file", "export", "download", "print")
_LOOKED_AT = {"text/html", "image/svg+xml", "text/css", "text/javascript"}
_OPEN_WHILE_FULL = _OPEN_WHILE_REHEARSING | {"petitions.unmask"}
_OPEN_WHILE_ENROLLING = _OPEN_WHILE_CHANGING | {"own_account.enrol"}


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Open to anyone, such as the sign-in page."""
    return _mark(view, None)


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Open to anyone with an account, whatever the roles."""
    return _mark(view, frozenset())


def requires(*permissions: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Open to people who hold at least one of ``permissions``."""
    return lambda view: _mark(view, frozenset(permissions))


def _mark(view: Callable[P, R], access: frozenset[str] | None) -> Callable[P, R]:
    setattr(view, _ATTRIBUTE, access)
    return view


def guard(app: Flask) -> None:
    """Check every request before its view runs."""
    app.before_request(_check)
    app.jinja_env.globals["may_open"] = may_open
    app.after_request(_only_pages)


def unguarded(app: Flask) -> list[str]:
    """Endpoints whose view carries no access decorator; must be empty."""
    return sorted(
        name
        for name, view in app.view_functions.items()
        if not hasattr(view, _ATTRIBUTE) and not _is_static(name)
    )


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    owner = plugins().owner_of(request.blueprint)
    # a plugin's static files are for those whose office has it on; it says nothing about them itself
    access = frozenset() if _is_static(request.endpoint) else getattr(_view(), _ATTRIBUTE)
    if access is None:
        _check_public(owner)
        return None
    if not current_user.is_authenticated:
        return keep_for_sign_in()
    return _admit(owner, access)


def _admit(owner: str | None, access: frozenset[str]) -> ResponseReturnValue | None:
    """Let a signed-in person in, or answer why not."""
    g.actor = current_user.actor
    g.office_refs = {current_user.office_id: current_user.office}
    if current_user.rehearsing and not _may_be_looked_at():
        return error_page(403, "岗位预演只能看页面：不能提交，也不能取走文件。请先结束预演。")
    if owner is not None and owner not in current_user.modules:
        return _module_is_off(owner)
    if current_user.must_change and request.endpoint not in _OPEN_WHILE_CHANGING:
        return redirect(url_for("accounts.change_password"))
    if current_user.must_enrol and request.endpoint not in _OPEN_WHILE_ENROLLING:
        return redirect(url_for("own_account.enrol"))
    if access and not access & current_user.permissions:
        abort(403)
    if request.method == "POST" and request.endpoint not in _OPEN_WHILE_FULL and ballast().missing():
        return _disk_is_full()
    return None


def _disk_is_full() -> ResponseReturnValue:
    """Refuse to save: the last free space is kept for audit records of reading and signing in (D1)."""
    text = "磁盘已满，本次提交没有保存；登录和查看照常。请告知系统管理员至少腾出"
    megabytes = 1 + ballast().missing() // 1048576
    return keep_for_retry(
        "磁盘已满", f"{text} {megabytes} MB 空间，腾出后不必重启，再点“重新提交”即可。", 503
    )


def _may_be_looked_at() -> bool:
    """Whether a rehearsal may make this request: pages by GET, and the button that ends the rehearsal."""
    if request.endpoint in _OPEN_WHILE_REHEARSING:
        return True
    last = request.path.rpartition("/")[2]
    file = "." in last and not _is_static(str(request.endpoint)) and not last.endswith(".svg")
    return request.method in {"GET", "HEAD"} and not file and not _names_a_file()


def _names_a_file() -> bool:
    """Whether the endpoint sends a file: addresses of attachments and documents have no file ending."""
    return any(part in str(request.endpoint) for part in _FILES)


def _only_pages(response: Response) -> Response:
    """Refuse any file to a rehearsal, whatever its address looks like."""
    rehearsing = "actor" in g and current_user.is_authenticated and current_user.rehearsing
    if rehearsing and response.status_code == 200 and response.mimetype not in _LOOKED_AT:
        response.close()
        return make_response(error_page(403, "岗位预演不能取走文件。请先结束预演。"))
    return response


def _module_is_off(name: str) -> ResponseReturnValue:
    """Answer 404 for a module that the office has off; text typed while it was still on is kept."""
    found = plugins().installed.get(name)
    title = found.info.title if found else name
    text = f"“{title}”模块没有在本机构启用，或者刚刚停用。数据都保留着，如工作需要请联系安全管理员。"
    if request.method == "POST":
        return keep_for_retry("模块未启用", f"{text}本次提交没有保存，重新启用后可以再点“重新提交”。", 404)
    return error_page(404, text)


def may_open(address: str) -> bool:
    """Whether the visitor could open an address of the site (可否打开); if not, pages show no link to it.

    Figures and lines of modules link to lists that not every reader of the figure may open.
    """
    try:
        endpoint, _ = current_app.url_map.bind("").match(urlsplit(address).path, method="GET")
    except HTTPException:
        return False
    access: frozenset[str] | None = getattr(current_app.view_functions[endpoint], _ATTRIBUTE, frozenset())
    owner = plugins().owner_of(endpoint.rpartition(".")[0])
    if access is None:
        return True
    if owner is not None and owner not in current_user.modules:
        return False
    return not access or bool(access & current_user.permissions)


def _is_static(endpoint: str) -> bool:
    return endpoint == "static" or endpoint.endswith(".static")


def _check_public(owner: str | None) -> None:
    """Answer 404 unless some office has the module on; the page itself checks which office is meant."""
    if owner is not None and not offices_with(db.session(), owner):
        abort(404)


def _view() -> object:
    return current_app.view_functions[str(request.endpoint)]
