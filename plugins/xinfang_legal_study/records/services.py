"""Keeping records (学习记录): outside training, reflections, reading again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from xinfang_legal_study.people.services import member_of
from xinfang_legal_study.records import queries
from xinfang_legal_study.records.models import Credit, Reflection, Rereading
from xinfang_legal_study.rules.attendance import check_second_person
from xinfang_legal_study.rules.kinds import Decision, SessionState
from xinfang_legal_study.sessions.files import Belongs, put_files
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.sessions.queries import entry_of
from xinfang_legal_study.years.services import year_row
from xinfang_site.plugin_api.data import Act, Missing, Refused, owned, owned_one, record, twin, writing
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.files import Uploaded
from xinfang_site.plugin_api.hooks import Actor


@dataclass(frozen=True, slots=True)
class CreditDraft:
    """Training elsewhere as somebody reports it (外出培训)."""

    title: str
    organiser: str
    first_on: date
    last_on: date
    hours: Decimal


@dataclass(frozen=True, slots=True)
class ReflectionDraft:
    """A reflection (心得体会)."""

    title: str
    text: str


def ask_credit(session: Session, actor: Actor, draft: CreditDraft, proof: Sequence[Uploaded]) -> int:
    """Report training elsewhere with its proof; it counts once approved. Returns its id.

    Raises:
        Refused: no proof, days that do not fit, a closed year.
    """
    if not proof:
        raise Refused("请上传培训证明（结业证书、通知或者签到记录）", field="proof")
    if draft.last_on < draft.first_on:
        raise Refused("结束日期不能早于开始日期", field="last_on")
    if draft.last_on > today():
        raise Refused("培训还没有结束，结束后再申请", field="last_on")
    with writing(session):
        year_row(session, actor, draft.last_on.year)
        member = member_of(session, actor)
        values = {"year": draft.last_on.year, "member_id": member.id, **asdict(draft)}
        sent = twin(session, Credit, member.office_id, values, Credit.state == Decision.WAITING.value)
        if sent is not None:
            return sent.id
        credit = Credit(office_id=member.office_id, asked_by_id=actor.account_id, asked_at=now(), **values)
        session.add(credit)
        session.flush()
        put_files(session, actor, Belongs(credit_id=credit.id), "proof", proof)
        record(session, actor, Act("legal_study.credit_ask", "legal_study_credit", credit.id))
        return credit.id


def decide_credit(session: Session, actor: Actor, credit_id: int, *, approve: bool, note: str) -> None:
    """Approve or refuse training elsewhere.

    Raises:
        Missing: none of the office's.
        Refused: decided already, the actor's own, a closed year.
    """
    with writing(session):
        credit = owned_one(session, Credit, actor.office_id, credit_id)
        year_row(session, actor, credit.year)
        if credit.standing is not Decision.WAITING:
            raise Refused(f"这项申请{credit.standing.title}")
        check_second_person(str(credit.asked_by_id), str(actor.account_id), "外出培训")
        if credit.member.account_id is not None:
            check_second_person(str(credit.member.account_id), str(actor.account_id), "外出培训")
        credit.state = (Decision.APPROVED if approve else Decision.REFUSED).value
        credit.decided_by, credit.decided_at, credit.decision_note = actor.name, now(), note
        act = "legal_study.credit_approve" if approve else "legal_study.credit_refuse"
        record(session, actor, Act(act, "legal_study_credit", credit.id, note))


def write_reflection(
    session: Session, actor: Actor, session_id: int, draft: ReflectionDraft, files: Sequence[Uploaded]
) -> None:
    """Write, or write anew, the actor's reflection on a session.

    Raises:
        Missing: none of the office's sessions, or the actor was not expected at it.
        Refused: it was not held yet, or its year is closed.
    """
    with writing(session):
        study = owned_one(session, StudySession, actor.office_id, session_id)
        year_row(session, actor, study.year)
        if study.standing is not SessionState.HELD:
            raise Refused("学习举办以后再写心得")
        entry = entry_of(session, actor, session_id)
        if entry is None:
            raise Missing
        found = session.scalar(
            owned(Reflection, actor.office_id).where(
                Reflection.session_id == study.id, Reflection.member_id == entry.member_id
            )
        )
        if found is None:
            found = Reflection(
                office_id=study.office_id, year=study.year, member_id=entry.member_id, session_id=study.id
            )
            session.add(found)
        found.title, found.text, found.written_on = draft.title, draft.text, today()
        session.flush()
        put_files(session, actor, Belongs(reflection_id=found.id), "reflection", files)
        record(session, actor, Act("legal_study.reflection", "legal_study_session", study.id))


def confirm_reading(session: Session, actor: Actor, code: str, place: str) -> None:
    """Confirm that the actor has read an amended passage again.

    Raises:
        Missing: nothing asks the actor to read it.
    """
    with writing(session):
        member = member_of(session, actor)
        asked = queries.rereadings_of(session, member, today())
        found = next(
            (each for each in asked if (each.passage.code, each.passage.place) == (code, place)), None
        )
        if found is None:
            raise Missing
        session.add(
            Rereading(
                office_id=member.office_id,
                member_id=member.id,
                code=code,
                place=place,
                edition=found.since,
                read_at=now(),
            )
        )
        record(session, actor, Act("legal_study.reread", "law", code))
