"""The rota of the demo (演示排班): rosters, rules of the year, seats filled, months published."""

from datetime import date, time, timedelta

from xinfang_joint_reception.demo.stage import Stage
from xinfang_joint_reception.domain.patterns import Pattern, Roll
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.filling import services as filling
from xinfang_joint_reception.rota.models import WORKS
from xinfang_joint_reception.rota.months import Month, month_of
from xinfang_joint_reception.rota.publishing import services as publishing
from xinfang_joint_reception.rota.rules import services as ruling
from xinfang_joint_reception.rota.rules.services import RuleDraft
from xinfang_joint_reception.rota.setting_up import services as setting_up
from xinfang_joint_reception.rota.setting_up.services import MemberDraft
from xinfang_site.domain.roles import Role
from xinfang_site.plugin_api.dates import at, instant, now
from xinfang_site.plugin_api.people import PersonRef, offices_around, people_of

MONTHS_BACK, MONTHS_AHEAD = 4, 1
FILLED_AHEAD = 20
"""Days ahead that are filled and published; later seats are gaps to be seen."""
PUBLISHED_BEFORE = timedelta(days=6)
DEPARTMENTS = 8
FIRMS = ("正己律师事务所", "明理律师事务所")
PLACE = "区群众来访接待中心"


def rosters(stage: Stage) -> None:
    """Who may receive: leaders, units, lawyers."""
    session, actor = stage.session, stage.actor
    setting_up.make_usual_kinds(session, actor)
    stage.kind_ids = {each.form: each.id for each in queries.kinds(session, stage.office.id)}
    around = offices_around(session, stage.office.id, stage.day)
    government = [each.id for each in around if each.kind == "government"]
    for number, person in enumerate(people_of(session, government, (Role.LEADER,))):
        draft = MemberDraft(
            stage.kind_ids["leaders"], person.name, person.post, is_head=number == 0,
            account_id=person.id, position=number,
        )  # fmt: skip
        setting_up.save_member(session, actor, draft)
    for post in ("区委副书记", "副区长", "副区长", "区委政法委书记"):
        setting_up.save_member(session, actor, MemberDraft(stage.kind_ids["leaders"], stage.name(), post))
    for each in [one for one in around if one.kind == "department"][:DEPARTMENTS]:
        draft = MemberDraft(stage.kind_ids["units"], each.short_name, unit_id=each.id)
        setting_up.save_member(session, actor, draft)
    lawyers: list[PersonRef | None] = [*people_of(session, [stage.office.id], (Role.LAWYER,)), None, None]
    for number, lawyer in enumerate(lawyers):
        draft = MemberDraft(
            stage.kind_ids["lawyers"],
            lawyer.name if lawyer else stage.name(),
            "律师",
            FIRMS[number // 2 % 2],
            f"1500020{20 + number}1000{number:04d}",
            list(WORKS)[: number % 3 + 1],
            account_id=lawyer.id if lawyer else None,
        )
        setting_up.save_member(session, actor, draft)


def rota(stage: Stage) -> int:
    """Rules of the year, their sessions, the seats filled, the months published."""
    first = month_of(stage.day).moved(-MONTHS_BACK).first
    last = month_of(stage.day).moved(MONTHS_AHEAD).last
    nine, noon, evening = time(9), time(11, 30), time(17)
    plans = (
        RuleDraft(
            stage.kind_ids["leaders"], Pattern.MONTHLY, first, last, Roll.FORWARD, nine, noon,
            numbers=(5, 15, 25), place=PLACE, room="1号接待室",
        ),
        RuleDraft(
            stage.kind_ids["units"], Pattern.WEEKLY, first, last, Roll.DROP, nine, evening, numbers=(2,), place=PLACE,
        ),
        RuleDraft(
            stage.kind_ids["lawyers"], Pattern.WEEKLY, first, last, Roll.DROP, nine, noon, numbers=(1, 3), place=PLACE,
        ),
    )  # fmt: skip
    total = 0
    for draft in plans:
        rule_id = ruling.save(stage.session, stage.actor, draft)
        total += len(ruling.generate(stage.session, stage.actor, rule_id).new)
    until = stage.day + timedelta(days=FILLED_AHEAD)
    for kind_id in stage.kind_ids.values():
        fill(stage, kind_id, (first, until))
        month = month_of(first)
        while month.first <= until:
            _publish(stage, kind_id, month)
            month = month.moved(1)
    return total


def _publish(stage: Stage, kind_id: int, month: Month) -> None:
    """Publish a month as an office would, some days before it begins; one that begins soon is published now."""
    usual = instant(month.first - PUBLISHED_BEFORE, time(10))
    with at(min(usual, now())):
        publishing.publish(stage.session, stage.actor, kind_id, month, 0)


def fill(stage: Stage, kind_id: int, span: tuple[date, date]) -> None:
    """Fill the free seats of a span of days as the site proposes."""
    mark = filling.propose(stage.session, stage.actor, kind_id, span).mark
    filling.apply(stage.session, stage.actor, kind_id, span, mark)
