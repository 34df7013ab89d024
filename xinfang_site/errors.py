"""Error pages (错误页): the site's layout, plain words, a reference number; never a trace."""

import errno
import logging
import re
from contextlib import suppress

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from xinfang_site.database import DatabaseBusy
from xinfang_site.domain.errors import Forbidden, Refused
from xinfang_site.error_numbers import log_error_page
from xinfang_site.extensions import db
from xinfang_site.kept import keep_for_retry, keep_without_files
from xinfang_site.plugin_registry import plugins
from xinfang_site.versions import StaleEditError

log = logging.getLogger(__name__)

_PG_UNIQUE = "23505"
_MATTER = re.compile(r"/petitions/\d+(?=/)", re.ASCII)
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS}

TEXTS = {
    400: ("请求不正确", "提交的内容无法识别，请返回后重试。"),
    403: ("没有权限", "您的岗位没有这项权限。如工作需要，请联系安全管理员。"),
    401: ("请先登录", "请登录后再操作。"),
    404: ("没有找到", "页面或记录不存在，或者不属于您所在的机构。"),
    405: ("请求方式不正确", "该地址不接受这种请求，请从页面上的按钮进入。"),
    409: ("不能这样办理", "当前状态下不能进行这一操作。"),
    413: ("内容过大", "提交的内容超过允许的大小，没有保存。请返回后减少附件，分几次提交。"),
    414: ("地址过长", "地址栏中的内容太长，请缩短查找词后重试。"),
    415: ("格式不正确", "提交的内容格式不正确，请从页面上的表单提交。"),
    429: ("操作过于频繁", "短时间内操作次数过多，请稍后再试。"),
    431: ("请求不正确", "浏览器发来的内容太长，请关闭浏览器后重新打开。"),
    500: ("系统错误", "系统出现错误，本次操作没有保存。请将错误编号告知系统管理员。"),
    503: ("系统繁忙", "系统暂时无法保存，请稍后重试。"),
}


def install(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(CSRFError, _outdated)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(DatabaseBusy, _busy)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(IntegrityError, _collided)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(OverflowError, _out_of_range)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(StaleEditError, _stale)
    app.register_error_handler(Exception, _unexpected)


def _back(code: int, article: str) -> str:
    """Where the error page's link leads: to the matter that refused something, else to the home page.

    A post's want of a step is said with its article: the person sees the matter all the same.
    """
    matter = _MATTER.match(request.path) if code in {409, 429} or article else None
    return matter[0] if matter else "/"


def error_page(code: int, message: str = "", article: str = "") -> ResponseReturnValue:
    """The page for ``code``."""
    title, text = TEXTS.get(code, TEXTS[400] if code < 500 else TEXTS[500])
    page = render_template(
        "errors/error.html",
        code=code,
        title=title,
        message=message or text,
        reference=log_error_page(code),
        back_url=_back(code, article),
        article=article,
    )
    return make_response(page, code)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if error.code == 413 and request.method == "POST" and not _from_elsewhere():
        return keep_without_files(*TEXTS[413], 413)
    answer = make_response(error_page(error.code))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _outdated(_error: CSRFError) -> ResponseReturnValue:
    if _from_elsewhere():
        # another site's form: sending it again must not be one click away, nor its visitor signed out by a new cookie
        return error_page(400)
    return keep_for_retry(
        "页面已过期",
        "页面停留时间过长或不是从本系统打开，本次提交没有保存。请核对下面的内容后重新提交。",
        400,
    )


def _from_elsewhere() -> bool:
    return request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}


def _refused(error: Refused) -> ResponseReturnValue:
    db.session.rollback()
    code = 403 if isinstance(error, Forbidden) else 409
    return error_page(code, error.message, error.article.cite() if error.article else "")


def _busy(_error: DatabaseBusy) -> ResponseReturnValue:
    if request.method == "POST":
        return keep_for_retry("系统繁忙", "系统正忙，本次提交没有保存。请稍候片刻，再点“重新提交”。", 503)
    return error_page(503, "系统正忙，打开本页须留下查阅记录，暂时没有打开。请稍候片刻，再刷新本页。")


def _stale(_error: StaleDataError | StaleEditError) -> ResponseReturnValue:
    db.session.rollback()
    return keep_for_retry(
        "内容已被他人修改", "在您填写期间，他人修改了同一记录，本次提交没有保存。请返回查看最新内容。", 409
    )


def _out_of_range(_error: OverflowError) -> ResponseReturnValue:
    """A number in the query is too large for a key, as in :class:`xinfang_site.addresses.IdConverter`."""
    db.session.rollback()
    return error_page(404)


def _collided(error: IntegrityError) -> ResponseReturnValue:
    """The database refused a duplicate row: two people saved the same thing at once."""
    if not _is_second_copy(error):
        return _unexpected(error)
    db.session.rollback()
    log.exception("the database refused a row", exc_info=error)
    return keep_for_retry(
        "与他人的操作冲突",
        "同一内容刚刚已由他人保存，本次提交没有保存。请返回查看最新内容，需要时再提交。",
        409,
    )


def _is_second_copy(error: IntegrityError) -> bool:
    """Whether a unique constraint failed. PostgreSQL is judged by its error code: its messages are translated."""
    code = getattr(error.orig, "sqlstate", None)
    return code == _PG_UNIQUE if code is not None else "unique" in str(error.orig).lower()


def _database(error: OperationalError) -> ResponseReturnValue:
    log.exception("the database failed", exc_info=error)
    return _cannot_save("数据库")


def _disk(error: OSError) -> ResponseReturnValue:
    """A full or broken disk is no fault of the program: saving reports it, reading goes on."""
    if error.errno not in _DISK:
        return _unexpected(error)
    log.exception("the disk failed", exc_info=error)
    return _cannot_save("磁盘已满，" if error.errno == errno.ENOSPC else "磁盘")


def _cannot_save(what: str) -> ResponseReturnValue:
    db.session.rollback()
    if request.method == "POST":
        return keep_for_retry(
            "暂时无法保存", f"{what}暂时无法写入，本次提交没有保存。请稍后重新提交，并告知系统管理员。", 503
        )
    return error_page(
        503,
        f"{what}暂时无法写入。打开事项、下载文件须留下记录，因此现在不能打开；请稍后重试，并告知系统管理员。",
    )


def _unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    owner = plugins().owner_of(request.blueprint)
    if owner is None:
        log.exception("unexpected error", exc_info=error)
    else:
        plugins().note(owner, "page", error)
    if request.method == "POST" and not _from_elsewhere():
        with suppress(Exception):  # the form itself may be what cannot be read
            return keep_for_retry(*TEXTS[500], 500)
    return error_page(500)
