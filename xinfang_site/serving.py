"""Serving (运行站点): gunicorn's sync workers on Linux, waitress where there is no fork."""

import errno
import os
import socket
from dataclasses import dataclass
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from xinfang_site import assets, create_app, deadline, logs
from xinfang_site.ballast import ballast
from xinfang_site.extensions import db
from xinfang_site.headers import FIXED, POLICY
from xinfang_site.revisions import refuse_newer_core, refuse_older_core

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class RootRefused(Exception):
    """The server would listen to the network as root."""


class AddressRefused(Exception):
    """Nobody can listen at that address; the message says why."""


@dataclass(frozen=True, slots=True)
class Options:
    """Where to listen and with how many processes and threads (运行参数)."""

    host: str
    port: int
    workers: int
    threads: int
    background: bool = True
    """Whether a background process does the jobs (后台任务进程)."""


def check_user(host: str, allow_root: bool) -> str:
    """A warning for running as root on loopback, else nothing.

    Raises:
        RootRefused: as root on any other address without ``--allow-root``.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return ""
    if host not in LOOPBACK and not allow_root:
        raise RootRefused("不得以 root 身份在非本机地址上监听；请换用普通用户，或加 --allow-root")
    return "提示：正以 root 身份运行，生产环境请换用普通用户"


def check_address(host: str, port: int) -> None:
    """Try the address before any process is started.

    Raises:
        AddressRefused: another program listens there, or the address is not this machine's.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = "端口已被其他程序占用" if error.errno == errno.EADDRINUSE else (error.strerror or str(error))
        raise AddressRefused(
            f"不能在 {host} 的 {port} 端口上监听：{reason}。请用 --port 换一个端口"
        ) from error


def served() -> Flask:
    """The site as a WSGI application, its static files answered before Flask; no connection is open.

    Raises:
        NewerDatabase: the database was written by a newer version of the program.
        OlderDatabase: it has not been brought up to this one.
    """
    logs.configure()
    app = create_app()
    with app.app_context():
        refuse_newer_core(db.engine)
        refuse_older_core(db.engine)
        ballast().lay_in()
        db.engine.dispose()  # processes are forked from this one and open connections of their own
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask's documented way to wrap
        app.wsgi_app,
        root=str(assets.FOLDER),
        prefix="static/",
        max_age=31_536_000,
        allow_all_origins=False,
        add_headers_function=_headers,
    )
    return app


def _headers(headers: Any, _path: str, _url: str) -> None:
    headers["Content-Security-Policy"] = POLICY
    for name, value in FIXED.items():
        headers[name] = value


def serve(options: Options) -> None:
    """Serve until stopped."""
    if os.name == "nt":
        _waitress(options)
    else:
        from xinfang_site.web_processes import WebProcesses  # gunicorn exists only where there is fork

        WebProcesses(options).run()


def watch(app: Flask) -> None:
    """Give the questions of this web process a deadline (数据库时限); jobs may take their time."""
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            deadline.watch(db.engine)


def _waitress(options: Options) -> None:
    import waitress

    from xinfang_site.background import Program

    app = served()
    watch(app)
    background = Program() if options.background else None
    try:
        waitress.serve(
            app,
            host=options.host,
            port=options.port,
            threads=max(4, options.threads * options.workers),
            ident=None,
            clear_untrusted_proxy_headers=False,  # the application counts its proxies itself (trusted_proxies)
        )
    finally:
        if background:
            background.stop()
