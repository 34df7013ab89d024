"""The demo district's offices (演示机构): municipal organs, departments, streets and towns, places."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.accounts.first import FIRST_OFFICE
from xinfang_site.actor import Actor
from xinfang_site.codes.models import Code
from xinfang_site.database import writing
from xinfang_site.demo.district import tables
from xinfang_site.demo.words import Words
from xinfang_site.offices import services
from xinfang_site.offices.models import Office

_OURS = FIRST_OFFICE[0]


def set_up(session: Session, actor: Actor, words: Words) -> dict[str, Office]:
    """Set up the district's offices and places around the instance's first office.

    Returns:
        The offices by short name.
    """
    with writing(session):
        made: dict[str, Office] = {}
        first = session.scalars(select(Office).where(Office.code == _OURS)).one()
        for row in tables.offices():
            draft = _draft(row, made, words)
            if row.code == _OURS:
                services.change(session, actor, first, draft)
                made[row.code] = first
            else:
                made[row.code] = session.get_one(Office, services.add(session, actor, draft))
        _add_places(session)
    return {each.short_name: each for each in made.values()}


def _draft(row: tables.OfficeRow, made: dict[str, Office], words: Words) -> services.OfficeDraft:
    parent, review = made.get(row.parent), made.get(row.review)
    return services.OfficeDraft(
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        letters=row.letters,
        parent_id=parent.id if parent else None,
        review_office_id=review.id if review else None,
        document_code=row.document_code,
        head=words.name(),
        deputy=words.name(),
        contact=f"023-6500{words.random.randint(1000, 9999)}",
        postal_address=f"{row.short_name}办公楼",
    )


def _add_places(session: Session) -> None:
    known: dict[str, Code] = {
        each.code: each for each in session.scalars(select(Code).where(Code.table_name == "place"))
    }
    for position, row in enumerate(tables.places()):
        if row.code in known:
            continue
        parent = known.get(row.parent)
        code = Code(table_name="place", code=row.code, title=row.title, position=position)
        if parent is not None:
            code.parent_id, code.level = parent.id, 2
        session.add(code)
        if not row.parent:
            session.flush()
        known[row.code] = code
