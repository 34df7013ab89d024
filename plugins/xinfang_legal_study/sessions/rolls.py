"""The roll of a session (应到名单): the people expected, taken from the office's members."""

from sqlalchemy.orm import Session

from xinfang_legal_study.people.queries import expected
from xinfang_legal_study.rules.attendance import Presence
from xinfang_legal_study.rules.kinds import Audience
from xinfang_legal_study.sessions.models import Attendance, StudySession


def make(session: Session, study: StudySession) -> None:
    """Put on the roll everybody of the audience who is not on it yet."""
    known = {each.member_id for each in study.roll}
    for member in expected(session, study.office_id, Audience(study.audience)):
        if member.id not in known:
            study.roll.append(Attendance(office_id=study.office_id, member_id=member.id, member=member))
    session.flush()


def renew(session: Session, study: StudySession) -> None:
    """Make it anew: who is no longer expected leaves it unless something is recorded of them."""
    wanted = {each.id for each in expected(session, study.office_id, Audience(study.audience))}
    for entry in list(study.roll):
        if entry.member_id not in wanted and entry.standing is Presence.EXPECTED:
            study.roll.remove(entry)
    session.flush()
    make(session, study)
