"""Web processes (网页进程): gunicorn's workers and the background process, all forked from the one made site."""

import ctypes
import gc
import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from xinfang_site.serving import unreadable
from xinfang_site.serving.background import Kept
from xinfang_site.serving.options import Options
from xinfang_site.serving.site import served, watch
from xinfang_site.serving.worker import Worker

_MMAP_THRESHOLD = -3
_SPARE_SECONDS = 5


def serve(options: Options) -> None:
    """Serve until stopped."""
    _Server(options).run()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn, configured by us and not by its command line."""

    def __init__(self, options: Options) -> None:
        """Serve with ``options``."""
        self._options = options
        self._background: Kept | None = None
        super().__init__()

    def load_config(self) -> None:
        """One request at a time in each process: threads would fight for the interpreter lock."""
        options = self._options
        self.cfg.set("bind", f"{options.host}:{options.port}")
        self.cfg.set("workers", options.workers)
        # set before the threads, for which gunicorn would choose a class of its own
        self.cfg.set("worker_class", Worker)
        self.cfg.set("threads", options.threads)
        self.cfg.set("forwarded_allow_ips", "")  # the application counts its proxies itself (trusted_proxies)
        self.cfg.set("timeout", 60)
        self.cfg.set("graceful_timeout", 10)
        self.cfg.set("limit_request_line", 8190)
        self.cfg.set("accesslog", None)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)
        self.cfg.set("preload_app", True)  # made once, before the fork: no connection is open yet
        self.cfg.set("when_ready", self._begin)
        self.cfg.set("post_fork", lambda _server, _worker: watch(self.wsgi()))
        self.cfg.set("on_exit", self._end)

    def load(self) -> Flask:
        """The site, built once before the fork; the processes share its memory pages until they write to them."""
        _return_large_blocks()
        app = served()
        unreadable.install(app)
        gc.collect()
        gc.freeze()
        return app

    def _begin(self, server: Any) -> None:
        for listener in server.LISTENERS:
            _wait_for_words(listener.sock)
        if self._options.background:
            self._background = Kept(self.wsgi(), [each.sock for each in server.LISTENERS])

    def _end(self, _server: Any) -> None:
        if self._background:
            self._background.stop()


def _wait_for_words(listener: socket.socket) -> None:
    """On Linux, let the kernel hold a browser's spare connections until data arrive."""
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, _SPARE_SECONDS)


def _return_large_blocks() -> None:
    """Return large freed blocks to the system at once: Argon2 takes 19 MiB for a moment at every sign-in.

    Without this, glibc raises its threshold after the first such block and keeps them. Other libraries need nothing.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(_MMAP_THRESHOLD, 1024 * 1024)
