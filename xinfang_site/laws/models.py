"""Tables of the law library (法规库): a law, its versions, the articles of each version."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_site.extensions import Base
from xinfang_site.laws.kinds import AMENDED, IN_FORCE, NOT_YET, REPEALED, LawKind, Standing
from xinfang_site.laws.passages import Paragraph, Place, paragraphs

NOW = "now"


class Law(Base):
    """One law (法规), whatever its versions; ``code`` is its name in addresses, ``successor`` replaced it."""

    __tablename__ = "law"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    title: Mapped[str] = mapped_column(String(120), index=True)
    issuer: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("law.id"))

    versions: Mapped[list["LawVersion"]] = relationship(
        order_by="LawVersion.valid_from", back_populates="law", cascade="all, delete-orphan"
    )
    successor: Mapped["Law | None"] = relationship(remote_side=id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def kind_title(self) -> str:
        """The kind's Chinese name."""
        return LawKind(self.kind).title

    def version_on(self, day: date) -> "LawVersion | None":
        """The version in force on a day (当日有效版本)."""
        return next((each for each in self.versions if each.in_force(day)), None)

    def shown_on(self, day: date) -> "LawVersion":
        """The version in force, else the last that was, else the first that will be."""
        past = [each for each in self.versions if each.valid_from <= day]
        return self.version_on(day) or (past[-1] if past else self.versions[0])

    def standing(self, day: date) -> Standing:
        """Whether the law is in force on a day (效力)."""
        if self.version_on(day) is not None:
            return IN_FORCE
        return NOT_YET if self.shown_on(day).valid_from > day else REPEALED


class LawVersion(Base):
    """The text of a law between two days (版本); named in addresses by the first of them."""

    __tablename__ = "law_version"
    __table_args__ = (
        UniqueConstraint("law_id", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="validity"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    law_id: Mapped[int] = mapped_column(ForeignKey("law.id"), index=True)
    published_on: Mapped[date | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(400), default="")
    preamble: Mapped[str] = mapped_column(Text, default="")

    law: Mapped[Law] = relationship(back_populates="versions")
    articles: Mapped[list["LawArticle"]] = relationship(
        order_by="LawArticle.position", back_populates="edition", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def slug(self) -> str:
        """The version in addresses: its first day in force."""
        return self.valid_from.isoformat()

    def in_force(self, day: date) -> bool:
        """Whether the version is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def standing(self, day: date) -> Standing:
        """现行, 尚未生效, 已修改 (a later version is in force) or 已废止 (the law is not)."""
        if self.in_force(day):
            return IN_FORCE
        if self.valid_from > day:
            return NOT_YET
        return AMENDED if self.law.version_on(day) is not None else REPEALED


class LawArticle(Base):
    """One article of one version (条文); paragraphs and items are derived from its text."""

    __tablename__ = "law_article"
    __table_args__ = (UniqueConstraint("version_id", "number", "inserted"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("law_version.id"))
    position: Mapped[int]
    number: Mapped[int]
    inserted: Mapped[int] = mapped_column(default=0)
    part: Mapped[str] = mapped_column(String(200), default="")
    chapter: Mapped[str] = mapped_column(String(100), default="")
    section: Mapped[str] = mapped_column(String(100), default="")
    text: Mapped[str] = mapped_column(Text)

    edition: Mapped[LawVersion] = relationship(back_populates="articles")

    @property
    def place(self) -> Place:
        """Its number."""
        return Place(self.number, self.inserted)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above it (编、章、节), from the top down."""
        return tuple(each for each in (self.part, self.chapter, self.section) if each)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its paragraphs with their items (款、项)."""
        return paragraphs(self.text)
