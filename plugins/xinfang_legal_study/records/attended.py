"""What a person attended (学习经历): one query for the reflections owed and the laws studied."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.records.models import Reflection
from xinfang_legal_study.rules.attendance import Presence
from xinfang_legal_study.rules.kinds import SessionState
from xinfang_legal_study.sessions.models import Attendance, StudySession
from xinfang_site.plugin_api.hooks import Actor

COUNTED = (Presence.PRESENT.value, Presence.MADE_UP.value)


@dataclass(frozen=True, slots=True)
class Attended:
    """A held session on somebody's roll that asks for a reflection or teaches a law (学习经历)."""

    id: int
    topic: str
    day: date
    laws: str
    counted: bool
    reflection_due_on: date | None
    reflected: bool

    @property
    def owes(self) -> bool:
        """Whether a reflection is asked for and not yet written."""
        return self.reflection_due_on is not None and not self.reflected


def _attended() -> Select[int, str, date, str, bool, date | None, bool]:
    row = StudySession
    written = exists().where(Reflection.session_id == row.id, Reflection.member_id == Member.id)
    return (
        select(
            *(row.id, row.topic, row.day, row.laws, Attendance.presence.in_(COUNTED)),
            *(row.reflection_due_on, written),
        )
        .join(Attendance, Attendance.session_id == row.id)
        .join(Member, Attendance.member_id == Member.id)
        .where(
            row.state == SessionState.HELD.value,
            or_(row.laws != "", row.reflection_due_on.is_not(None)),
        )
        .order_by(row.reflection_due_on, row.id)
    )


_ATTENDED = _attended()
_OWN = _ATTENDED.where(Member.account_id == bindparam("account"), Member.office_id == bindparam("office"))
"""Built once: every home page asks, and building a query takes longer than answering it."""


def attended(session: Session, actor_or_member: Actor | Member) -> list[Attended]:
    """What a person attended, by the day a reflection is due: one query for all that is asked about it."""
    if isinstance(actor_or_member, Member):
        rows = session.execute(_ATTENDED.where(Member.id == actor_or_member.id))
    else:
        own = {"account": actor_or_member.account_id, "office": actor_or_member.office_id}
        rows = session.execute(_OWN, own)
    return [Attended(*each) for each in rows]


def owed_reflections(session: Session, member: Member) -> list[Attended]:
    """Held sessions that ask this person for a reflection not yet written, by due day."""
    return [each for each in attended(session, member) if each.owes]
