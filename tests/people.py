"""The cast of the tests: two districts, offices of each kind, two people for each role that matters."""

from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.quiet import quietly
from xinfang_site import clock
from xinfang_site.accounts.models import Account, Grant
from xinfang_site.accounts.passwords import hash_password
from xinfang_site.actor import Actor
from xinfang_site.database import writing
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import db
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.petitions.visibility import scope

PASSWORD = "Zhong-Shui!2468"

OFFICES = (
    # code, name, letters, kind, parent code
    ("JQ", "甲区人民政府", "JZF", OfficeKind.GOVERNMENT, ""),
    ("JXF", "甲区信访办", "JXF", OfficeKind.PETITION_OFFICE, "JQ"),
    ("JZJ", "甲区住建委", "JZJ", OfficeKind.DEPARTMENT, "JQ"),
    ("JZJ1", "甲区住建委物业科", "JWY", OfficeKind.DEPARTMENT, "JZJ"),
    ("JJW", "甲区教委", "JJW", OfficeKind.DEPARTMENT, "JQ"),
    ("JJD", "甲一街道", "JJD", OfficeKind.STREET, "JQ"),
    ("JJJ", "甲区纪委监委", "JJJ", OfficeKind.DISCIPLINE, "JQ"),
    ("YQ", "乙区人民政府", "YZF", OfficeKind.GOVERNMENT, ""),
    ("YXF", "乙区信访办", "YXF", OfficeKind.PETITION_OFFICE, "YQ"),
    ("YMZ", "乙区民政局", "YMZ", OfficeKind.DEPARTMENT, "YQ"),
)

ACCOUNTS = (
    # username, name, office code, roles
    ("clerk", "登记甲", "JXF", (Role.CLERK,)),
    ("clerk2", "登记乙", "JXF", (Role.CLERK,)),
    ("handler", "承办甲", "JXF", (Role.HANDLER,)),
    ("handler2", "承办乙", "JXF", (Role.HANDLER,)),
    ("section_head", "科长甲", "JXF", (Role.SECTION_HEAD,)),
    ("leader", "主任甲", "JXF", (Role.LEADER,)),
    ("unit_handler", "住建承办", "JZJ", (Role.UNIT_HANDLER,)),
    ("unit_handler2", "住建法制", "JZJ", (Role.UNIT_HANDLER,)),
    ("unit_head", "住建负责", "JZJ", (Role.UNIT_HEAD,)),
    ("property_handler", "物业承办", "JZJ1", (Role.UNIT_HANDLER,)),
    ("school_handler", "教委承办", "JJW", (Role.UNIT_HANDLER,)),
    ("school_head", "教委负责", "JJW", (Role.UNIT_HEAD,)),
    ("street_handler", "街道承办", "JJD", (Role.UNIT_HANDLER,)),
    ("reviewer", "复查甲", "JQ", (Role.REVIEWER,)),
    ("reviewer2", "复核甲", "JQ", (Role.REVIEWER,)),
    ("lawyer", "律师甲", "JXF", (Role.LAWYER,)),
    ("discipline", "纪检甲", "JXF", (Role.DISCIPLINE,)),
    ("other_clerk", "乙登记", "YXF", (Role.CLERK,)),
    ("other_handler", "乙承办", "YXF", (Role.HANDLER,)),
    ("other_unit", "乙民政", "YMZ", (Role.UNIT_HANDLER,)),
    ("root_system", "系统员", "JXF", (Role.SYSTEM_ADMIN,)),
    ("root_security", "安全员", "JXF", (Role.SECURITY_ADMIN,)),
    ("root_audit", "审计员", "JXF", (Role.AUDIT_ADMIN,)),
)


def cast_of(session: Session) -> None:
    """Write the cast into an initialised, empty instance."""
    with writing(session):
        offices: dict[str, Office] = {}
        for code, name, letters, kind, parent in OFFICES:
            above = offices.get(parent)
            office = Office(code=code, name=name, short_name=name, letters=letters, kind=kind)
            office.parent_id = above.id if above else None
            session.add(office)
            session.flush()
            office.path = f"{above.path if above else '/'}{office.id}/"
            offices[code] = office
        hashed = hash_password(PASSWORD)
        now = clock.now()
        for username, name, code, roles in ACCOUNTS:
            grants = [Grant(role=role.value, granted_by="test", granted_at=now) for role in roles]
            session.add(
                Account(
                    username=username,
                    name=name,
                    office_id=offices[code].id,
                    password_hash=hashed,
                    password_set_at=now,
                    must_change=False,
                    created_at=now,
                    grants=grants,
                )
            )


@dataclass(frozen=True)
class Cast:
    """Looks people and offices up by their short names."""

    def actor(self, username: str) -> Actor:
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        office = account.office
        return Actor(
            *(account.id, username, account.name, office.id, office.path, "127.0.0.1", account.roles),
            barred=scope.barred_from(db.session(), account.id),
        )

    def office(self, code: str) -> Office:
        return db.session.scalars(select(Office).where(Office.code == code)).one()


@quietly
def sign_in(client: FlaskClient, username: str, password: str = PASSWORD) -> None:
    """Sign in through the page, token and all."""
    from tests.page import fetch

    page = fetch(client, "/login")
    answer = client.post(
        "/login", data={"csrf_token": page.token(), "username": username, "password": password, "code": ""}
    )
    assert answer.status_code == 302, answer.text
