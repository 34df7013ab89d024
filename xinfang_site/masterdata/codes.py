"""Code tables from a sheet (代码导入): known by table and code; also the three-level list of contents."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.codes import services
from xinfang_site.codes.forms import spaced
from xinfang_site.codes.loading import TABLES
from xinfang_site.codes.models import Code
from xinfang_site.codes.services import CodeChange, CodeDraft
from xinfang_site.domain.errors import Refused
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.masterdata.batch import Batch, Result
from xinfang_site.masterdata.rows import Column, SheetRow

COLUMNS = (
    Column("table", ("代码表", "表名", "表"), required=True),
    Column("code", ("代码", "编码"), required=True),
    Column("title", ("名称", "代码名称"), required=True),
    Column("parent", ("上级代码", "上级")),
    Column("synonyms", ("别名", "同义词")),
    Column("position", ("顺序", "排序")),
    Column("valid_from", ("启用日期",)),
    Column("valid_to", ("停用日期",)),
)
_TABLES = {title: name for name, title in TABLES.items()} | {name: name for name in TABLES}
_LIMITS = {"code": 20, "title": 60, "synonyms": 400}


def put(batch: Batch, rows: Sequence[SheetRow]) -> None:
    """Take the rows over in their order; a parent stands before its children."""
    for row in rows:
        try:
            _put_row(batch, row, _draft(batch.session, row))
        except Refused as refusal:
            batch.note(row.number, Result.FAULT, str(refusal), (refusal.field or "").removesuffix("_id"))
        except LedgerError as error:
            batch.note(row.number, Result.FAULT, str(error), "valid_from")


def _put_row(batch: Batch, row: SheetRow, draft: CodeDraft) -> None:
    known = _known(
        batch.session, draft.table, draft.code, draft.valid_from if row.text("valid_from") else None
    )
    if known is None:
        services.add(batch.session, batch.actor, draft)
        batch.note(row.number, Result.ADDED, f"新增{TABLES[draft.table]}“{draft.title}”")
        return
    change = CodeChange(
        title=draft.title,
        synonyms=draft.synonyms or known.synonyms,
        position=known.position if draft.position is None else draft.position,
        valid_to=draft.valid_to or known.valid_to,
        version=known.version,
    )
    if services.change(batch.session, batch.actor, known, change):
        batch.note(row.number, Result.CHANGED, f"更新{TABLES[draft.table]}“{draft.title}”")
    else:
        batch.note(row.number, Result.SKIPPED, "与现有代码相同")


def _draft(session: Session, row: SheetRow) -> CodeDraft:
    for name, most in _LIMITS.items():
        if len(row.text(name)) > most:
            raise Refused(f"最多 {most} 字，现有 {len(row.text(name))} 字", field=name)
        if name != "synonyms" and not row.text(name):
            raise Refused("为空", field=name)
    table = _TABLES.get(row.text("table"))
    if table is None:
        raise Refused(f"没有代码表“{row.text('table')}”，可填：{'、'.join(TABLES.values())}", field="table")
    draft = CodeDraft(table, row.text("code"), row.text("title"), synonyms=spaced(row.text("synonyms")))
    return replace(
        draft,
        parent_id=_parent_id(session, table, row.text("parent")),
        position=_position(row.text("position")),
        valid_from=row.day("valid_from") or date(2000, 1, 1),
        valid_to=row.day("valid_to"),
    )


def _parent_id(session: Session, table: str, code: str) -> int | None:
    if not code:
        return None
    parent = _known(session, table, code, None)
    if parent is None:
        raise Refused(f"上级代码“{code}”不存在", field="parent")
    return parent.id


def _position(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise Refused("顺序应为 0 至 99999 的整数", field="position")
    return int(text)


def _known(session: Session, table: str, code: str, valid_from: date | None) -> Code | None:
    query = select(Code).where(Code.table_name == table, Code.code == code)
    if valid_from is not None:
        query = query.where(Code.valid_from == valid_from)
    return session.scalar(query.order_by(Code.valid_from.desc()).limit(1))
