"""Filling the demo district (写入演示数据): offices, people, then some 300 matters in the order of time."""

import heapq
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.first import ADMINISTRATORS, FIRST_OFFICE
from xinfang_site.accounts.models import Account
from xinfang_site.actor import system
from xinfang_site.demo import led, ledger, modules, offices, people
from xinfang_site.demo.author import Author
from xinfang_site.demo.casting import Casting
from xinfang_site.demo.routes import ROUTES, Route
from xinfang_site.demo.stories import Story
from xinfang_site.demo.words import Words
from xinfang_site.domain.errors import Refused
from xinfang_site.modules import asking
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition

SEED = 500106
_FOUNDED_DAYS_AGO = 700
UNFINISHED = "demo-unfinished"
"""A file of the instance while the district is being written: what was broken off is never shown as the whole."""


@dataclass(slots=True)
class District:
    """What was made (演示数据规模)."""

    offices: int
    accounts: int
    petitions: int
    broken: tuple[str, ...] = ()


def in_use(session: Session) -> bool:
    """Whether the instance holds matters, or people and offices beyond those that ``xinfang init`` makes."""
    ours = [username for username, _, _ in ADMINISTRATORS]
    signs = (
        select(Account.id).where(Account.username.not_in(ours)),
        select(Petition.id),
        select(Office.id).where(Office.code != FIRST_OFFICE[0]),
    )
    return any(session.scalar(each.limit(1)) is not None for each in signs)


def check_finished(folder: Path) -> None:
    """Whether the district was written to its end, or not at all (演示数据完整).

    Raises:
        Refused: it was broken off half-way.
    """
    if (folder / UNFINISHED).exists():
        raise Refused(f"上一次写入演示数据没有完成，数据不全。请删除实例目录 {folder} 后重新运行")


def fill(
    session: Session, folder: Path, routes: Sequence[Route] = ROUTES, *, examples: bool = True
) -> District:
    """Make the district; the same seed and the same day make the same data, passwords apart.

    Args:
        session: of an instance that nobody uses.
        folder: the instance; the accounts are written there.
        routes: the ways that the matters go.
        examples: whether the modules write their own examples too.

    Raises:
        Refused: the instance is in use, or an earlier filling was broken off.
    """
    check_finished(folder)
    if in_use(session):
        raise Refused("实例中已有机构、账号或者信访事项，不写入演示数据；请换一个空的实例目录")
    (folder / UNFINISHED).touch()
    today = clock.today()
    random = Random(SEED)  # noqa: S311 - made-up data, no secret
    words = Words(random, today)
    actor = system("xinfang demo")
    with clock.at(clock.now() - timedelta(days=_FOUNDED_DAYS_AGO)):
        made = offices.found(session, actor, words)
    staff = people.hire(session, folder, made, words)
    stories = Author(session, words, Casting(made, staff)).stories(today, routes)
    with _without_waiting_for_the_disk(session):
        tell(stories)
        ledger.bring_in(session, staff.by_username["clerk"], staff.by_username["handler"], words, today)
        led.put_in_charge(session, staff.by_username["handler"], today)
        modules.switch_on(session, made)
        if examples:
            asking.demonstrations(session, today)
    (folder / UNFINISHED).unlink()
    accounts = len(staff.by_username) + len(ADMINISTRATORS)
    return District(len(made), accounts, len(stories), modules.without_examples())


@contextmanager
def _without_waiting_for_the_disk(session: Session) -> Iterator[None]:
    """On SQLite some 2,800 commits need not reach the disk one by one; the last of them does."""
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    _set_synchronous(session, "OFF")
    try:
        yield
    finally:
        _set_synchronous(session, "FULL")


def _set_synchronous(session: Session, mode: str) -> None:
    session.rollback()
    connection = session.get_bind().engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA synchronous={mode}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        connection.close()


def tell(stories: list[Story]) -> None:
    """Run all stories in the order of time, so that numbers, audit and timelines are in order too."""
    waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
    for number, story in enumerate(stories):
        told = story.run()
        heapq.heappush(waiting, (next(told), number, told))
    while waiting:
        instant, number, told = heapq.heappop(waiting)
        with clock.at(instant):
            following = next(told, None)
        if following is not None:
            heapq.heappush(waiting, (following, number, told))
