"""Calendar addresses (日历订阅): made, revoked, answered; the token is shown once and kept as a digest."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_joint_reception.domain.feeds import Event, calendar_text
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.models import Member
from xinfang_joint_reception.rota.session_models import Duty, Feed, Sitting
from xinfang_joint_reception.settings import NAME
from xinfang_site.plugin_api.data import Act, Missing, digest, on_in, owned, owned_one, record, writing
from xinfang_site.plugin_api.dates import instant, now, today
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.people import office, person

PURPOSE = "reception-feed"
BACK, AHEAD = timedelta(days=31), timedelta(days=400)
BYTES = 24
"""Random bytes of a token: nobody guesses 192 bits, so that wrong ones need not be counted and a GET writes nothing."""


def make(session: Session, actor: Actor, *, whole_office: bool) -> str:
    """Make an address for the actor or for the office; returns its token, which is shown this once."""
    token = secrets.token_urlsafe(BYTES)
    with writing(session):
        made = Feed(
            office_id=actor.office_id,
            account_id=None if whole_office else actor.account_id,
            digest=digest(PURPOSE, token),
            made_at=now(),
            made_by=actor.name,
        )
        session.add(made)
        session.flush()
        record(session, actor, Act("joint_reception.feed", "joint_reception_feed", made.id, "新建日历订阅"))
    return token


def revoke(session: Session, actor: Actor, feed_id: int, *, whole_office: bool) -> None:
    """Let an address answer no more.

    Raises:
        Missing: it is not the actor's own; with ``whole_office`` not one of the office.
    """
    with writing(session):
        feed = owned_one(session, Feed, actor.office_id, feed_id)
        if not whole_office and feed.account_id != actor.account_id:
            raise Missing
        feed.revoked_at = feed.revoked_at or now()
        record(session, actor, Act("joint_reception.feed", "joint_reception_feed", feed.id, "撤销日历订阅"))


def feeds(session: Session, actor: Actor, *, whole_office: bool) -> Sequence[Feed]:
    """Addresses in use: the actor's own; with ``whole_office`` those of the office as well."""
    query = owned(Feed, actor.office_id).where(Feed.revoked_at.is_(None)).order_by(Feed.id.desc())
    if not whole_office:
        query = query.where(Feed.account_id == actor.account_id)
    return session.scalars(query).all()


def answer(session: Session, token: str) -> str:
    """The calendar behind a token.

    Raises:
        Missing: no such token, it was revoked, or the office has the module off; all look the same.
    """
    feed = session.scalar(select(Feed).where(Feed.digest == digest(PURPOSE, token)))
    if feed is None or feed.revoked_at is not None or NAME not in on_in(session, feed.office_id):
        raise Missing
    span = today() - BACK, today() + AHEAD
    if feed.account_id is None:
        rows = queries.sittings(session, feed.office_id, span)
        name = f"{office(session, feed.office_id).short_name}接访安排"
    else:
        rows = queries.sittings_of(session, Member.account_id == feed.account_id, span)
        rows = [each for each in rows if any(_sits(duty, feed.account_id) for duty in each.duties)]
        found = person(session, feed.account_id)
        name = f"{found.name if found else ''}的接访"
    public = _published(session, rows)
    return calendar_text(name, [_event(each) for each in rows if each.id in public], now())


def _sits(duty: Duty, account_id: int) -> bool:
    return duty.sitter.account_id == account_id


def _published(session: Session, rows: Sequence[Sitting]) -> frozenset[int]:
    """Only what was published stands in a calendar; drafts do not."""
    found: frozenset[int] = frozenset()
    for office_id in {each.office_id for each in rows}:
        span = min(each.day for each in rows), max(each.day for each in rows)
        found |= queries.published_ids(session, office_id, span)
    return found


def _event(sitting: Sitting) -> Event:
    topic = f"：{sitting.topic}" if sitting.topic else ""
    return Event(
        uid=f"{sitting.id}@joint-reception",
        starts=instant(sitting.day, sitting.starts_at),
        ends=instant(sitting.day, sitting.ends_at),
        title=f"{sitting.kind.title}{topic}",
        place=sitting.where,
        details="、".join(sitting.people),
        sequence=sitting.version,
    )
