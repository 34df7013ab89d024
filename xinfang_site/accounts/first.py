"""The first administrators (三员) of an instance, with one-time passwords in a file that only its owner reads."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts import passwords
from xinfang_site.accounts.models import Account, Grant
from xinfang_site.actor import system
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.roles import Role
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.private_files import write_private

FIRST_OFFICE = ("A01", "信访工作办公室", "信访办", "XF", OfficeKind.PETITION_OFFICE)
ADMINISTRATORS = (
    ("sysadmin", "系统管理员", Role.SYSTEM_ADMIN),
    ("secadmin", "安全管理员", Role.SECURITY_ADMIN),
    ("auditadmin", "审计管理员", Role.AUDIT_ADMIN),
)


def make_first_administrators(session: Session, folder: Path) -> bool:
    """Make them where nobody has an account yet; whether they were made."""
    if session.scalar(select(Account.id).limit(1)) is not None:
        return False
    lines = []
    with writing(session):
        office = _first_office(session)
        for username, name, role in ADMINISTRATORS:
            password = passwords.one_time()
            lines.append(f"{username}\t{password}\n")
            session.add(_administrator(username, name, role, office, password))
        actor = system("xinfang init")
        record(session, actor, Act("init", "instance", reason="首次初始化，建立三员账号"))
        write_private(folder / "first-passwords.txt", lines)
    return True


def _first_office(session: Session) -> Office:
    found = session.scalar(select(Office).order_by(Office.id).limit(1))
    if found is not None:
        return found
    code, name, short, letters, kind = FIRST_OFFICE
    office = Office(code=code, name=name, short_name=short, letters=letters, kind=kind)
    session.add(office)
    session.flush()
    office.path = f"/{office.id}/"
    return office


def _administrator(username: str, name: str, role: Role, office: Office, password: str) -> Account:
    now = clock.now()
    return Account(
        username=username,
        name=name,
        office_id=office.id,
        password_hash=passwords.hash_password(password),
        password_set_at=now,
        must_change=True,
        created_at=now,
        grants=[Grant(role=role.value, granted_by="xinfang init", granted_at=now)],
    )
