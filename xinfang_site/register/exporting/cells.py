"""What stands in the cells of an exported list (导出单元格): its columns, a row's texts, and people where they may be shown."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.petitions.models import Petitioner
from xinfang_site.register.exporting.sheets import Cell
from xinfang_site.register.lists.rows import Row

COLUMNS = (
    ("编号", 18),
    ("收到日期", 12),
    ("事项概要", 60),
    ("信访人", 12),
    ("人数", 6),
    ("信访形式", 10),
    ("内容分类", 18),
    ("承办单位", 22),
    ("状态", 16),
    ("办理期限", 12),
    ("期限情况", 12),
    ("标记", 12),
)
PERSONAL = (("信访人姓名", 24), ("联系电话", 28))


def cells_of(row: Row) -> list[Cell]:
    """The cells of one row, unpacked in one assignment for speed, as in ``rows``."""
    (_, _, number, received_on, known, summary, name, people, channel, category, unit, state, due, flags) = (
        row
    )
    return [
        number,
        received_on if known else f"{received_on}（推定）",
        summary,
        name,
        people,
        channel,
        category,
        unit,
        state.title,
        due.day or "",
        due.text,
        "、".join(flags) if flags else "",
    ]


def people_of(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """Names and phones of some matters' people, by the matter (信访人姓名、电话)."""
    found: dict[int, list[str]] = {}
    people = session.execute(
        select(Petitioner.petition_id, Petitioner.name, Petitioner.phones)
        .where(Petitioner.petition_id.in_(ids))
        .order_by(Petitioner.petition_id, Petitioner.position)
    )
    for petition_id, name, phones in people:
        cells = found.setdefault(petition_id, ["", ""])
        for number, value in enumerate((name, phones)):
            if value:
                cells[number] += ("、" if cells[number] else "") + value
    return found
