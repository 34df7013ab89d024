"""Reading records and progress (学习记录查询): what each person reached in a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.records.attended import Attended, attended
from xinfang_legal_study.records.models import Credit, Reflection, Rereading
from xinfang_legal_study.rules.kinds import Decision
from xinfang_legal_study.rules.rereading import Passage, Studied, to_reread
from xinfang_legal_study.sessions.models import Attendance
from xinfang_site.plugin_api import laws
from xinfang_site.plugin_api.data import owned


def waiting_credits(session: Session, office_id: int | None) -> Sequence[Credit]:
    """Training elsewhere that waits for approval, oldest first."""
    query = owned(Credit, office_id).where(Credit.state == Decision.WAITING.value)
    return session.scalars(query.order_by(Credit.asked_at, Credit.id)).all()


def waiting_count(session: Session, office_id: int | None) -> int:
    """How many make-ups and how much training elsewhere wait for a second person."""
    make_ups = select(func.count()).where(
        Attendance.office_id == office_id, Attendance.made_up_state == Decision.WAITING.value
    )
    credits = select(func.count()).where(
        Credit.office_id == office_id, Credit.state == Decision.WAITING.value
    )
    return sum(session.execute(select(make_ups.scalar_subquery(), credits.scalar_subquery())).one())


def credits_of(session: Session, office_id: int | None, member_id: int) -> Sequence[Credit]:
    """One person's training elsewhere, newest first."""
    query = owned(Credit, office_id).where(Credit.member_id == member_id)
    return session.scalars(query.order_by(Credit.first_on.desc(), Credit.id.desc())).all()


def reflections_of(session: Session, office_id: int | None, session_id: int) -> Sequence[Reflection]:
    """What people wrote about a session."""
    query = owned(Reflection, office_id).where(Reflection.session_id == session_id)
    return session.scalars(query.order_by(Reflection.written_on, Reflection.id)).all()


@dataclass(frozen=True, slots=True)
class ToReread:
    """A passage to be read again (需要重读): as it is now, and when it was studied."""

    passage: laws.Passage
    title: str
    studied_on: date
    since: date
    edition: date
    dropped: bool
    successor: str


def rereadings_of(session: Session, member: Member, day: date) -> list[ToReread]:
    """Passages that this person studied and that were amended or repealed since."""
    studied = studied_laws(session, attended(session, member))
    if not studied:
        return []
    changes = laws.changes_of(session, {laws.Passage(*each) for each in studied}, day)
    changed = {Passage(each.code, each.place): change.since for each, change in changes.items()}
    read = _read(session, member)
    asked = to_reread([Studied(Passage(*key), on) for key, on in studied.items()], changed, read)
    found = []
    for each in asked:
        key = laws.Passage(each.passage.code, each.passage.place)
        change = changes[key]
        found.append(
            ToReread(
                key, change.title, each.day, change.since, change.edition, change.dropped, change.successor
            )
        )
    return found


def studied_laws(session: Session, sessions: Iterable[Attended]) -> dict[tuple[str, str], date]:
    """Passages studied, of laws that have changed since they could have been, each with the last day.

    Nearly always there are none, so that a home page reads nothing more of the library.
    """
    days: dict[str, date] = {}
    for each in sessions:
        if each.counted and each.laws:
            days[each.laws] = max(each.day, days.get(each.laws, each.day))
    found: dict[tuple[str, str], date] = {}
    first = min(days.values(), default=None)
    for text, passages in laws.passages_of(session, days, first).items():
        day = days[text]
        for passage in passages:
            key = (passage.code, passage.place)
            found[key] = max(day, found.get(key, day))
    return found


def _read(session: Session, member: Member) -> dict[Passage, date]:
    """The day from which each passage counts as read again: that of the edition confirmed."""
    rows = session.scalars(owned(Rereading, member.office_id).where(Rereading.member_id == member.id))
    found: dict[Passage, date] = {}
    for row in rows:
        key = Passage(row.code, row.place)
        found[key] = max(row.edition, found.get(key, row.edition))
    return found
