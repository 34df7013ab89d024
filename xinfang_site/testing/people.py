"""Two offices with somebody in every post (测试机构和人员); fictional."""

from flask.testing import FlaskClient
from lxml import html
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.models import Account, Grant
from xinfang_site.accounts.passwords import hash_password
from xinfang_site.database import writing
from xinfang_site.domain.roles import Role
from xinfang_site.offices.models import Office, OfficeKind

PASSWORD = "Shan-Hai!1357"  # noqa: S105 - of fictional accounts in a temporary instance
OFFICES = (("A", "甲信访办", "CSA"), ("B", "乙信访办", "CSB"))
OTHER = "other_"


def settle(session: Session) -> None:
    """Write the offices and their people: ``clerk`` is office A's 登记员, ``other_clerk`` office B's."""
    hashed, now = hash_password(PASSWORD), clock.now()
    with writing(session):
        for code, name, letters in OFFICES:
            office = Office(
                code=code, name=name, short_name=name, letters=letters, kind=OfficeKind.PETITION_OFFICE
            )
            session.add(office)
            session.flush()
            office.path = f"/{office.id}/"
            for role in Role:
                username = role.value if code == "A" else f"{OTHER}{role.value}"
                session.add(
                    Account(
                        username=username,
                        name=f"{name[0]}{role.title}",
                        office_id=office.id,
                        password_hash=hashed,
                        password_set_at=now,
                        must_change=False,
                        created_at=now,
                        grants=[Grant(role=role.value, granted_by="test", granted_at=now)],
                    )
                )


def sign_in(client: FlaskClient, username: str) -> None:
    """Sign in through the page, token and all."""
    data = {"csrf_token": token_of(client, "/login"), "username": username, "password": PASSWORD, "code": ""}
    answer = client.post("/login", data=data)
    if answer.status_code != 302:
        raise AssertionError(f"{username} 不能登录：{answer.status_code}")


def token_of(client: FlaskClient, address: str = "/password") -> str:
    """The token of a form that the client may open (CSRF 令牌)."""
    page = html.document_fromstring(client.get(address).text)
    return str(page.xpath("//input[@name='csrf_token']/@value")[0])
