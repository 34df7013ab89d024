"""The cast of the reception tests: an office with the module on, three kinds, rosters, a planner."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.people import PASSWORD, Cast, sign_in
from xinfang_joint_reception.rota.models import Kind
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_joint_reception.rota.sessions import services as planning
from xinfang_joint_reception.rota.sessions.services import Seat, SittingDraft
from xinfang_joint_reception.rota.setting_up import services as setting_up
from xinfang_joint_reception.rota.setting_up.services import MemberDraft
from xinfang_site import clock
from xinfang_site.accounts.models import Account, Grant
from xinfang_site.accounts.passwords import hash_password
from xinfang_site.actor import Actor, system
from xinfang_site.database import writing
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import db
from xinfang_site.modules.services import Turn, switch
from xinfang_site.plugin_registry import plugins

EXTRA = (
    # username, name, office, roles
    ("planner", "排班员", "JXF", (Role.RECEPTION_ADMIN,)),
    ("planner2", "排班员二", "JXF", (Role.RECEPTION_ADMIN,)),
    ("lawyer2", "律师乙", "JXF", (Role.LAWYER,)),
    ("mayor", "张区长", "JQ", (Role.LEADER,)),
    ("deputy", "李副区长", "JQ", (Role.LEADER,)),
    ("other_planner", "乙排班员", "YXF", (Role.RECEPTION_ADMIN,)),
)
ON = ("JXF", "JQ", "JZJ", "YXF")
NINE, NOON = time(9), time(11, 30)


@contextmanager
def on(day: str, hour: str = "08:00") -> Iterator[None]:
    """Live on a day, at an hour of China time."""
    moment = datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), clock.CHINA)
    with clock.at(moment):
        yield


@dataclass
class Hall:
    """The office's rota as the tests build it."""

    session: Session
    people: Cast
    kinds: dict[str, int] = field(default_factory=dict)
    members: dict[str, int] = field(default_factory=dict)

    @property
    def monthly(self) -> dict[str, object]:
        """The form of a rule: the leaders on the fifteenth of every month of 2026, or the next working day."""
        return {
            "version": "0", "kind_id": str(self.kinds["leaders"]), "pattern": "monthly", "roll": "forward",
            "first": "2026-01-01", "last": "2026-12-31", "month_days": "15", "times": "1",
            "head_weekday": "-1", "starts_at": "09:00", "ends_at": "11:30",
        }  # fmt: skip

    @property
    def planner(self) -> Actor:
        return self.people.actor("planner")

    def sitting(self, day: str, *names: str, kind: str = "leaders", **rest) -> int:
        """A session with these people; returns its id."""
        seats = tuple(Seat(self.members[each], rest.get("window", "")) for each in names)
        draft = SittingDraft(
            self.kinds[kind],
            date.fromisoformat(day),
            rest.get("starts", NINE),
            rest.get("ends", NOON),
            place=rest.get("place", "区接访大厅"),
            room=rest.get("room", ""),
            seats=seats,
        )
        return planning.add(self.session, rest.get("actor", self.planner), draft).sitting_id

    def get(self, sitting_id: int) -> Sitting:
        self.session.rollback()
        return self.session.get_one(Sitting, sitting_id)


def employ() -> None:
    """The people that only these tests need."""
    session = db.session()
    hashed = hash_password(PASSWORD)
    with writing(session):
        for username, name, code, roles in EXTRA:
            session.add(
                Account(
                    username=username,
                    name=name,
                    office_id=Cast().office(code).id,
                    password_hash=hashed,
                    password_set_at=clock.now(),
                    must_change=False,
                    created_at=clock.now(),
                    grants=[
                        Grant(role=role.value, granted_by="test", granted_at=clock.now()) for role in roles
                    ],
                )
            )
    for code in ON:
        turn = Turn(Cast().office(code).id, "joint_reception", on=True, reason="测试")
        switch(session, system("test"), plugins(), turn)


def build() -> Hall:
    """Three kinds and their rosters."""
    employ()
    session, people = db.session(), Cast()
    hall = Hall(session, people)
    setting_up.make_usual_kinds(session, hall.planner)
    hall.kinds = {each.form: each.id for each in session.scalars(select(Kind))}
    mayor, deputy = people.actor("mayor"), people.actor("deputy")
    lawyer, lawyer2 = people.actor("lawyer"), people.actor("lawyer2")
    unit = people.office("JZJ")
    rows = (
        (
            "mayor",
            "leaders",
            {"name": "张区长", "post": "区长", "is_head": True, "account_id": mayor.account_id},
        ),
        ("deputy", "leaders", {"name": "李副区长", "post": "副区长", "account_id": deputy.account_id}),
        ("third", "leaders", {"name": "王副区长", "post": "副区长"}),
        ("building", "units", {"name": "区住建委", "unit_id": unit.id}),
        ("school", "units", {"name": "区教委"}),
        ("lawyer", "lawyers", {"name": "律师甲", "unit_name": "正己律所", "account_id": lawyer.account_id}),
        ("lawyer2", "lawyers", {"name": "律师乙", "unit_name": "正己律所", "account_id": lawyer2.account_id}),
        ("stranger", "lawyers", {"name": "律师丙", "unit_name": "明理律所"}),
    )
    for short, form, values in rows:
        draft = MemberDraft(hall.kinds[form], **values)
        hall.members[short] = setting_up.save_member(session, hall.planner, draft)
    return hall


@pytest.fixture
def hall(app: Flask) -> Hall:
    return build()


@pytest.fixture
def any_hall(any_app: Flask) -> Hall:
    return build()


def client_of(app: Flask, username: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, username)
    return client
