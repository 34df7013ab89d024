"""Exporting the register (导出名册): exactly the list of the page, names masked, who and when in the sheet."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import settings
from xinfang_site.offices.models import Office
from xinfang_site.register.exporting import sheets
from xinfang_site.register.exporting.cells import COLUMNS, PERSONAL, cells_of, people_of
from xinfang_site.register.filters.conditions import conditions
from xinfang_site.register.filters.list_query import ListQuery
from xinfang_site.register.lists.rows import rows_at
from xinfang_site.register.matters import Register

AT_ONCE = 5000
CHUNK = 1000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Export:
    """A list to be exported (导出): whose register, which list, with personal data only for a reason."""

    query: ListQuery
    day: date
    personal_reason: str = ""


def is_short(session: Session, actor: Actor, export: Export) -> bool:
    """Whether the list is short enough to be answered at once."""
    return Register(session, actor.office_id, export.query, export.day, actor.barred).at_most(AT_ONCE)


def write(session: Session, actor: Actor, export: Export, path: Path, tell: Progress | None = None) -> int:
    """Write the list to ``path`` and audit it; returns how many matters it holds.

    Raises:
        Refused: personal data of more people than one export may hold.
    """
    keys = _keys(session, actor, export)
    if export.personal_reason and len(keys) > settings().personal_export_max_rows:
        raise Refused(
            f"含个人信息的导出每次最多 {settings().personal_export_max_rows} 件，现有 {len(keys)} 件，请缩小范围"
        )
    described = "；".join(conditions(session, actor.office_id, export.query, export.day)) or "全部事项"
    _audit(session, actor, export, described, len(keys))
    lines = _head(session, actor, export, described, len(keys))
    columns = COLUMNS + (PERSONAL if export.personal_reason else ())
    sheets.write(path, sheets.Sheet(lines, columns), _cells(session, actor, export, keys, tell))
    return len(keys)


def _keys(session: Session, actor: Actor, export: Export) -> "array[int]":
    """All keys first: the sheet's head states their number, and other people's changes cannot shift a page."""
    register = Register(session, actor.office_id, export.query, export.day, actor.barred)
    keys = array("q")
    for chunk in register.everything():
        keys.extend(each.key for each in chunk)
    return keys


def _audit(session: Session, actor: Actor, export: Export, described: str, count: int) -> None:
    action = "petition.export_personal" if export.personal_reason else "petition.export"
    changes = {"filter": [None, described], "count": [None, count]}
    with writing(session):
        record(session, actor, Act(action, "petition", reason=export.personal_reason, changes=changes))


def _head(session: Session, actor: Actor, export: Export, described: str, count: int) -> tuple[str, ...]:
    office = session.get(Office, actor.office_id)
    moment = clock.china(clock.now()).strftime("%Y-%m-%d %H:%M")
    lines: tuple[str, ...] = (
        f"信访事项名册　{office.name if office else ''}　共 {count} 件",
        f"条件：{described}",
        f"导出人：{actor.name}（{actor.username}）　导出时间：{moment}",
    )
    if export.personal_reason:
        lines += (f"含个人信息，仅限用于：{export.personal_reason}。不得转发、留存，用毕删除。",)
    return lines


def _cells(
    session: Session, actor: Actor, export: Export, keys: "array[int]", tell: Progress | None
) -> Iterator[list[sheets.Cell]]:
    for start in range(0, len(keys), CHUNK):
        # read with the register: a long export sees a matter taken out of it meanwhile
        shown = rows_at(session, keys[start : start + CHUNK].tolist(), export.day, actor.office_id)
        people = people_of(session, [each.id for each in shown]) if export.personal_reason else {}
        for row in shown:
            cells = cells_of(row)
            if export.personal_reason:
                cells += people.get(row.id, ("", ""))
            yield cells
        if tell is not None:
            tell(min(start + CHUNK, len(keys)), len(keys))
