"""Reported persons who have an account here (被反映人的账号): once linked, the account cannot open the matter.

A name is shared by many, so that a same name only asks whoever registers; a link is made by a person with a
reason, acts at the next request, and is taken back by a head alone (《信访工作条例》第二十八条第三款、第三十条第三款).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from xinfang_site.accounts.models import Account
from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.conflicts import NOT_TO_THE_ACCUSED, bears
from xinfang_site.domain.roles import OFFICE_HEADS
from xinfang_site.missing import Missing
from xinfang_site.offices.models import Office
from xinfang_site.petitions.correcting import editing
from xinfang_site.petitions.effects import accusing
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Accused, Petition, RegisterEntry
from xinfang_site.petitions.visibility import scope

LINKED, RELEASED = "accused_link", "accused_release"


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A reported unit or person as the case page shows it (被反映对象).

    Attributes:
        id: of the note.
        text: unit, name and post.
        person: whether a person is named.
        linked: whose account it is, with the office; empty while nobody has said so.
        namesakes: people of the offices concerned who bear the name, as long as nobody is linked.
    """

    id: int
    text: str
    person: bool
    linked: str
    namesakes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """Whose account a reported person has (关联账号), and how that is known."""

    account_id: int
    reason: str


def lines(session: Session, petition_id: int) -> Sequence[ReportedLine]:
    """The units and persons that the matter reports."""
    rows = session.execute(
        select(Accused, Office.name, Account)
        .outerjoin(Office, Office.id == Accused.office_id)
        .outerjoin(Account, Account.id == Accused.account_id)
        .where(Accused.petition_id == petition_id)
        .order_by(Accused.id)
    ).all()
    asked = any(row.name and row.account_id is None for row, *_ in rows)
    people = _people(session, petition_id) if asked else []
    return [
        ReportedLine(
            row.id,
            " ".join(part for part in (office, row.name, row.post) if part),
            bool(row.name),
            _called(account) if account is not None else "",
            [_called(each) for each in _namesakes(row, people)] if row.account_id is None else (),
        )
        for row, office, account in rows
    ]


def candidates(session: Session, actor: Actor, petition_id: int, accused_id: int) -> list[tuple[int, str]]:
    """Accounts that may be the reported person's: namesakes anywhere first, then people of the offices with the matter."""
    row = named(session, actor, petition_id, accused_id)
    people = _people(session, petition_id, (row.name or "").split()[:1])
    same = {each.id for each in _namesakes(row, people)}
    ordered = sorted(people, key=lambda each: each.id not in same)
    return [(each.id, _called(each) + ("　同名" if each.id in same else "")) for each in ordered]


def named(session: Session, actor: Actor, petition_id: int, accused_id: int) -> Accused:
    """A reported person of a visible matter.

    Raises:
        Missing: there is none, or it is a unit without a person.
    """
    petition = scope.get(session, actor, petition_id)
    row = session.get(Accused, accused_id)
    if row is None or row.petition_id != petition.id or not row.name:
        raise Missing
    return row


def link(
    session: Session, actor: Actor, petition_id: int, accused_id: int, draft: LinkDraft, day: date
) -> None:
    """Link a reported person with an account, which from its next request on cannot open the matter.

    Raises:
        Missing: no such person in a visible matter.
        Refused: another office's matter, linked already, or nobody would be left to handle the matter.
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id, lock=True)
        editing.check_own(session, actor, petition)
        row = named(session, actor, petition_id, accused_id)
        if row.account_id is not None:
            raise Refused("已经关联了账号；关联有误的，请负责人先解除")
        allowed = {each for each, _ in candidates(session, actor, petition_id, accused_id)}
        account = session.get(Account, draft.account_id)
        if account is None or account.id not in allowed:
            raise Refused("请选择被反映人本人的账号", field="account")
        _check_somebody_left(session, petition, account)
        row.account_id = account.id
        session.flush()
        accusing.shut_out(Situation(session, actor, petition, day))
        change = editing.Change(LINKED, None, draft.reason, day)
        named_account = {"account": [None, _called(account)]}
        editing.write(session, actor, petition, change, (LINKED, "关联被反映人账号"), named_account)


def release(
    session: Session, actor: Actor, petition_id: int, accused_id: int, reason: str, day: date
) -> None:
    """Undo a wrong link; only a head may, with a reason.

    Raises:
        Missing: no such person in a visible matter; to the linked person there is no matter at all.
        Refused: not a head of the office that keeps the matter, or nothing is linked.
    """
    with writing(session):
        petition = scope.get(session, actor, petition_id, lock=True)
        editing.check_own(session, actor, petition)
        if not actor.roles & OFFICE_HEADS:
            raise Refused("解除关联应当由科室负责人或者分管、主要负责人办理", NOT_TO_THE_ACCUSED)
        row = named(session, actor, petition_id, accused_id)
        account = session.get(Account, row.account_id) if row.account_id is not None else None
        if account is None:
            raise Refused("没有关联账号，不需要解除")
        row.account_id = None
        session.flush()
        change = editing.Change(RELEASED, None, reason, day)
        named_account = {"account": [_called(account), None]}
        editing.write(session, actor, petition, change, (RELEASED, "解除被反映人账号关联"), named_account)


def _check_somebody_left(session: Session, petition: Petition, account: Account) -> None:
    """Refuse a link that would leave nobody to handle the matter or to undo the link."""
    barred = set(session.scalars(select(Accused.account_id).where(Accused.petition_id == petition.id)))
    left = [each for each in _people(session, petition.id) if each.id not in barred | {account.id}]
    if not any("petition.step" in permissions_of(each.roles) for each in left):
        raise Refused(
            "关联后没有其他人可以办理本事项；请先报上一级信访部门登记办理", NOT_TO_THE_ACCUSED, "account"
        )


def _people(session: Session, petition_id: int, names: Sequence[str] = ()) -> list[Account]:
    """Active accounts of the offices with the matter in their registers, and of people with one of ``names``."""
    holding = select(RegisterEntry.office_id).where(RegisterEntry.petition_id == petition_id)
    found = session.scalars(
        select(Account)
        .where(
            Account.disabled_at.is_(None),
            or_(Account.office_id.in_(holding), Account.name.in_(list(names))),
        )
        .order_by(Account.name, Account.id)
    )
    return list(found)


def _namesakes(row: Accused, people: Sequence[Account]) -> list[Account]:
    return [each for each in people if bears(each.name, row.name or "")]


def _called(account: Account) -> str:
    return f"{account.name}（{account.office.short_name}）"
