"""Setting local rules (本地规则设置): a new version each time, with its reason; earlier versions stay for their limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import Account, Grant
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.overrides import customise
from xinfang_site.domain.roles import Role
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.rules.models import LocalRuleSet
from xinfang_site.rules.queries import BASES, local_set, read_settings
from xinfang_site.versions import StaleEditError


@dataclass(frozen=True, slots=True)
class RulesDraft:
    """A new version as it is wanted (规则草稿).

    Attributes:
        base: code of the set that is overridden.
        valid_from: first day on which limits start by it.
        settings: overrides as they are stored.
        reason: the local text or decision it rests on.
        seen: id of the newest version that the person saw, 0 for none.
    """

    base: str
    valid_from: date
    settings: Mapping[str, Any]
    reason: str
    seen: int


def newest(session: Session, office_id: int | None, base: str) -> LocalRuleSet | None:
    """The newest version of an office's overrides of one set."""
    return session.scalar(
        select(LocalRuleSet)
        .where(LocalRuleSet.office_id == office_id, LocalRuleSet.base == base)
        .order_by(LocalRuleSet.id.desc())
        .limit(1)
    )


def set_rules(session: Session, actor: Actor, draft: RulesDraft, day: date) -> int:
    """Make a new version; returns its id. No limit that runs is touched.

    Raises:
        Refused: not a petition office, a day in the past, or an override against the statute.
        StaleEditError: somebody else made a version meanwhile.
    """
    if draft.valid_from < day:
        raise Refused("生效日期不得早于今日：规则不溯及已经起算的期限", field="valid_from")
    customise(BASES[draft.base], read_settings(draft.settings), BASES[draft.base].version + 1)
    with writing(session):
        office = session.get(Office, actor.office_id) if actor.office_id else None
        if office is None or office.kind != OfficeKind.PETITION_OFFICE:
            raise Refused("本地规则由信访部门设置")
        _check_leaders(session, office, draft.settings.get("flagged_approval") or 0)
        before = newest(session, office.id, draft.base)
        if (before.id if before else 0) != draft.seen:
            raise StaleEditError
        made = LocalRuleSet(
            office_id=office.id,
            base=draft.base,
            valid_from=draft.valid_from,
            settings=dict(draft.settings),
            reason=draft.reason,
            made_at=clock.now(),
            made_by=actor.name,
        )
        session.add(made)
        session.flush()
        local_set(made, BASES[draft.base])
        changes = {"rules": [before.settings if before else None, made.settings]}
        record(session, actor, Act("rule.set", "rule", made.id, reason=draft.reason, changes=changes))
        return made.id


def _check_leaders(session: Session, office: Office, levels: int) -> None:
    """Refuse more levels than there are leaders to give them: proposals would wait for ever."""
    leaders = session.scalar(
        select(func.count())
        .select_from(Grant)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.role == Role.LEADER.value, Account.office_id == office.id, Account.disabled_at.is_(None))
    )
    if levels - 1 > (leaders or 0):
        raise Refused(
            f"{levels}级审批需要{levels - 1}名领导账号，本机关现有{leaders}名", field="flagged_approval"
        )
