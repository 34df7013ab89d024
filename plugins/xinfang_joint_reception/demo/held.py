"""Receptions of the past (演示接访): held, recorded, followed up."""

from datetime import timedelta

from xinfang_joint_reception.demo.planned import MONTHS_BACK
from xinfang_joint_reception.demo.stage import MATTERS, Stage
from xinfang_joint_reception.outcome import consulting, promising, recording
from xinfang_joint_reception.outcome.models import ReceptionRecord
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.models import WORKS
from xinfang_joint_reception.rota.months import month_of
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.plugin_api.data import owned_one, writing
from xinfang_site.plugin_api.dates import instant
from xinfang_site.plugin_api.people import people_of

FRESH = 10
"""Days back in which a record has become a petition, so that none of them begins late."""


def past(stage: Stage) -> int:
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
