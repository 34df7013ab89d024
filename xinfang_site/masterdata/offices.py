"""Offices from a sheet (机构导入): known by code, else by name; parents before children, in any order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from xinfang_site.domain.errors import Refused
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.masterdata.batch import Batch, Result
from xinfang_site.masterdata.rows import Column, SheetRow
from xinfang_site.offices import services
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.offices.services import OfficeDraft
from xinfang_site.pinyin import initials

COLUMNS = (
    Column("name", ("机构名称", "名称", "单位名称", "全称", "机构全称"), required=True),
    Column("code", ("机构代码", "代码", "编码", "单位代码")),
    Column("short_name", ("简称", "机构简称", "单位简称")),
    Column("kind", ("机构类型", "类型", "类别")),
    Column("parent", ("上级机构", "上级", "上级代码", "上级机构代码", "主管部门")),
    Column("letters", ("编号字头", "字头")),
    Column("document_code", ("文号代字", "发文代字")),
    Column("review_office", ("复查机关", "复查机构")),
    Column("head", ("负责人", "主要负责人")),
    Column("deputy", ("副职", "分管负责人")),
    Column("contact", ("联系方式", "信访工作联系方式", "联系电话", "电话")),
    Column("postal_address", ("通信地址", "地址")),
    Column("valid_from", ("启用日期",)),
)
_KINDS = {each.title: each for each in OfficeKind} | {each.value: each for each in OfficeKind}
_KIND_WORDS = {
    "街道": OfficeKind.STREET,
    "镇": OfficeKind.STREET,
    "乡": OfficeKind.STREET,
    "乡镇": OfficeKind.STREET,
}
# first match decides; the end of a name says most about what it is
_GUESSES = (
    (("信访办", "信访局", "信访办公室", "信访工作办公室"), OfficeKind.PETITION_OFFICE),
    (("街道", "街道办事处", "镇", "镇人民政府", "乡", "乡人民政府"), OfficeKind.STREET),
    (("纪委", "监委", "纪律检查委员会", "纪委监委"), OfficeKind.DISCIPLINE),
    (("法院", "检察院", "公安局", "公安分局", "司法局", "政法委"), OfficeKind.JUDICIAL),
    (("区委", "组织部", "宣传部", "统战部", "区委办公室", "工作委员会"), OfficeKind.PARTY_DEPARTMENT),
    (("人民政府", "区政府", "县政府", "市政府"), OfficeKind.GOVERNMENT),
    (("公司", "集团", "医院", "学校", "大学", "中学", "小学"), OfficeKind.ENTERPRISE),
)
_TEXTS = (
    "code",
    "name",
    "short_name",
    "letters",
    "document_code",
    "head",
    "deputy",
    "contact",
    "postal_address",
)
_LIMITS = {
    "code": 30,
    "name": 120,
    "short_name": 40,
    "letters": 12,
    "document_code": 20,
    "head": 40,
    "deputy": 40,
}


def put(batch: Batch, rows: Sequence[SheetRow]) -> None:
    """Take the rows over, each after the row of its parent; review organs last."""
    waiting = list(rows)
    named = {row.text(name) for row in rows for name in ("code", "name", "short_name")} - {""}
    done: set[str] = set()
    while waiting:
        ready = [row for row in waiting if row.text("parent") not in named - done or _is_own_parent(row)]
        for row in ready or waiting:
            _put_row(batch, row, review=False)
            done |= {row.text(name) for name in ("code", "name", "short_name")} - {""}
        waiting = [row for row in waiting if row not in ready] if ready else []
    if not batch.count(Result.FAULT):
        for row in rows:
            if row.text("review_office"):
                _put_row(batch, row, review=True)


def _is_own_parent(row: SheetRow) -> bool:
    return row.text("parent") in {row.text("code"), row.text("name")}


def _put_row(batch: Batch, row: SheetRow, *, review: bool) -> None:
    try:
        office = _known(batch.session, row)
        if review:
            _put_review(batch, row, office)
        elif office is None:
            services.add(batch.session, batch.actor, _new(batch, row))
            batch.note(row.number, Result.ADDED, f"新增机构“{row.text('name')}”")
        elif services.change(batch.session, batch.actor, office, _changed(batch, row, office)):
            batch.note(row.number, Result.CHANGED, f"更新机构“{office.short_name}”")
        else:
            batch.note(row.number, Result.SKIPPED, "与现有机构相同")
    except Refused as refusal:
        batch.note(row.number, Result.FAULT, str(refusal), (refusal.field or "").removesuffix("_id"))
    except LedgerError as error:
        batch.note(row.number, Result.FAULT, str(error), "valid_from")


def _put_review(batch: Batch, row: SheetRow, office: Office | None) -> None:
    """The review organ may stand further down in the same sheet; the first pass has counted the row."""
    if office is None:
        return
    found = _named(batch.session, row.text("review_office"), "review_office_id")
    if found.id != office.review_office_id:
        services.change(
            batch.session, batch.actor, office, replace(draft_of(office), review_office_id=found.id)
        )
        for at, line in enumerate(batch.lines):
            if line.row == row.number and line.result is Result.SKIPPED:
                batch.lines[at] = replace(line, result=Result.CHANGED, text=f"更新机构“{office.short_name}”")


def _known(session: Session, row: SheetRow) -> Office | None:
    code, name = row.text("code"), row.text("name")
    if code:
        found = session.scalar(select(Office).where(Office.code == code))
        if found is not None:
            return found
    by_name = session.scalar(select(Office).where(Office.name == name))
    return None if by_name is not None and code and by_name.code != code else by_name


def _new(batch: Batch, row: SheetRow) -> OfficeDraft:
    name = _text(row, "name")
    if not name:
        raise Refused("机构名称为空", field="name")
    short = _text(row, "short_name") or name[:40]
    letters = _text(row, "letters").upper() or free_letters(batch.session, short)
    return OfficeDraft(
        code=_text(row, "code") or letters,
        name=name,
        short_name=short,
        kind=_kind(row.text("kind")) or _guess(name, short),
        letters=letters,
        parent_id=_parent_id(batch, row, None),
        document_code=_text(row, "document_code"),
        head=_text(row, "head"),
        deputy=_text(row, "deputy"),
        contact=_text(row, "contact"),
        postal_address=_text(row, "postal_address"),
        valid_from=row.day("valid_from"),
    )


def _changed(batch: Batch, row: SheetRow, office: Office) -> OfficeDraft:
    """What the row says, over what is stored; an empty cell changes nothing."""
    given = {name: _text(row, name) for name in _TEXTS}
    values: dict[str, Any] = {
        name: text.upper() if name == "letters" else text for name, text in given.items() if text
    }
    return replace(
        draft_of(office),
        **values,
        kind=_kind(row.text("kind")) or office.kind,
        parent_id=_parent_id(batch, row, office),
        valid_from=row.day("valid_from") or office.valid_from,
    )


def draft_of(office: Office) -> OfficeDraft:
    """An office as a draft that changes nothing."""
    return OfficeDraft(
        **{name: getattr(office, name) for name in _TEXTS},
        kind=office.kind,
        parent_id=office.parent_id,
        review_office_id=office.review_office_id,
        valid_from=office.valid_from,
    )


def _text(row: SheetRow, name: str) -> str:
    text = row.text(name)
    most = _LIMITS.get(name, 120)
    if len(text) > most:
        raise Refused(f"最多 {most} 字，现有 {len(text)} 字", field=name)
    return text


def _parent_id(batch: Batch, row: SheetRow, office: Office | None) -> int | None:
    wanted = row.text("parent")
    if wanted:
        return _named(batch.session, wanted, "parent_id").id
    if office is not None:
        return office.parent_id
    return batch.office.id if batch.office else None


def _named(session: Session, words: str, field: str) -> Office:
    query = select(Office).where(or_(Office.code == words, Office.name == words, Office.short_name == words))
    found = session.scalars(query.limit(2)).all()
    if not found:
        raise Refused(f"机构“{words}”不存在", field=field)
    if len(found) > 1:
        raise Refused(f"“{words}”对应多个机构，请填写机构代码", field=field)
    return found[0]


def _kind(words: str) -> str:
    if not words:
        return ""
    kind = _KINDS.get(words) or _KIND_WORDS.get(words)
    if kind is None:
        raise Refused(
            f"没有“{words}”这种机构类型，可填：{'、'.join(each.title for each in OfficeKind)}", field="kind"
        )
    return kind.value


def _guess(*names: str) -> str:
    for endings, kind in _GUESSES:
        if any(name.endswith(endings) for name in names):
            return kind.value
    return OfficeKind.DEPARTMENT.value


def free_letters(session: Session, short_name: str) -> str:
    """Number letters that no office uses yet, from the initials of a name."""
    stem = "".join(each for each in initials(short_name).upper() if each.isascii())[:9].lstrip("0123456789")
    stem = stem if len(stem) > 1 else f"{stem or 'J'}G"
    used = set(session.scalars(select(Office.letters).where(Office.letters.startswith(stem))))
    used |= set(session.scalars(select(Office.code).where(Office.code.startswith(stem))))
    number, letters = 1, stem
    while letters in used:
        number += 1
        letters = f"{stem}{number}"
    return letters
