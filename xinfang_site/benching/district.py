"""The generated district (测试区): a petition office, forty units and the instance's own codes."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.petitions.visibility import entries

UNITS = 40
LETTERS = "BXF"
ROOT, PETITION_OFFICE = "BENCH", "BENCH-XF"


@dataclass(frozen=True, slots=True)
class District:
    """Where the generated matters belong (测试机构): the petition office, its units, the codes."""

    office: Office
    units: tuple[int, ...]
    channels: tuple[int, ...]
    topics: tuple[int, ...]
    first_levels: dict[int, int]


def petition_office(session: Session) -> Office:
    """The generated petition office with its units, made where it is missing; inside ``writing()``."""
    found = session.scalar(select(Office).where(Office.code == PETITION_OFFICE))
    if found is not None:
        return found
    root = _office(session, ROOT, "测试区人民政府", "BZF", OfficeKind.GOVERNMENT, None)
    for number in range(1, UNITS + 1):
        name = f"测试单位{number:02d}"
        _office(session, f"{ROOT}-{number:02d}", name, f"B{number:02d}", OfficeKind.DEPARTMENT, root)
    return _office(session, PETITION_OFFICE, "测试区信访办", LETTERS, OfficeKind.PETITION_OFFICE, root)


def _office(
    session: Session, code: str, name: str, letters: str, kind: OfficeKind, parent: Office | None
) -> Office:
    office = Office(code=code, name=name, short_name=name, letters=letters, kind=kind)
    office.parent_id = parent.id if parent else None
    session.add(office)
    session.flush()
    office.path = f"{parent.path if parent else '/'}{office.id}/"
    return office


def district_of(session: Session, office: Office) -> District:
    """The district of that office, with the instance's own codes."""
    office = session.merge(office)
    codes = session.scalars(select(Code).order_by(Code.id)).all()
    topics = [each.id for each in codes if each.table_name == "category" and each.level > 1]
    return District(
        office=office,
        units=tuple(
            session.scalars(
                select(Office.id)
                .where(Office.parent_id == office.parent_id, Office.id != office.id)
                .order_by(Office.id)
            )
        ),
        channels=tuple(each.id for each in codes if each.table_name == "channel"),
        topics=tuple(topics),
        first_levels={topic: entries.first_level(session, topic) for topic in topics},
    )
