"""The organisation tree (机构)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, validates

from xinfang_site.domain.titles import Titled
from xinfang_site.extensions import Base
from xinfang_site.pinyin import initials


class OfficeKind(Titled):
    """Kinds of organs that the statute's duties reach (机构类型); source: 《信访工作条例》第二条."""

    PETITION_OFFICE = "petition_office", "信访部门"
    GOVERNMENT = "government", "党委政府"
    PARTY_DEPARTMENT = "party_department", "区委部门"
    DEPARTMENT = "department", "区政府部门"
    STREET = "street", "镇街"
    DISPATCHED = "dispatched", "派出、垂管机构"
    ENTERPRISE = "enterprise", "国企事业单位"
    JUDICIAL = "judicial", "政法单位"
    DISCIPLINE = "discipline", "纪检监察机关"
    MUNICIPAL = "municipal", "市级机关"
    OTHER = "other", "其他"


class Office(Base):
    """One organ or unit (机构、单位).

    ``path`` holds the ids from the root down, ``/1/4/``, so that a subtree is a prefix.
    ``letters`` starts its petition numbers (编号字头); ``document_code`` its documents (文号代字).
    ``review_office`` decides 复查 of its opinions (《信访工作条例》第三十五条); ``successor`` takes over
    when it is dissolved (第二十四条第二款).
    """

    __tablename__ = "office"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to", name="validity"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(40), index=True)
    initials: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(30))
    letters: Mapped[str] = mapped_column(String(12), unique=True)
    document_code: Mapped[str] = mapped_column(String(20), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), index=True, default="/")
    review_office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    contact: Mapped[str] = mapped_column(String(120), default="")
    postal_address: Mapped[str] = mapped_column(String(200), default="")
    head: Mapped[str] = mapped_column(String(40), default="")
    deputy: Mapped[str] = mapped_column(String(40), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    __mapper_args__ = {"version_id_col": version}

    @validates("name", "short_name")
    def _keep_initials(self, attribute: str, value: str) -> str:
        """Searching by letters follows the names, however they are set."""
        other = self.short_name if attribute == "name" else self.name
        self.initials = " ".join(initials(each, 59) for each in (value, other or "") if each)
        return value

    @property
    def kind_title(self) -> str:
        """The kind's Chinese name."""
        return OfficeKind(self.kind).title

    def valid_on(self, day: date) -> bool:
        """Whether the office exists on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
