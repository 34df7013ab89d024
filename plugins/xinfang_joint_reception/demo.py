"""A fictional year of receptions (演示数据): rosters, rules, sessions, versions, the hall of today, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.patterns import Pattern, Roll
from xinfang_joint_reception.domain.queueing import TicketAct
from xinfang_joint_reception.hall import attending, booking, queue
from xinfang_joint_reception.outcome import consulting, promising, recording
from xinfang_joint_reception.outcome.models import ReceptionRecord
from xinfang_joint_reception.rota import filling, planning, publishing, queries, ruling, setting_up, swapping
from xinfang_joint_reception.rota.models import WORKS
from xinfang_joint_reception.rota.publishing import month_of
from xinfang_joint_reception.rota.ruling import RuleDraft
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_joint_reception.rota.setting_up import MemberDraft
from xinfang_site.domain.roles import Role
from xinfang_site.plugin_api.data import Refused, owned_one, writing
from xinfang_site.plugin_api.dates import instant
from xinfang_site.plugin_api.hooks import Actor, OfficeRef
from xinfang_site.plugin_api.people import PersonRef, offices_around, people_of

SEED = 500106
MONTHS_BACK, MONTHS_AHEAD = 4, 1
FILLED_AHEAD = 20
"""Days ahead that are filled and published; later seats are gaps to be seen."""
FRESH = 10
"""Days back in which a record has become a petition, so that none of them begins late."""
DEPARTMENTS = 8
FIRMS = ("正己律师事务所", "明理律师事务所")
SURNAMES, GIVEN = "赵钱孙周吴郑冯陈卫蒋沈韩杨朱秦许何吕施张", "安平宁远清文思明和立成新若子嘉书景云川林"
MATTERS = (
    "小区电梯停运三个月，物业和业委会相互推诿",
    "拖欠农民工工资，劳务公司失去联系",
    "征地补偿款发放明细不清",
    "老旧小区改造后屋面渗水",
    "学校周边夜间施工噪声",
    "预售商品房逾期交付",
    "公交线路调整后村民出行不便",
    "医疗费用报销被退回，要求说明理由",
)
PLACE = "区群众来访接待中心"


@dataclass(slots=True)
class _Stage:
    """What the demo is made with (演示环境)."""

    session: Session
    office: OfficeRef
    day: date
    actor: Actor
    random: Random
    kind_ids: dict[str, int] = field(default_factory=dict)

    def name(self) -> str:
        """A fictional name."""
        given = "".join(self.random.choice(GIVEN) for _ in range(self.random.choice((1, 2))))
        return self.random.choice(SURNAMES) + given

    def phone(self) -> str:
        """A number of a range that nobody has."""
        return f"199000{self.random.randrange(10**4, 10**5)}"

    def as_person(self, person: PersonRef) -> Actor:
        """Someone of the district as an actor."""
        return Actor(
            person.id, person.name, person.name, person.office_id, self.office.path, roles=person.roles
        )


def perform(session: Session, office: OfficeRef, day: date) -> Sequence[str]:
    """Make the records of a petition office; offices of other kinds have no rota of their own."""
    if office.kind != "petition_office" or queries.kinds(session, office.id, active=False):
        return ()
    desk = people_of(session, [office.id], (Role.RECEPTION_ADMIN,))
    if not desk:
        return ()
    random = Random(SEED)  # noqa: S311 - made-up data, no secret
    actor = Actor(desk[0].id, desk[0].name, desk[0].name, office.id, office.path, roles=desk[0].roles)
    stage = _Stage(session, office, day, actor, random)
    _rosters(stage)
    sessions = _rota(stage)
    records = _past(stage)
    _today(stage)
    _ahead(stage)
    return (f"接访场次 {sessions} 个", f"接访记录 {records} 件")


def _rosters(stage: _Stage) -> None:
    session, actor = stage.session, stage.actor
    setting_up.found(session, actor)
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


def _rota(stage: _Stage) -> int:
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
        total += len(planning.generate(stage.session, stage.actor, rule_id).new)
    until = stage.day + timedelta(days=FILLED_AHEAD)
    for kind_id in stage.kind_ids.values():
        _fill(stage, kind_id, (first, until))
        month = month_of(first)
        while month.first <= until:
            publishing.publish(stage.session, stage.actor, kind_id, month, 0)
            month = month.moved(1)
    return total


def _fill(stage: _Stage, kind_id: int, span: tuple[date, date]) -> None:
    mark = filling.propose(stage.session, stage.actor, kind_id, span).mark
    filling.apply(stage.session, stage.actor, kind_id, span, mark)


def _past(stage: _Stage) -> int:
    """Sessions before today were held, most with visitors; some records become petitions, some carry promises."""
    made = 0
    span = month_of(stage.day).moved(-MONTHS_BACK).first, stage.day - timedelta(days=1)
    ids = [each.id for each in queries.sittings(stage.session, stage.office.id, span)]
    for number, sitting_id in enumerate(ids):
        with writing(stage.session):
            sitting = owned_one(stage.session, Sitting, stage.office.id, sitting_id)
            _attended(sitting, absent=number % 19 == 11)
            form, people = sitting.kind.form, [duty.sitter.account_id for duty in sitting.duties]
        if number % 19 == 11:
            continue
        if form == "lawyers":
            _advise(stage, sitting_id, people)
        else:
            made += _receive(stage, sitting_id, stage.random.choice((0, 1, 1, 2)))
    return made


def _attended(sitting: Sitting, *, absent: bool) -> None:
    for duty in sitting.duties:
        if absent:
            duty.absent, duty.absence = True, "临时公务，已改约来访人"
        else:
            duty.arrived_at = instant(sitting.day, sitting.starts_at)
            duty.left_at = instant(sitting.day, sitting.ends_at)
    sitting.held = not absent


def _receive(stage: _Stage, sitting_id: int, number: int) -> int:
    for _ in range(number):
        matter = stage.random.choice(MATTERS)
        draft = recording.RecordDraft(
            sitting_id,
            stage.name(),
            stage.phone(),
            "",
            stage.random.choice((1, 1, 2, 3, 5)),
            matter,
            f"来访人反映：{matter}，希望尽快解决。",
            "请承办单位核实情况，依法依规办理，并向来访人说明。",
        )
        record_id = recording.write(stage.session, stage.actor, draft)
        _follow_up(stage, record_id, matter)
    return number


def _follow_up(stage: _Stage, record_id: int, matter: str) -> None:
    """Fresh records become petitions; every second record of a leader carries a promise."""
    row = owned_one(stage.session, ReceptionRecord, stage.office.id, record_id)
    version, day, form = row.version, row.sitting.day, row.sitting.kind.form
    sitter = row.sitting.duties[0].sitter.id if row.sitting.duties else None
    if day >= stage.day - timedelta(days=FRESH):
        draft = recording.MatterDraft(matter, f"来访人反映：{matter}，希望尽快解决。")
        recording.become(stage.session, stage.actor, record_id, version, draft)
    if form == "leaders" and sitter is not None and record_id % 2 == 0:
        due = day + timedelta(days=30)
        promise = promising.PromiseDraft(sitter, "三十日内答复办理结果", due)
        promise_id = promising.promise(stage.session, stage.actor, record_id, promise)
        if due < stage.day and record_id % 4 == 0:
            kept = due - timedelta(days=3)
            promising.keep(stage.session, stage.actor, promise_id, 1, kept, "已当面答复，来访人表示认可")


def _advise(stage: _Stage, sitting_id: int, accounts: list[int | None]) -> None:
    """Lawyers with an account have records of their own; the others' sessions carry totals."""
    account_id = next((each for each in accounts if each is not None), None)
    if account_id is None:
        with writing(stage.session):
            sitting = owned_one(stage.session, Sitting, stage.office.id, sitting_id)
            sitting.batches = stage.random.randrange(0, 4)
            sitting.visitors = sitting.batches + stage.random.randrange(0, 2)
        return
    person = next(one for one in people_of(stage.session, [stage.office.id]) if one.id == account_id)
    for _ in range(stage.random.choice((0, 1, 2))):
        draft = consulting.ConsultationDraft(
            sitting_id,
            stage.random.choice(list(WORKS)),
            1,
            stage.name(),
            f"咨询：{stage.random.choice(MATTERS)}，可以通过什么途径解决。",
            "告知可以依法申请调解、仲裁或者提起诉讼，并说明所需材料和时限。",
            followed=stage.random.choice(("", "yes", "partly")),
        )
        consulting.write(stage.session, stage.as_person(person), draft)


def _today(stage: _Stage) -> None:
    """A leader and a lawyer receive today; numbers in the hall: some done, one called, some waiting."""
    for form in ("leaders", "lawyers"):
        kind_id = stage.kind_ids[form]
        there = queries.sittings(stage.session, stage.office.id, (stage.day, stage.day), kind_id)
        if not there:
            draft = planning.SittingDraft(kind_id, stage.day, time(9), time(11, 30), PLACE)
            planning.add(stage.session, stage.actor, draft)
        _fill(stage, kind_id, (stage.day, stage.day))
    first = queries.sittings(stage.session, stage.office.id, (stage.day, stage.day))[0]
    if first.duties:
        attending.sign_in(stage.session, stage.actor, first.duties[0].id)
    for number, form in enumerate(("leaders", "leaders", "units", "lawyers", "units", "lawyers")):
        ticket = queue.take(
            stage.session, stage.actor, queue.Walk(stage.kind_ids[form], None, number % 3 + 1)
        )
        ticket_id = ticket.id
        if number < 2:
            queue.act(stage.session, stage.actor, ticket_id, 1, TicketAct.CALL, f"{number + 1}号窗口")
        if number == 0:
            queue.act(stage.session, stage.actor, ticket_id, 2, TicketAct.DONE)


def _ahead(stage: _Stage) -> None:
    """Appointments for published sessions, a leave, and a request to swap."""
    span = stage.day, stage.day + timedelta(days=31)
    for sitting, _ in booking.free_places(stage.session, stage.office.id, span)[:3]:
        matter = stage.random.choice(MATTERS)
        draft = booking.AppointmentDraft(sitting.id, stage.name(), stage.phone(), matter)
        booking.book(stage.session, stage.actor, draft)
    _ask_swap(stage)


def _ask_swap(stage: _Stage) -> None:
    lawyers = people_of(stage.session, [stage.office.id], (Role.LAWYER,))
    if len(lawyers) < 2:
        return
    asking, other = stage.as_person(lawyers[0]), lawyers[1].id
    rota = queries.members(stage.session, stage.office.id, stage.kind_ids["lawyers"])
    colleague = next((each.id for each in rota if each.account_id == other), None)
    span = stage.day + timedelta(days=2), stage.day + timedelta(days=60)
    for sitting in queries.own_sittings(stage.session, asking, span):
        duty = next((each for each in sitting.duties if each.sitter.account_id == asking.account_id), None)
        if duty is None or colleague is None:
            continue
        try:
            swapping.ask(stage.session, asking, swapping.Wanted(duty.id, colleague, None, "当日出庭"))
        except Refused:
            continue
        return
