"""People from a sheet (人员导入): new accounts with one-time passwords; existing ones are left alone."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.accounts.administering import services
from xinfang_site.accounts.administering.forms import USERNAME, USERNAME_RULE
from xinfang_site.accounts.administering.services import AccountDraft
from xinfang_site.accounts.models import Account, Grant
from xinfang_site.audit.writer import Act, record
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.roles import ADMINISTRATORS, Role, exclusive
from xinfang_site.masterdata.batch import Batch, Result
from xinfang_site.masterdata.rows import Column, SheetRow
from xinfang_site.offices.models import Office

COLUMNS = (
    Column("username", ("用户名", "账号", "登录名"), required=True),
    Column("name", ("姓名",), required=True),
    Column("post", ("职务", "岗位")),
    Column("office", ("机构", "单位", "部门", "所在机构", "机构代码")),
    Column("roles", ("角色", "岗位角色")),
)
_ROLES = {role.title: role for role in Role} | {role.value: role for role in Role}
_ROLES |= {
    "窗口登记员": Role.CLERK,
    "分管负责人": Role.LEADER,
    "分管领导": Role.LEADER,
    "主要负责人": Role.LEADER,
}


def prepare(batch: Batch, rows: Sequence[SheetRow]) -> None:
    """Make passwords before the transaction begins: hashing is slow by design and would hold up others."""
    known = set(batch.session.scalars(select(Account.username)))
    batch.passwords = [services.fresh_password() for row in rows if row.text("username").lower() not in known]


def put(batch: Batch, rows: Sequence[SheetRow]) -> None:
    """Take the rows over."""
    for row in rows:
        try:
            _put_row(batch, row)
        except Refused as refusal:
            batch.note(row.number, Result.FAULT, str(refusal), (refusal.field or "").removesuffix("_id"))


def _put_row(batch: Batch, row: SheetRow) -> None:
    draft, roles = _draft(batch, row), _roles(row.text("roles"))
    known = batch.session.scalar(select(Account).where(Account.username == draft.username))
    if known is not None:
        same = (known.name, known.office_id) == (draft.name, draft.office_id)
        batch.note(row.number, Result.SKIPPED, "账号已存在")
        if not same:
            batch.note(
                row.number, Result.WARNING, f"账号“{known.username}”已存在，姓名或者机构与表格不同，未改动"
            )
        return
    secret = services.add(batch.session, batch.actor, draft, batch.passwords.pop())
    batch.secrets.append(secret)
    batch.note(row.number, Result.ADDED, f"新增账号“{draft.username}”")
    if roles and batch.may_grant:
        _grant(batch, secret.account_id, roles)
    elif roles:
        batch.note(row.number, Result.WARNING, "角色须由安全管理员授予，未导入", "roles")


def _draft(batch: Batch, row: SheetRow) -> AccountDraft:
    username, name = row.text("username").lower(), row.text("name")
    if not USERNAME.match(username):
        raise Refused(f"{USERNAME_RULE}，现为“{username}”", field="username")
    for field, text, most in (("name", name, 40), ("post", row.text("post"), 60)):
        if len(text) > most:
            raise Refused(f"最多 {most} 字，现有 {len(text)} 字", field=field)
    if not name:
        raise Refused("姓名为空", field="name")
    return AccountDraft(username, name, _office_id(batch, row.text("office")), row.text("post"))


def _office_id(batch: Batch, words: str) -> int:
    if not words:
        if batch.office is None:
            raise Refused("机构为空", field="office")
        return batch.office.id
    return office_named(batch.session, words).id


def office_named(session: Session, words: str) -> Office:
    """The office in existence that has this code, name or short name.

    Raises:
        Refused: none, or several.
    """
    query = select(Office).where(or_(Office.code == words, Office.name == words, Office.short_name == words))
    found = [each for each in session.scalars(query) if each.valid_on(clock.today())]
    if not found:
        raise Refused(f"机构“{words}”不存在或者已撤销", field="office")
    exact = [each for each in found if each.code == words]
    if len(found) > 1 and not exact:
        raise Refused(f"“{words}”对应多个机构，请填写机构代码", field="office")
    return (exact or found)[0]


def _roles(words: str) -> frozenset[Role]:
    roles = set()
    for each in (
        words.replace("，", "、").replace(",", "、").replace("；", "、").replace(";", "、").split("、")
    ):
        word = each.strip()
        if not word:
            continue
        role = _ROLES.get(word)
        if role is None:
            raise Refused(f"没有“{word}”这个角色", field="roles")
        if role in ADMINISTRATORS:
            raise Refused(f"“{role.title}”不能从表格导入，请由安全管理员授予", field="roles")
        roles.add(role)
    strict = [clash.message for clash in exclusive(roles) if clash.strict]
    if strict:
        raise Refused(strict[0], field="roles")
    return frozenset(roles)


def _grant(batch: Batch, account_id: int, roles: frozenset[Role]) -> None:
    account = batch.session.get_one(Account, account_id)
    now = clock.now()
    account.grants = [
        Grant(role=role.value, granted_by=batch.actor.username, granted_at=now) for role in sorted(roles)
    ]
    titles = "、".join(sorted(role.title for role in roles))
    act = Act("role.set", "account", account.username, "随人员表导入", changes={"roles": ["", titles]})
    record(batch.session, batch.actor, act)
