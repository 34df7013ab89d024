"""Choices of the registration form (选项): code tables and offices as the form shows them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code
from xinfang_site.codes.queries import valid_codes
from xinfang_site.offices.models import Office

UNCHOSEN = ("", "请选择")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a registration may be chosen from on a day (登记选项).

    ``categories`` maps ``城乡建设/城乡规划/违章建筑`` to the value's id; ``offices`` full and short names to ids.
    """

    channels: Pairs
    purposes: Pairs
    sources: Pairs
    places: Pairs
    categories: dict[str, int]
    offices: dict[str, int]
    accusation_id: int | None
    visit_id: int | None


def load(session: Session, day: date) -> Choices:
    """The choices valid on ``day``."""
    return Choices(
        channels=_pairs(session, "channel", day),
        purposes=[UNCHOSEN, *_pairs(session, "purpose", day)],
        sources=[UNCHOSEN, *_pairs(session, "source", day)],
        places=[UNCHOSEN, *_pairs(session, "place", day)],
        categories=category_paths(session, day),
        offices=office_names(session, day),
        accusation_id=_id_of(session, "purpose", ACCUSATION_CODE, day),
        visit_id=_id_of(session, "channel", VISIT_CODE, day),
    )


ACCUSATION_CODE = "04"
VISIT_CODE = "200"


def _id_of(session: Session, table: str, code: str, day: date) -> int | None:
    return next((each.id for each in valid_codes(session, table, day) if each.code == code), None)


def _pairs(session: Session, table: str, day: date) -> Pairs:
    return [(str(each.id), each.title) for each in valid_codes(session, table, day)]


def category_paths(session: Session, day: date) -> dict[str, int]:
    """Every content category by its path from the first level down."""
    codes = {each.id: each for each in valid_codes(session, "category", day)}
    return {_path(codes, each): each.id for each in codes.values()}


def _path(codes: dict[int, Code], code: Code) -> str:
    if code.parent_id is None or code.parent_id not in codes:
        return code.title
    return f"{_path(codes, codes[code.parent_id])}/{code.title}"


def office_names(session: Session, day: date) -> dict[str, int]:
    """Offices that exist on ``day`` by full and by short name."""
    rows = session.execute(
        select(Office.id, Office.name, Office.short_name)
        .where(or_(Office.valid_from.is_(None), Office.valid_from <= day))
        .where(or_(Office.valid_to.is_(None), Office.valid_to >= day))
        .order_by(Office.path)
    ).all()
    return {row.name: row.id for row in rows} | {row.short_name: row.id for row in rows}
