"""Keeping the roll (学习人员管理)."""

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.people.queries import members, own_member
from xinfang_site.domain.roles import ADMINISTRATORS, Role
from xinfang_site.plugin_api.changes import changed
from xinfang_site.plugin_api.data import Act, Refused, check_version, owned_one, record, twin, writing
from xinfang_site.plugin_api.hooks import Actor, PersonRef
from xinfang_site.plugin_api.people import people_of

_HEADS = frozenset({Role.LEADER, Role.UNIT_HEAD})
_CENTRE_GROUP = _HEADS | {Role.SECTION_HEAD}


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """An entry of the roll (学习人员)."""

    name: str
    post: str = ""
    unit: str = ""
    centre_group: bool = False
    leader: bool = False
    party: bool = False
    active: bool = True


def fill_roll(session: Session, actor: Actor) -> int:
    """Take into the roll everybody with an account in the office who is not in it; returns how many."""
    with writing(session):
        return put_roll(session, actor)


def put_roll(session: Session, actor: Actor) -> int:
    """As :func:`fill_roll`, inside an open transaction."""
    office_id = office_of(actor)
    known = {each.account_id for each in members(session, office_id, active=False)}
    new = [each for each in people_of(session, [office_id]) if each.id not in known and _studies(each)]
    session.add_all(_entry(each) for each in new)
    session.flush()
    if new:
        record(
            session,
            actor,
            Act("legal_study.roll_fill", "legal_study_roll", office_id, changes={"people": [None, len(new)]}),
        )
    return len(new)


def office_of(actor: Actor) -> int:
    """The office that somebody acts for (本机构).

    Raises:
        Refused: none is named.
    """
    if actor.office_id is None:
        raise Refused("请指定机构")
    return actor.office_id


def _studies(person: PersonRef) -> bool:
    return bool(person.roles) and not person.roles & ADMINISTRATORS


def _entry(person: PersonRef) -> Member:
    return Member(
        office_id=person.office_id,
        account_id=person.id,
        name=person.name,
        post=person.post,
        centre_group=bool(person.roles & _CENTRE_GROUP),
        leader=bool(person.roles & _HEADS),
        party=False,
    )


def member_of(session: Session, actor: Actor) -> Member:
    """The actor's own entry, made when it is first needed; inside ``writing()``.

    Raises:
        Refused: the site itself, or one of the three administrators.
    """
    found = own_member(session, actor)
    if found is not None:
        return found
    if actor.account_id is None or actor.roles & ADMINISTRATORS:
        raise Refused("该账号不参加学习")
    found = Member(office_id=office_of(actor), account_id=actor.account_id, name=actor.name)
    session.add(found)
    session.flush()
    return found


def add_member(session: Session, actor: Actor, draft: MemberDraft) -> int:
    """Add somebody without an account, such as a worker on loan; returns the id, the first one's if sent twice."""
    with writing(session):
        there = twin(session, Member, office_of(actor), asdict(draft), Member.account_id.is_(None))
        if there is not None:
            return there.id
        entry = Member(office_id=office_of(actor), **asdict(draft))
        session.add(entry)
        session.flush()
        record(session, actor, Act("legal_study.roll_add", "legal_study_member", entry.id))
        return entry.id


def edit_member(session: Session, actor: Actor, member_id: int, draft: MemberDraft, version: int) -> None:
    """Change an entry.

    Raises:
        Missing: not in the office's roll.
        StaleEditError: somebody else changed it.
    """
    with writing(session):
        entry = owned_one(session, Member, actor.office_id, member_id)
        check_version(entry, version)
        old = {name: getattr(entry, name) for name in asdict(draft)}
        for name, value in asdict(draft).items():
            setattr(entry, name, value)
        record(
            session,
            actor,
            Act("legal_study.roll_edit", "legal_study_member", entry.id, changes=changed(old, asdict(draft))),
        )
