"""Scratch instances for measuring: filled once, with one account, served as in production."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Urls = Callable[[int], str]
USERNAME = "bench"


@dataclass(frozen=True)
class Site:
    """A filled instance: its folder, its database's address, the password of its one account."""

    folder: Path
    environment: dict[str, str]
    password: str


def prepare(folder: Path, size: int, url: str | None) -> Site:
    """Fill ``folder`` unless an earlier run has (only SQLite is kept)."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    environment = {**os.environ, "XINFANG_INSTANCE": str(folder)}
    environment.pop("XINFANG_DATABASE_URL", None)
    if url:
        environment["XINFANG_DATABASE_URL"] = url
    if url or not (folder / "filled").exists():
        started = time.perf_counter()
        program = [sys.executable, "-m", "xinfang_site", "bench", "fill", "--petitions", str(size)]
        subprocess.run(program, env=environment, check=True, stdout=subprocess.DEVNULL)
        (folder / "filled").touch()
        print(f"filled {size} in {time.perf_counter() - started:.0f} s")
    password = secrets.token_urlsafe(12) + "aA1!"
    _account(folder, url, password)
    return Site(folder, environment, password)


def _account(folder: Path, url: str | None, password: str) -> None:
    """The one account of the instance, with a password of this run."""
    from sqlalchemy import select

    from xinfang_site import clock, create_app
    from xinfang_site.accounts.models import Account, Grant
    from xinfang_site.accounts.passwords import hash_password
    from xinfang_site.benching import PETITION_OFFICE
    from xinfang_site.database import writing
    from xinfang_site.extensions import db
    from xinfang_site.offices.models import Office

    app = create_app(folder, url)
    with app.app_context():
        session = db.session()
        with writing(session):
            account = session.scalar(select(Account).where(Account.username == USERNAME))
            if account is None:
                office = session.scalars(select(Office).where(Office.code == PETITION_OFFICE)).one()
                grant = Grant(role="handler", granted_by="bench", granted_at=clock.now())
                account = Account(
                    username=USERNAME, name="测试员", office_id=office.id, created_at=clock.now()
                )
                account.must_change, account.grants = False, [grant]
                session.add(account)
            account.password_hash, account.password_set_at = hash_password(password), clock.now()
            account.failures, account.locked_until = 0, None
        db.session.remove()
        db.engine.dispose()


@contextmanager
def served(site: Site) -> Iterator["Server"]:
    """The production server on a free port, with two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "xinfang_site", "run", "--port", str(port), "--workers", "2"]
    process = subprocess.Popen(program, env=site.environment, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base)
        yield Server(base, site.password, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


@dataclass(frozen=True)
class Server:
    """A running server."""

    base: str
    password: str
    pid: int


def _wait(base: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=2).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not answer")
