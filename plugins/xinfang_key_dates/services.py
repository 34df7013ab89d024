"""Reading and writing key dates (重要日期业务): one call, one transaction, one audit record."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

from xinfang_key_dates.models import KeyDate
from xinfang_site.plugin_api.data import Act, Refused, check_version, owned, owned_one, record, twin, writing
from xinfang_site.plugin_api.hooks import Actor


@dataclass(frozen=True, slots=True)
class Draft:
    """A key date as its form holds it (重要日期内容)."""

    title: str
    first_on: date
    last_on: date
    note: str


def between(session: Session, office_id: int | None, first: date, last: date) -> Sequence[KeyDate]:
    """The office's events that touch a span of days, the earliest first."""
    touching = owned(KeyDate, office_id).where(KeyDate.first_on <= last, KeyDate.last_on >= first)
    return session.scalars(touching.order_by(KeyDate.first_on, KeyDate.id)).all()


def save(session: Session, actor: Actor, draft: Draft, event_id: int | None = None, version: int = 0) -> None:
    """Add an event, once however often its form is sent, or change one that has not been changed meanwhile.

    Raises:
        Refused: it ends before it begins.
        Missing: no such event of this office.
        StaleEditError: somebody changed it since the form was opened.
    """
    if draft.last_on < draft.first_on:
        raise Refused("结束日期不得早于开始日期", field="last_on")
    with writing(session):
        event = twin(session, KeyDate, actor.office_id, asdict(draft)) or KeyDate(office_id=actor.office_id)
        if event_id is not None:
            event = owned_one(session, KeyDate, actor.office_id, event_id)
            check_version(event, version)
        for name, value in asdict(draft).items():
            setattr(event, name, value)
        session.add(event)
        session.flush()
        record(session, actor, Act("key_dates.save", "key_dates_event", event.id, draft.title))


def remove(session: Session, actor: Actor, event_id: int) -> None:
    """Take an event out."""
    with writing(session):
        session.delete(event := owned_one(session, KeyDate, actor.office_id, event_id))
        record(session, actor, Act("key_dates.remove", "key_dates_event", event_id, event.title))
