"""Keeping the organisation tree (机构管理): create, edit, dissolve; one transaction a call."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, literal, select, update
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.changes import changed
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.offices import queries
from xinfang_site.offices.models import Office
from xinfang_site.versions import check_version

MAX_DEPTH = 12
_NAMES = ("code", "name", "short_name", "kind", "letters", "document_code")
_TEXTS = (*_NAMES, "head", "deputy", "contact", "postal_address")


@dataclass(frozen=True, slots=True)
class OfficeDraft:
    """What is known of an office (机构信息); ``version`` is that of the edited record, 0 for a new one."""

    code: str
    name: str
    short_name: str
    kind: str
    letters: str
    parent_id: int | None = None
    review_office_id: int | None = None
    document_code: str = ""
    head: str = ""
    deputy: str = ""
    contact: str = ""
    postal_address: str = ""
    valid_from: date | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Dissolution:
    """An office ends (机构撤销): its last day, who takes over, why; 《信访工作条例》第二十四条第二款."""

    last_day: date
    successor_id: int
    reason: str
    version: int


def create(session: Session, actor: Actor, draft: OfficeDraft) -> int:
    """Set up an office; returns its id."""
    with writing(session):
        return add(session, actor, draft)


def add(session: Session, actor: Actor, draft: OfficeDraft) -> int:
    """Set up an office inside a transaction that is already open (imports); returns its id."""
    _check_unique(session, draft, own_id=0)
    parent = _parent(session, draft)
    office = Office()
    _fill(office, draft)
    session.add(office)
    session.flush()
    office.path = _path_below(parent, office.id)
    record(
        session,
        actor,
        Act("office.create", "office", office.id, changes=changed({}, snapshot(session, office))),
    )
    return office.id


def edit(session: Session, actor: Actor, office_id: int, draft: OfficeDraft) -> None:
    """Change an office; when it moves in the tree, everything below moves with it.

    Raises:
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        office = session.get_one(Office, office_id)
        check_version(office, draft.version)
        change(session, actor, office, draft)


def change(session: Session, actor: Actor, office: Office, draft: OfficeDraft) -> bool:
    """Change an office inside an open transaction; False when nothing differs.

    Raises:
        Refused: a name or code is taken, it would stand below itself, or review its own opinions.
    """
    _check_unique(session, draft, own_id=office.id)
    parent = _parent(session, draft)
    if parent is not None and parent.path.startswith(office.path):
        raise Refused("上级机构不能是本机构或者本机构的下级", field="parent_id")
    if draft.review_office_id == office.id:
        raise Refused("复查机关不能是本机构自己", field="review_office_id")
    before = snapshot(session, office)
    _fill(office, draft)
    _move(session, office, parent)
    session.flush()
    changes = changed(before, snapshot(session, office))
    if changes:
        record(session, actor, Act("office.edit", "office", office.id, changes=changes))
    return bool(changes)


def dissolve(session: Session, actor: Actor, office_id: int, draft: Dissolution) -> None:
    """End an office on a day; the morning after it, its successor takes over what is open (``petitions.succession``)."""
    with writing(session):
        office = session.get_one(Office, office_id)
        check_version(office, draft.version)
        successor = session.get(Office, draft.successor_id)
        _check_dissolution(session, office, successor, draft)
        before = snapshot(session, office)
        office.valid_to, office.successor_id = draft.last_day, draft.successor_id
        changes = changed(before, snapshot(session, office))
        record(session, actor, Act("office.dissolve", "office", office.id, draft.reason, changes=changes))


def _check_dissolution(
    session: Session, office: Office, successor: Office | None, draft: Dissolution
) -> None:
    if successor is None or successor.path.startswith(office.path):
        raise Refused("承接机构应当是其他机构，不能是本机构或者其下级", field="successor_id")
    if successor.valid_to is not None and successor.valid_to <= draft.last_day:
        raise Refused(f"“{successor.short_name}”届时也已撤销，不能承接", field="successor_id")
    if office.valid_from is not None and draft.last_day < office.valid_from:
        raise Refused("撤销日期不能早于启用日期", field="last_day")
    remaining = [
        each.short_name
        for each in queries.children(session, office.id)
        if each.valid_to is None or each.valid_to > draft.last_day
    ]
    if remaining:
        raise Refused(f"还有未撤销的下级机构：{'、'.join(remaining[:5])}。请先调整其上级机构或者撤销")


def _check_unique(session: Session, draft: OfficeDraft, own_id: int) -> None:
    for column, value, field, label in (
        (Office.code, draft.code, "code", "机构代码"),
        (Office.letters, draft.letters, "letters", "编号字头"),
        (Office.name, draft.name, "name", "机构名称"),
    ):
        other = session.scalar(select(Office.short_name).where(column == value, Office.id != own_id).limit(1))
        if other is not None:
            raise Refused(f"{label}“{value}”已由“{other}”使用", field=field)


def _parent(session: Session, draft: OfficeDraft) -> Office | None:
    if draft.parent_id is None:
        return None
    parent = session.get(Office, draft.parent_id)
    if parent is None:
        raise Refused("上级机构不存在", field="parent_id")
    if parent.path.count("/") > MAX_DEPTH:
        raise Refused(f"机构层级最多 {MAX_DEPTH} 级", field="parent_id")
    return parent


def _path_below(parent: Office | None, office_id: int) -> str:
    return f"{parent.path if parent else '/'}{office_id}/"


def _move(session: Session, office: Office, parent: Office | None) -> None:
    """Give the office and its whole subtree the paths of the new place."""
    old, new = office.path, _path_below(parent, office.id)
    if old == new:
        return
    session.flush()
    session.execute(
        update(Office)
        .where(Office.path.startswith(old, autoescape=True))
        .values(path=literal(new).concat(func.substr(Office.path, len(old) + 1)))
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def _fill(office: Office, draft: OfficeDraft) -> None:
    for name in _TEXTS:
        setattr(office, name, getattr(draft, name))
    office.parent_id, office.review_office_id = draft.parent_id, draft.review_office_id
    office.valid_from = draft.valid_from


def snapshot(session: Session, office: Office) -> dict[str, object]:
    """The office as the audit tells it: other offices by name."""
    called = queries.names(session)
    values: dict[str, object] = {name: getattr(office, name) for name in _TEXTS}
    values |= {
        "parent": called.get(office.parent_id or 0, ""),
        "review_office": called.get(office.review_office_id or 0, ""),
        "successor": called.get(office.successor_id or 0, ""),
        "valid_from": office.valid_from,
        "valid_to": office.valid_to,
    }
    return values
