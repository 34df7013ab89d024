"""Filling the demo district (写入演示数据): offices, people, then some 300 matters in the order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.first import ADMINISTRATORS
from xinfang_site.actor import system
from xinfang_site.demo import leaders, ledger
from xinfang_site.demo.district import modules, offices, people
from xinfang_site.demo.emptiness import UNFINISHED, check_finished, in_use
from xinfang_site.demo.plot.casting import Casting
from xinfang_site.demo.plot.routes import ROUTES, Route
from xinfang_site.demo.quick_disk import without_waiting_for_the_disk
from xinfang_site.demo.telling.author import Author
from xinfang_site.demo.telling.stories import tell
from xinfang_site.demo.words import Words
from xinfang_site.domain.errors import Refused
from xinfang_site.modules import asking

SEED = 500106
_FOUNDED_DAYS_AGO = 700


@dataclass(slots=True)
class District:
    """What was made (演示数据规模)."""

    offices: int
    accounts: int
    petitions: int
    broken: tuple[str, ...] = ()


def fill(
    session: Session, folder: Path, routes: Sequence[Route] = ROUTES, *, examples: bool = True
) -> District:
    """Make the district. On the same day it is the same each time, but for the passwords.

    Args:
        session: of an instance that nobody uses.
        folder: the instance; the accounts are written there.
        routes: the routes of the matters.
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
        made = offices.set_up(session, actor, words)
        modules.switch_on(session, made)
    staff = people.hire(session, folder, made, words)
    stories = Author(session, words, Casting(made, staff)).stories(today, routes)
    with without_waiting_for_the_disk(session):
        tell(stories)
        ledger.bring_in(session, staff.by_username["clerk"], staff.by_username["handler"], words, today)
        leaders.put_in_charge(session, staff.by_username["handler"], today)
        if examples:
            asking.demonstrations(session, today)
    (folder / UNFINISHED).unlink()
    accounts = len(staff.by_username) + len(ADMINISTRATORS)
    return District(len(made), accounts, len(stories), modules.without_examples())
