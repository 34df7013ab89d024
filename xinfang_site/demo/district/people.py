"""The demo district's people (演示人员): every role is held by somebody, by two people where one approves the other."""

import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts import passwords
from xinfang_site.accounts.first import ADMINISTRATORS
from xinfang_site.accounts.models import Account, Grant
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.demo.words import Words
from xinfang_site.domain.roles import Role
from xinfang_site.offices.models import Office
from xinfang_site.private_files import write_private

ACCOUNTS_FILE = "demo-accounts.json"
PETITION_OFFICE, GOVERNMENT = "区信访办", "区政府"
DEPARTMENTS = (
    "区住房城乡建委", "区城市管理局", "区人力社保局", "区教委", "区规划自然资源局", "区生态环境局", "区民政局",
    "区公安分局", "区卫生健康委", "区交通局", "区市场监管局", "区农业农村委", "区征地事务中心",
)  # fmt: skip
STREETS = ("沙坪坝街道", "渝碚路街道", "磁器口街道", "虎溪街道", "西永街道", "青木关镇")


@dataclass(frozen=True, slots=True)
class Post:
    """A post to be filled (岗位): sign-in name, office, roles, title."""

    username: str
    office: str
    roles: tuple[Role, ...]
    title: str


_POSTS = (
    Post("clerk", PETITION_OFFICE, (Role.CLERK,), "窗口登记员"),
    Post("clerk2", PETITION_OFFICE, (Role.CLERK,), "窗口登记员"),
    Post("handler", PETITION_OFFICE, (Role.HANDLER,), "办信科科员"),
    Post("handler2", PETITION_OFFICE, (Role.HANDLER,), "督查科科员"),
    Post("section_head", PETITION_OFFICE, (Role.SECTION_HEAD,), "办信科科长"),
    Post("section_head2", PETITION_OFFICE, (Role.SECTION_HEAD,), "督查科科长"),
    Post("leader", PETITION_OFFICE, (Role.LEADER,), "主任"),
    Post("leader2", PETITION_OFFICE, (Role.LEADER,), "副主任"),
    Post("reviewer", GOVERNMENT, (Role.REVIEWER,), "复查复核专员"),
    Post("reviewer2", GOVERNMENT, (Role.REVIEWER,), "复查复核专员"),
    Post("discipline", PETITION_OFFICE, (Role.DISCIPLINE,), "纪检监督员"),
    Post("lawyer", PETITION_OFFICE, (Role.LAWYER,), "驻点律师"),
    Post("supervisor", PETITION_OFFICE, (Role.SUPERVISOR,), "督导组成员"),
    Post("reception_admin", PETITION_OFFICE, (Role.RECEPTION_ADMIN,), "接访管理员"),
    Post("duty_officer", PETITION_OFFICE, (Role.DUTY_OFFICER,), "值班员"),
    Post("briefing_editor", PETITION_OFFICE, (Role.BRIEFING_EDITOR,), "要情编辑"),
    Post("briefing_reviewer", PETITION_OFFICE, (Role.BRIEFING_REVIEWER,), "要情审核"),
    Post("briefing_signer", PETITION_OFFICE, (Role.BRIEFING_SIGNER,), "要情签发"),
    Post("city_reviewer", "市政府", (Role.REVIEWER,), "复核专员"),
    Post("district_leader", GOVERNMENT, (Role.LEADER,), "副区长"),
    Post("district_leader2", GOVERNMENT, (Role.LEADER,), "区委常委"),
    Post("city_leader", "市政府", (Role.LEADER,), "分管负责人"),
    Post("city_clerk", "市信访办", (Role.CLERK, Role.HANDLER), "市级窗口"),
)

_RECEIVING = (Post("lawyer2", PETITION_OFFICE, (Role.LAWYER,), "驻点律师"),)
"""A second lawyer to swap with (接访人员); hired last, so that other names stay."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody who can act (演示人员表): actors by sign-in name."""

    by_username: dict[str, Actor]

    def of(self, office_id: int, role: Role) -> list[Actor]:
        """The people of an office who hold a role, in the order they were hired."""
        return [
            each for each in self.by_username.values() if each.office_id == office_id and role in each.roles
        ]


def hire(session: Session, folder: Path, offices: dict[str, Office], words: Words) -> Staff:
    """Make the accounts and write their passwords to a file of the instance (mode 0600).

    The three administrators that ``xinfang init`` made keep their accounts and get new passwords.

    Returns:
        Everybody who can act in the demo.
    """
    with writing(session):
        listed: list[dict[str, object]] = []
        staff: dict[str, Actor] = {}
        for post in _posts(offices):
            account, password = _hired(post, offices[post.office], words)
            session.add(account)
            session.flush()
            staff[post.username] = account.acting(f"10.106.0.{10 + account.id % 200}", frozenset())
            listed.append(_entry(account, password, offices[post.office]))
        ours = offices[PETITION_OFFICE]
        listed += [_entry(*_renewed(session, username), ours) for username, _, _ in ADMINISTRATORS]
        actor = Actor(None, "xinfang demo", "系统", None)
        record(session, actor, Act("demo.accounts", "instance", reason="写入演示账号"))
        write_private(folder / ACCOUNTS_FILE, [json.dumps(listed, ensure_ascii=False, indent=1), "\n"])
    (folder / "first-passwords.txt").unlink(missing_ok=True)  # they have just been replaced
    return Staff(staff)


def _posts(offices: dict[str, Office]) -> list[Post]:
    posts = list(_POSTS)
    for name in (*DEPARTMENTS, *STREETS):
        letters = offices[name].letters.lower()
        posts.append(Post(f"{letters}_handler", name, (Role.UNIT_HANDLER,), "信访工作人员"))
        posts.append(Post(f"{letters}_checker", name, (Role.UNIT_HANDLER,), "法制审核人员"))
        posts.append(Post(f"{letters}_head", name, (Role.UNIT_HEAD,), "分管负责人"))
    return [*posts, *_RECEIVING]


def _hired(post: Post, office: Office, words: Words) -> tuple[Account, str]:
    now, password = clock.now(), passwords.one_time()
    account = Account(
        username=post.username,
        name=words.name(),
        post=post.title,
        office_id=office.id,
        password_hash=passwords.hash_password(password),
        password_set_at=now,
        must_change=False,
        created_at=now,
        grants=[Grant(role=role.value, granted_by="xinfang demo", granted_at=now) for role in post.roles],
    )
    return account, password


def _renewed(session: Session, username: str) -> tuple[Account, str]:
    account = session.scalars(select(Account).where(Account.username == username)).one()
    password = passwords.one_time()
    account.password_hash = passwords.hash_password(password)
    account.password_set_at, account.must_change = clock.now(), False
    return account, password


def _entry(account: Account, password: str, office: Office) -> dict[str, object]:
    roles = [str(Role(each.role).title) for each in account.grants]
    return {
        "username": account.username,
        "password": password,
        "name": account.name,
        "office": office.name,
        "roles": roles,
    }
