"""People, a switched-on module and the short ways of the briefing's tests."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tests.people import PASSWORD, Cast
from xinfang_daily_briefing.issues import drafting
from xinfang_daily_briefing.issues import services as issuing
from xinfang_daily_briefing.issues.models import Edition, Issue
from xinfang_daily_briefing.items import services as reporting
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.items.services import ItemDraft
from xinfang_daily_briefing.rules.times import CHINA
from xinfang_daily_briefing.rules.words import Column, Source, Urgency
from xinfang_site import clock
from xinfang_site.accounts.models import Account, Grant
from xinfang_site.accounts.passwords import hash_password
from xinfang_site.calendars.services import DayDraft, YearDraft, put_year
from xinfang_site.database import writing
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import db
from xinfang_site.modules.services import Turn, switch
from xinfang_site.plugin_registry import plugins

NAME = "daily_briefing"
OFFICES = ("JQ", "JXF", "JZJ", "JJW", "YXF")
ACCOUNTS = (
    ("duty", "值班甲", "JXF", Role.DUTY_OFFICER),
    ("editor", "编辑甲", "JXF", Role.BRIEFING_EDITOR),
    ("editor2", "编辑乙", "JXF", Role.BRIEFING_EDITOR),
    ("reviewer_b", "审核甲", "JXF", Role.BRIEFING_REVIEWER),
    ("signer", "签发甲", "JXF", Role.BRIEFING_SIGNER),
    ("signer2", "签发乙", "JXF", Role.BRIEFING_SIGNER),
    ("mayor", "区领导甲", "JQ", Role.LEADER),
    ("mayor2", "区领导乙", "JQ", Role.LEADER),
    ("other_editor", "乙编辑", "YXF", Role.BRIEFING_EDITOR),
)


def furnish() -> None:
    """The people of the briefing, the module on where it is used, holidays of the year."""
    session, cast = db.session(), Cast()
    hashed, now = hash_password(PASSWORD), clock.now()
    with writing(session):
        for username, name, code, role in ACCOUNTS:
            session.add(
                Account(
                    username=username,
                    name=name,
                    office_id=cast.office(code).id,
                    password_hash=hashed,
                    password_set_at=now,
                    must_change=False,
                    created_at=now,
                    grants=[Grant(role=role.value, granted_by="test", granted_at=now)],
                )
            )
    admin = cast.actor("root_security")
    for code in OFFICES:
        switch(session, admin, plugins(), Turn(cast.office(code).id, NAME, on=True, reason="试用"))


def china(*parts: int) -> datetime:
    """A moment as clocks in China show it."""
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[arg-type,misc]  # six numbers at most


def draft(**changes: Any) -> ItemDraft:
    """A report about homes not handed over, or what ``changes`` make of it."""
    made = ItemDraft(
        column=Column.FOCUS,
        urgency=Urgency.ORDINARY,
        source=Source.WINDOW,
        title="康宁小区业主反映逾期交房",
        known_at=clock.now(),
        content="康宁小区业主到区群众来访接待大厅反映逾期交房问题",
        place="区群众来访接待大厅",
        people=23,
        demand="明确交房时间",
        measures="区信访办会同区住建委联合接待，推选代表座谈",
        next_step="区住建委三日内书面答复",
    )
    return replace(made, **changes)


def sent(username: str = "unit_handler", **changes: Any) -> int:
    """An item that was written and sent; returns its id."""
    item_id = reporting.start(db.session(), Cast().actor(username), draft(**changes))
    send(item_id, username)
    return item_id


def send(item_id: int, username: str = "unit_handler") -> None:
    reporting.send(db.session(), Cast().actor(username), item_id, fresh(item_id).version)


def fresh(item_id: int) -> Item:
    db.session.rollback()
    return db.session.get_one(Item, item_id)


def issue(issue_id: int) -> Issue:
    db.session.rollback()
    return db.session.get_one(Issue, issue_id)


def drafted() -> int:
    """Today's draft of the first district's petition office."""
    office, editor = Cast().office("JXF").id, Cast().actor("editor")
    made = drafting.make(db.session(), editor, office, clock.today())
    return made or drafting.issue_of(db.session(), office, clock.today()) or 0


def reviewed(issue_id: int, *, silent: bool = False) -> int:
    """An issue that was submitted and reviewed."""
    cast = Cast()
    issuing.submit(db.session(), cast.actor("editor"), issue_id, issue(issue_id).version, silent=silent)
    issuing.review(db.session(), cast.actor("reviewer_b"), issue_id, issue(issue_id).version)
    return issue_id


def signed(issue_id: int, *, silent: bool = False) -> Edition:
    """An issue that went through all hands."""
    reviewed(issue_id, silent=silent)
    return issuing.sign(db.session(), Cast().actor("signer"), issue_id, issue(issue_id).version)


def edition(issue_id: int) -> Edition:
    """The newest signed version."""
    db.session.rollback()
    return (
        db.session.scalars(
            select(Edition).where(Edition.issue_id == issue_id).order_by(Edition.number.desc())
        ).first()
        or Edition()
    )


def makeup_saturday(day: Any) -> None:
    """Let a Saturday be worked."""
    notice = YearDraft(day.year, "测试", [DayDraft(day, True, "调休上班")])
    with writing(db.session()) as session:
        put_year(session, Cast().actor("root_system"), notice)
