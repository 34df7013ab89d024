"""A fictional year of receptions (演示数据): planned, held, and what waits today."""

from collections.abc import Sequence
from datetime import date
from random import Random

from sqlalchemy.orm import Session

from xinfang_joint_reception.demo.held import past
from xinfang_joint_reception.demo.planned import rosters, rota
from xinfang_joint_reception.demo.stage import Stage
from xinfang_joint_reception.demo.waiting import ahead, today
from xinfang_joint_reception.rota import queries
from xinfang_site.domain.roles import Role
from xinfang_site.plugin_api.hooks import OfficeRef
from xinfang_site.plugin_api.people import acting, people_of

SEED = 500106


def perform(session: Session, office: OfficeRef, day: date) -> Sequence[str]:
    """Make the records of a petition office; offices of other kinds have no rota of their own."""
    if office.kind != "petition_office" or queries.kinds(session, office.id, active=False):
        return ()
    desk = people_of(session, [office.id], (Role.RECEPTION_ADMIN,))
    if not desk:
        return ()
    random = Random(SEED)  # noqa: S311 - made-up data, no secret
    actor = acting(session, desk[0].id)
    stage = Stage(session, office, day, actor, random)
    rosters(stage)
    sessions = rota(stage)
    records = past(stage)
    today(stage)
    ahead(stage)
    return (f"接访场次 {sessions} 个", f"接访记录 {records} 件")
