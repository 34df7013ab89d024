"""The lock of an office's rota (排班锁) and the check for clashes: both inside the writing transaction."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.bookings import Absence, absences, clashes_with, day_fault
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.session_models import RotaLock, Sitting
from xinfang_site.plugin_api.data import Refused
from xinfang_site.plugin_api.dates import work_calendar


def lock(session: Session, office_id: int | None) -> None:
    """Take the office's rota until the end of the transaction; a second planner waits here.

    Whoever waited reads what the first one saved, so that nothing is booked twice.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(RotaLock).values(office_id=office_id, changes=0).on_conflict_do_nothing())
    session.execute(select(RotaLock.id).where(RotaLock.office_id == office_id).with_for_update())
    session.execute(
        update(RotaLock)
        .where(RotaLock.office_id == office_id)
        .values(changes=RotaLock.changes + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def refuse_clashes(session: Session, sitting: Sitting) -> None:
    """Refuse a session that uses what another one has; called under the lock, after the change was flushed.

    Raises:
        Refused: naming the clash.
    """
    session.flush()
    others = queries.sittings(session, sitting.office_id, (sitting.day, sitting.day))
    found = clashes_with(queries.booking(sitting), [queries.booking(each) for each in others])
    if found:
        raise Refused(found[0].words, field="day")


def warnings_of(session: Session, sitting: Sitting) -> list[str]:
    """What a planner should know though it is allowed (提示): holidays, blocked periods, leave."""
    day = sitting.day
    fault = day_fault(
        day, work_calendar(session), queries.blocked(session, sitting.office_id, sitting.kind_id)
    )
    return [*([fault] if fault else []), *(each.words for each in absences_of(session, [sitting]))]


def absences_of(session: Session, sittings: Sequence[Sitting]) -> list[Absence]:
    """Everyone planned in these sessions of one office while on leave."""
    if not sittings:
        return []
    span = min(each.day for each in sittings), max(each.day for each in sittings)
    leaves = queries.leaves(session, sittings[0].office_id, span)
    return absences([queries.booking(each) for each in sittings], leaves)
