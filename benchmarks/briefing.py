"""``python -m benchmarks.briefing``: the leaders' page with ten years of issues, beside a bare page."""

import argparse
import statistics
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select

from benchmarks import scratch
from benchmarks.measuring import BARE, Browser, together
from xinfang_daily_briefing.issues.models import Issue
from xinfang_daily_briefing.ledger.services import take
from xinfang_daily_briefing.readers.models import Reading
from xinfang_daily_briefing.rules.times import CHINA
from xinfang_site import clock, create_app
from xinfang_site.accounts.models import Account, Grant
from xinfang_site.actor import Actor
from xinfang_site.benching.district import PETITION_OFFICE
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.ledgers.results import Outcome, RowKind, RowResult
from xinfang_site.modules.models import OfficeModule
from xinfang_site.offices.models import Office

PAGE = "/briefing/today"
YEARS = 10
OPENS = 100


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.briefing", description=__doc__)
    parser.add_argument("--petitions", type=int, default=10_000)
    parser.add_argument("--folder", default=str(scratch.FOLDER), help="kept between runs")
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args()
    site = scratch.prepare(Path(options.folder) / f"briefing-{options.petitions}", options.petitions, None)
    with create_app(site.folder).app_context():
        issues = _fill()
        print(f"{issues} issues, {options.petitions} petitions")
        with scratch.served(site) as server:
            _measure(server, options.rounds)


def _fill() -> int:
    session = db.session()
    office = session.scalars(select(Office).where(Office.code == PETITION_OFFICE)).one()
    account = session.scalars(select(Account).where(Account.username == scratch.USERNAME)).one()
    with writing(session):
        if session.get(OfficeModule, (office.id, "daily_briefing")) is None:
            session.add(OfficeModule(office_id=office.id, name="daily_briefing"))
        if not any(each.role == "leader" for each in account.grants):
            account.grants.append(Grant(role="leader", granted_by="bench", granted_at=clock.now()))
    made = session.scalar(select(func.count()).select_from(Issue)) or 0
    if not made:
        actor = Actor(account.id, account.username, account.name, office.id, office.path)
        with writing(session):
            take(session, actor, list(_rows(clock.today())), "BENCH")
        made = session.scalar(select(func.count()).select_from(Issue)) or 0
    session.rollback()
    return made


def _rows(today: date) -> Iterator[RowResult]:
    """Three items a working day."""
    day, numbers = today - timedelta(days=365 * YEARS), dict.fromkeys(range(1990, 2100), 0)
    columns = ("focus", "warning", "news")
    while day <= today:
        if day.weekday() < 5:
            numbers[day.year] += 1
            for place, column in enumerate(columns):
                known = datetime(day.year, day.month, day.day, 6 + place, tzinfo=CHINA)
                values = {
                    "number": f"{day.year}-{numbers[day.year]}",
                    "day": day,
                    "column": column,
                    "title": f"{day.isoformat()} 第{place + 1}件物业服务问题",
                    "content": "业主反映物业服务问题，街道已介入协调，责任单位正在核实有关情况。" * 3,
                    "known_at": known,
                    "verified_at": known + timedelta(hours=3),
                    "result": "true",
                }
                yield RowResult("", 1, Outcome.IMPORTED, RowKind.RECORD, values)
        day += timedelta(days=1)


def _measure(server: scratch.Server, rounds: int) -> None:
    browser = Browser(server)
    browser.get(BARE)
    times: dict[str, list[float]] = {"bare": [], "cold": [], "cached": []}
    for _ in range(rounds):
        _forget()
        for name, address in (("bare", BARE), ("cold", PAGE), ("cached", PAGE)):
            started = time.perf_counter()
            browser.get(address)
            times[name].append((time.perf_counter() - started) * 1000)
    bare = statistics.median(times["bare"])
    for name, held in times.items():
        print(f"{name:8} {statistics.median(held):7.1f} ms {statistics.median(held) / bare:6.2f} x bare")
    waited: list[float] = []

    def read(reader: Browser) -> None:
        for _ in range(OPENS // 10):
            started = time.perf_counter()
            reader.get(PAGE)
            waited.append((time.perf_counter() - started) * 1000)

    readers = [Browser(server) for _ in range(10)]
    started = time.perf_counter()
    together([lambda each=each: read(each) for each in readers])
    print(
        f"{OPENS} opens by ten readers: {time.perf_counter() - started:.2f} s, slowest {max(waited):.0f} ms"
    )


def _forget() -> None:
    """The reader has not opened anything yet: the next opening is the first, receipt and all."""
    session = db.session()
    with writing(session):
        session.execute(delete(Reading))


if __name__ == "__main__":
    main()
