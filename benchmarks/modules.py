"""``python -m benchmarks.modules``: the home page with every module on, beside none, in the demo district."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete, select

from benchmarks import scratch
from benchmarks.measuring import Browser
from xinfang_site import create_app
from xinfang_site.accounts.models import Account
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.modules.models import OfficeModule
from xinfang_site.plugin_registry import plugins

PEOPLE = ("leader", "clerk", "section_head", "reception_admin", "briefing_editor", "zjw_handler")
AIM = 1.5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.modules", description=__doc__)
    parser.add_argument("--folder", default=str(scratch.FOLDER / "modules"), help="kept between runs")
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    site = _demo(Path(options.folder))
    app = create_app(site.folder)
    accounts = json.loads((site.folder / "demo-accounts.json").read_text(encoding="utf-8"))
    passwords = {each["username"]: each["password"] for each in accounts}
    with app.app_context(), scratch.served(site) as server:
        names = sorted(plugins().installed)
        print(f"{len(names)} modules: {', '.join(names)}")
        print(f"{'home of':20} {'none ms':>9} {'all ms':>9} {'ratio':>7} {'aim':>5}")
        for username in PEOPLE:
            browser = Browser(replace(server, password=passwords[username]), username)
            office_id = db.session.scalars(
                select(Account.office_id).where(Account.username == username)
            ).one()
            none, every = _measure(browser, office_id, names, options.rounds)
            print(f"{username:20} {none:9.1f} {every:9.1f} {every / none:7.2f} {AIM:5.1f}", flush=True)


def _demo(folder: Path) -> scratch.Site:
    """The demo district, made once."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    environment = {**os.environ, "XINFANG_INSTANCE": str(folder)}
    environment.pop("XINFANG_DATABASE_URL", None)
    made = (folder / "demo-accounts.json").exists()  # by an earlier version, perhaps: init upgrades it
    for words in (["init"],) if made else (["init"], ["demo"]):
        program = [sys.executable, "-m", "xinfang_site", *words]
        subprocess.run(program, env=environment, check=True, stdout=subprocess.DEVNULL)
    return scratch.Site(folder, environment, "")


def _measure(browser: Browser, office_id: int, names: list[str], rounds: int) -> tuple[float, float]:
    """Medians without and with the modules, asked for in turn by tens: a busy machine slows both."""
    times: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(max(rounds // 10, 1) * 2):
        on = turn % 2 == 1
        _switch(office_id, names if on else [])
        browser.get("/")
        for _ in range(10):
            started = time.perf_counter()
            browser.get("/")
            times[on].append((time.perf_counter() - started) * 1000)
    _switch(office_id, names)
    return statistics.median(times[False]), statistics.median(times[True])


def _switch(office_id: int, names: list[str]) -> None:
    """The office's modules exactly; in effect at the next request of every worker."""
    session = db.session()
    with writing(session):
        session.execute(delete(OfficeModule).where(OfficeModule.office_id == office_id))
        session.add_all(OfficeModule(office_id=office_id, name=each) for each in names)


if __name__ == "__main__":
    main()
