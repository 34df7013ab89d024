"""Offices and their people (机构与人员), as values: plugins store ids and show names."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.accounts.models import Account
from xinfang_site.actor import Actor
from xinfang_site.domain.roles import Role
from xinfang_site.modules.asking import DEMONSTRATING, office_ref
from xinfang_site.offices import queries as office_queries
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.offices.queries import choices_for, names, subtree_ids
from xinfang_site.offices.refs import ref_of
from xinfang_site.plugin_values import OfficeRef, PersonRef


def office(session: Session, office_id: int) -> OfficeRef:
    """An office by its id."""
    return office_ref(session, office_id)


def offices(session: Session, office_ids: Collection[int]) -> list[OfficeRef]:
    """Several offices by their ids, in order of their codes."""
    return [
        ref_of(each)
        for each in session.scalars(select(Office).where(Office.id.in_(office_ids)).order_by(Office.code))
    ]


def offices_around(session: Session, office_id: int, day: date) -> Sequence[OfficeRef]:
    """The offices of the same district (同区机构): everything below the topmost office above this one."""
    path = office(session, office_id).path
    root = f"/{path.split('/')[1]}/"
    rows = session.scalars(select(Office).where(Office.path.startswith(root)).order_by(Office.code))
    return [ref_of(each) for each in rows if each.valid_on(day)]


def office_called(session: Session, name: str) -> OfficeRef | None:
    """The only office with this code, name or short name; None when there is none or more than one."""
    wanted = name.strip()
    columns = (Office.code == wanted) | (Office.name == wanted) | (Office.short_name == wanted)
    rows = session.scalars(select(Office).where(columns).limit(2)).all()
    return ref_of(rows[0]) if len(rows) == 1 else None


def petition_office_above(session: Session, office_id: int, day: date) -> OfficeRef | None:
    """The petition office (信访部门) that an office reports to on a day; itself when it is one. Read once a request."""
    kept: dict[tuple[int, date], OfficeRef | None] = g.setdefault("petition_offices_above", {})
    if (office_id, day) not in kept:
        own = office(session, office_id)
        if own.kind == OfficeKind.PETITION_OFFICE:
            return own
        found = office_queries.watching(session, own.kind, own.path, day)
        kept[office_id, day] = (
            None
            if found is None
            else OfficeRef(found.id, found.code, found.name, found.short_name, found.kind, found.path)
        )
    return kept[office_id, day]


def people_of(session: Session, office_ids: Iterable[int], roles: Iterable[Role] = ()) -> list[PersonRef]:
    """People with an account in use in these offices, by name; with ``roles`` only holders of one of them."""
    wanted = frozenset(roles)
    rows = session.scalars(
        select(Account)
        .where(Account.office_id.in_(list(office_ids)), Account.disabled_at.is_(None))
        .order_by(Account.initials, Account.id)
    )
    found = [PersonRef(each.id, each.name, each.post, each.office_id, each.roles) for each in rows]
    return [each for each in found if not wanted or wanted & each.roles]


def person(session: Session, account_id: int) -> PersonRef | None:
    """A person by the id of the account, disabled ones included; None when there is none."""
    found = session.get(Account, account_id)
    if found is None:
        return None
    return PersonRef(found.id, found.name, found.post, found.office_id, found.roles)


def acting(session: Session, account_id: int) -> Actor:
    """A person as who acts (操作人): for a module's examples in the demo, so that the audit names them as it names everybody.

    Raises:
        RuntimeError: the demo is not being made; anywhere else, whoever is signed in acts, or the module itself.
    """
    if DEMONSTRATING not in session.info:
        raise RuntimeError("only xinfang_demo may act as somebody else")
    return session.get_one(Account, account_id).acting("local", frozenset())


__all__ = [
    "OfficeRef",
    "PersonRef",
    "Role",
    "acting",
    "choices_for",
    "names",
    "office",
    "office_called",
    "offices",
    "offices_around",
    "people_of",
    "person",
    "petition_office_above",
    "subtree_ids",
]
