"""Tables of documents (文书): templates with their versions, number series, what was made."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.column_types import Instant, Sealed
from xinfang_site.extensions import Base

MADE, SERVED, VOID = "made", "served", "void"
SEPARATOR = "\n"
"""Between the names of ``Document.names``."""


class DocumentTemplate(Base):
    """One version of a template (文书模板版本); never changed, only followed by the next.

    ``office_id`` None is the national default that comes with the site. ``word`` is the document
    number's word of an office's own; empty takes the kind's.
    """

    __tablename__ = "document_template"
    __table_args__ = (UniqueConstraint("office_id", "kind", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    addressee: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text, default="")
    copies: Mapped[str] = mapped_column(String(500), default="")
    word: Mapped[str] = mapped_column(String(20), default="")
    reset: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[str] = mapped_column(String(40))


class DocumentSeries(Base):
    """The last number of a series (发文字号序列): by office, kind and year, without gaps or reuse."""

    __tablename__ = "document_series"
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Document(Base):
    """A document that was made (已制作文书): its file by content hash, its paper, its number, its service.

    The file and the paper never change. ``serial`` is None where the kind carries no number; a void
    document keeps its number. ``corrects_id`` is the served document that this one puts right (更正).
    ``names`` are the personal data in it, so that a reader without that right sees them masked.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("office_id", "kind", "year", "serial"),
        Index("ix_document_petition", "petition_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(40))
    template_id: Mapped[int] = mapped_column(ForeignKey("document_template.id"))
    year: Mapped[int]
    serial: Mapped[int | None]
    number: Mapped[str] = mapped_column(String(80), default="")
    to_office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    submission: Mapped[str] = mapped_column(String(40), unique=True)
    paper: Mapped[str] = mapped_column(Sealed)
    names: Mapped[str] = mapped_column(Sealed)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    made_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default=MADE)
    service_way: Mapped[str] = mapped_column(String(12), default="")
    served_on: Mapped[date | None]
    service_refused: Mapped[bool] = mapped_column(default=False)
    service_proof: Mapped[str] = mapped_column(String(200), default="")
    served_by: Mapped[str] = mapped_column(String(40), default="")
    void_reason: Mapped[str] = mapped_column(String(500), default="")
    voided_by: Mapped[str] = mapped_column(String(40), default="")

    __mapper_args__ = {"version_id_col": version}
