"""Data (数据): a plugin's tables belong to offices, its writes are one audited transaction each."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import JSON, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from xinfang_site.audit.writer import Act, record
from xinfang_site.column_types import Instant, Sealed
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import Base, db, vault
from xinfang_site.missing import Missing
from xinfang_site.modules.queries import offices_with, on_in, settings_of, settings_of_all
from xinfang_site.offices.models import Office
from xinfang_site.petitions.registering.numbers import next_number
from xinfang_site.versions import StaleEditError, check_version


class OfficeOwned:
    """Mixin of every table of a module (机构所有): a row belongs to one office."""

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)


T = TypeVar("T", bound=OfficeOwned)


def session() -> Session:
    """The request's database session."""
    return db.session()


def owned(model: type[T], office_id: int | None) -> Select[T]:
    """The rows of an office: every query of a module starts here; a foreign row is a missing row."""
    return select(model).where(model.office_id == office_id)


def owned_one(session: Session, model: type[T], office_id: int | None, row_id: int, *more: Any) -> T:
    """One row of an office by its id; ``more`` are further conditions, such as :func:`.matters.unreported`.

    Raises:
        Missing: there is none, it belongs to another office, or ``more`` leaves it out; pages answer 404.
    """
    identity: Any = model.id  # type: ignore[attr-defined]  # every table of a module has an id
    row: T | None = session.scalar(owned(model, office_id).where(identity == row_id, *more))
    if row is None:
        raise Missing
    return row


def twin(
    session: Session, model: type[T], office_id: int | None, values: Mapping[str, object], *more: Any
) -> T | None:
    """A row of the office that holds these very values (同样内容): what a form sent twice finds the second time.

    Inside ``writing()``: of two that ask at the same moment the second waits, and finds what the first one saved.
    Sealed values and lists are compared once they are read; ``more`` are further conditions of the query.
    """
    session.execute(select(Office.id).where(Office.id == office_id).with_for_update(key_share=True))
    columns: Any = model.__table__.columns  # type: ignore[attr-defined]  # every model has a table
    plain = {
        name: value for name, value in values.items() if not isinstance(columns[name].type, Sealed | JSON)
    }
    rows = session.scalars(owned(model, office_id).filter_by(**plain).where(*more))
    return next((row for row in rows if all(getattr(row, n) == value for n, value in values.items())), None)


def digest(purpose: str, text: str) -> str:
    """A keyed hash (带密钥的摘要), for tokens that are looked up and must not be read from the table."""
    return vault().digest(purpose, text)


__all__ = [
    "Act",
    "Base",
    "Instant",
    "Missing",
    "OfficeOwned",
    "Refused",
    "Sealed",
    "StaleEditError",
    "check_version",
    "digest",
    "next_number",
    "offices_with",
    "on_in",
    "owned",
    "owned_one",
    "record",
    "session",
    "settings_of",
    "settings_of_all",
    "twin",
    "writing",
]
