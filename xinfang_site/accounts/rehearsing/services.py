"""Rehearsing a post (岗位预演, N22): a security administrator looks at the site as a post sees it, before granting it.

For half an hour, read only, recorded; no file leaves the site and nothing masked is shown in clear. The
administrator still works on no matter (三员分立): the post is only looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import SignInSession
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.roles import ADMINISTRATORS, Role
from xinfang_site.modules.queries import managed, on_in
from xinfang_site.offices.models import Office
from xinfang_site.offices.refs import ref_of
from xinfang_site.plugin_values import OfficeRef

LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class RehearsalDraft:
    """Which post is to be looked at (预演内容), and why."""

    office_id: int
    roles: frozenset[Role]
    reason: str


@dataclass(frozen=True, slots=True)
class Pose:
    """The post that a session looks at the site as (预演岗位)."""

    office: OfficeRef
    roles: frozenset[Role]
    modules: frozenset[str]

    @property
    def words(self) -> str:
        """The post as the banner names it."""
        return f"{self.office.short_name}　{'、'.join(sorted(str(role.title) for role in self.roles))}"


def begin(session: Session, actor: Actor, session_id: int, draft: RehearsalDraft) -> None:
    """Look at the site as the post from the next request on.

    Raises:
        Refused: an administrator's post, no post at all, or an office that the actor does not look after.
    """
    if not draft.roles or draft.roles & ADMINISTRATORS:
        raise Refused("请选择岗位；管理员岗位不能预演", field="roles")
    with writing(session):
        if draft.office_id not in {each.id for each in managed(session, actor.office_id or 0)}:
            raise Refused("只能预演本机构及其下级机构的岗位", field="office")
        values = {
            "office_id": draft.office_id,
            "roles": sorted(draft.roles),
            "until": (clock.now() + LASTS).isoformat(),
        }
        _set(session, session_id, values)
        changes = {"roles": [None, "、".join(str(each.title) for each in sorted(draft.roles))]}
        record(
            session, actor, Act("rehearse.begin", "office", draft.office_id, draft.reason, changes=changes)
        )


def end(session: Session, actor: Actor, session_id: int) -> None:
    """End the rehearsal; takes effect with the next request."""
    with writing(session):
        _set(session, session_id, None)
        record(session, actor, Act("rehearse.end", "office", actor.office_id or ""))


def _set(session: Session, session_id: int, values: dict[str, Any] | None) -> None:
    session.execute(update(SignInSession).where(SignInSession.id == session_id).values(rehearsal=values))


def pose_of(session: Session, held: Mapping[str, Any] | None, now: datetime) -> Pose | None:
    """The post of a running rehearsal; None when there is none, or its time is over."""
    if not held or datetime.fromisoformat(held["until"]) < now:
        return None
    office = session.get(Office, held["office_id"])
    if office is None:
        return None
    roles = frozenset(Role(each) for each in held["roles"])
    return Pose(ref_of(office), roles, on_in(session, office.id))
