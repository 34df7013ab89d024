"""Where to listen and as which user (运行参数): checked before any process is started."""

import errno
import os
import socket
from dataclasses import dataclass

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class RootRefused(Exception):
    """The server would listen to the network as root (拒绝以 root 运行)."""


class AddressRefused(Exception):
    """Nobody can listen at that address (地址不可用); the message says why."""


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
