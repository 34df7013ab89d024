"""Scratch instances for measuring: filled once, with one account, served as in production."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Urls = Callable[[int], str]
USERNAME = "bench"
FOLDER = Path(tempfile.gettempdir()) / "xinfang-bench"
"""Where filled instances are kept between runs."""


@dataclass(frozen=True)
class Site:
    """A filled instance: its folder, its database's address, the password of its one account."""

    folder: Path
    environment: dict[str, str]
    password: str


def prepare(folder: Path, size: int, url: str | None) -> Site:
    """Fill ``folder`` unless an earlier run has (only SQLite is kept)."""
    if url:
        # an earlier run's database is gone, so its notes about it would be wrong
        shutil.rmtree(folder, ignore_errors=True)
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
    else:  # filled by an earlier version, perhaps
        program = [sys.executable, "-m", "xinfang_site", "init"]
        subprocess.run(program, env=environment, check=True, stdout=subprocess.DEVNULL)
    password = secrets.token_urlsafe(12) + "aA1!"
    _account(folder, url, password)
    return Site(folder, environment, password)


def _account(folder: Path, url: str | None, password: str) -> None:
    """The one account of the instance, with a password of this run."""
    from sqlalchemy import select

    from xinfang_site import clock, create_app
    from xinfang_site.accounts.models import Account, Grant
    from xinfang_site.accounts.passwords import hash_password
    from xinfang_site.benching.district import PETITION_OFFICE
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
                roles = ("handler", "clerk")
                grants = [Grant(role=role, granted_by="bench", granted_at=clock.now()) for role in roles]
                account = Account(
                    username=USERNAME, name="测试员", office_id=office.id, created_at=clock.now()
                )
                account.must_change, account.grants = False, grants
                session.add(account)
            account.password_hash, account.password_set_at = hash_password(password), clock.now()
            account.failures, account.locked_until = 0, None
        db.session.remove()
        db.engine.dispose()


def heavy_matter(site: Site) -> int:
    """The newest matter with 60 steps and 20 attachments; returns its id."""
    from datetime import timedelta

    from sqlalchemy import func, select

    from xinfang_site import clock, create_app
    from xinfang_site.database import writing
    from xinfang_site.extensions import db
    from xinfang_site.files import store
    from xinfang_site.petitions.attachments.models import Attachment
    from xinfang_site.petitions.models import RegisterEntry, Step

    with create_app(site.folder, site.environment.get("XINFANG_DATABASE_URL")).app_context():
        session = db.session()
        newest = select(RegisterEntry.petition_id).order_by(RegisterEntry.sort_key.desc()).limit(1)
        matter = session.scalars(newest).one()
        steps = session.scalar(select(func.count()).select_from(Step).where(Step.petition_id == matter)) or 0
        with writing(session):
            for number in range(60 - steps):
                at = clock.now() - timedelta(hours=number)
                common = {
                    "actor": "测试员",
                    "to_state": "handling",
                    "reason": "已联系承办单位核实。",
                    "details": {},
                }
                session.add(
                    Step(petition_id=matter, at=at, day=at.date(), code="note", title="办理记录", **common)
                )
            for number in range(20 if steps < 60 else 0):
                digest = store.keep(session, f"第{number}份材料".encode(), "text/plain; charset=utf-8")
                added = {"name": f"材料{number}.txt", "added_at": clock.now(), "added_by": "测试员"}
                session.add(Attachment(petition_id=matter, sha256=digest, **added))
        db.session.remove()
        db.engine.dispose()
    return matter


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
