"""Loading code tables (代码表装载): shipped values, added where missing, never over an office's edits."""

import csv
from collections.abc import Iterator
from importlib import resources

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code

TABLES = {
    "channel": "信访形式",
    "purpose": "信访目的",
    "category": "内容分类",
    "source": "信访来源",
    "opinion": "处理意见",
    "closing": "办结方式",
    "satisfaction": "满意度",
    "id_kind": "证件类型",
    "place": "问题属地",
}


def load_tables(session: Session) -> int:
    """Add the shipped values that are not there yet; returns how many. Inside ``writing()``."""
    known = {(each.table_name, each.code): each for each in session.scalars(select(Code))}
    added = 0
    for position, row in enumerate(_shipped()):
        key = (row["table"], row["code"])
        if key in known:
            continue
        parent = known.get((row["table"], row["parent"]))
        known[key] = Code(
            table_name=row["table"],
            code=row["code"],
            title=row["title"],
            parent_id=parent.id if parent else None,
            level=parent.level + 1 if parent else 1,
            position=position,
            synonyms=row["synonyms"],
        )
        session.add(known[key])
        if row["table"] == "category":
            session.flush()  # its children need its id
        added += 1
    return added


def _shipped() -> Iterator[dict[str, str]]:
    source = resources.files("xinfang_site").joinpath("data/codes.csv")
    yield from csv.DictReader(source.read_text("utf-8").splitlines())
