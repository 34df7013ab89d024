"""Tables of disposals (保管与清除)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_site.column_types import Instant
from xinfang_site.domain.concluding.retention import Ground
from xinfang_site.extensions import Base
from xinfang_site.petitions.models import Petition

ASKED, APPROVED, REFUSED, DONE = "asked", "approved", "refused", "done"
WAITING = (ASKED, APPROVED)
"""Neither turned down nor done (未了结)."""
_STANDINGS = {
    ASKED: ("待审批", "warning"),
    APPROVED: ("已同意，正在清除", "info"),
    REFUSED: ("未同意", "neutral"),
    DONE: ("已清除", "success"),
}


class Disposal(Base):
    """A wish to delete what a matter holds of people (清除申请), its decision by a second person, its end.

    It stays when the content is gone: who, when and why, never what.
    """

    __tablename__ = "disposal"
    __table_args__ = (Index("ix_disposal_office", "office_id", "state", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    ground: Mapped[str] = mapped_column(String(12))
    requested_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asker: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(12), default=ASKED)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decider: Mapped[str] = mapped_column(String(40), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision: Mapped[str] = mapped_column(String(500), default="")
    article: Mapped[str] = mapped_column(String(120), default="")
    done_at: Mapped[datetime | None] = mapped_column(Instant)

    petition: Mapped[Petition] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def why(self) -> Ground:
        """The ground as a word."""
        return Ground(self.ground)

    @property
    def waiting(self) -> bool:
        """Whether it is neither turned down nor done (未了结)."""
        return self.state in WAITING

    @property
    def standing(self) -> str:
        """Its state in words."""
        return _STANDINGS[self.state][0]

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return _STANDINGS[self.state][1]
