"""A fictional year of receptions (演示数据): rosters, rules, sessions, versions, the hall of today, what came of it."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from xinfang_joint_reception.demo_rota import MONTHS_BACK, PLACE, fill, rosters, rota
from xinfang_joint_reception.demo_stage import Stage
from xinfang_joint_reception.domain.queueing import TicketAct
from xinfang_joint_reception.hall import attending, booking, queue
from xinfang_joint_reception.outcome import consulting, promising, recording
from xinfang_joint_reception.outcome.models import ReceptionRecord
from xinfang_joint_reception.rota import planning, queries, swapping
from xinfang_joint_reception.rota.models import WORKS
from xinfang_joint_reception.rota.publishing import month_of
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.domain.roles import Role
from xinfang_site.plugin_api.data import Refused, owned_one, writing
from xinfang_site.plugin_api.dates import instant
from xinfang_site.plugin_api.hooks import Actor, OfficeRef
from xinfang_site.plugin_api.people import people_of

SEED = 500106
FRESH = 10
"""Days back in which a record has become a petition, so that none of them begins late."""
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


def perform(session: Session, office: OfficeRef, day: date) -> Sequence[str]:
    """Make the records of a petition office; offices of other kinds have no rota of their own."""
    if office.kind != "petition_office" or queries.kinds(session, office.id, active=False):
        return ()
    desk = people_of(session, [office.id], (Role.RECEPTION_ADMIN,))
    if not desk:
        return ()
    random = Random(SEED)  # noqa: S311 - made-up data, no secret
    actor = Actor(desk[0].id, desk[0].name, desk[0].name, office.id, office.path, roles=desk[0].roles)
    stage = Stage(session, office, day, actor, random)
    rosters(stage)
    sessions = rota(stage)
    records = _past(stage)
    _today(stage)
    _ahead(stage)
    return (f"接访场次 {sessions} 个", f"接访记录 {records} 件")


def _past(stage: Stage) -> int:
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


def _receive(stage: Stage, sitting_id: int, number: int) -> int:
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


def _follow_up(stage: Stage, record_id: int, matter: str) -> None:
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


def _advise(stage: Stage, sitting_id: int, accounts: list[int | None]) -> None:
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


def _today(stage: Stage) -> None:
    """A leader and a lawyer receive today; numbers in the hall: some done, one called, some waiting."""
    for form in ("leaders", "lawyers"):
        kind_id = stage.kind_ids[form]
        there = queries.sittings(stage.session, stage.office.id, (stage.day, stage.day), kind_id)
        if not there:
            draft = planning.SittingDraft(kind_id, stage.day, time(9), time(11, 30), PLACE)
            planning.add(stage.session, stage.actor, draft)
        fill(stage, kind_id, (stage.day, stage.day))
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


def _ahead(stage: Stage) -> None:
    """Appointments for published sessions, a leave, and a request to swap."""
    span = stage.day, stage.day + timedelta(days=31)
    for sitting, _ in booking.free_places(stage.session, stage.office.id, span)[:3]:
        matter = stage.random.choice(MATTERS)
        draft = booking.AppointmentDraft(sitting.id, stage.name(), stage.phone(), matter)
        booking.book(stage.session, stage.actor, draft)
    _ask_swap(stage)


def _ask_swap(stage: Stage) -> None:
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
