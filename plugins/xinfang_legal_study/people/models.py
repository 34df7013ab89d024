"""Table of the people who study (学习人员)."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_legal_study.rules.kinds import Audience
from xinfang_site.plugin_api.data import Base, OfficeOwned


class Member(OfficeOwned, Base):
    """Somebody who studies in an office (学习人员), with an account or known by name only.

    ``unit`` is the section (科室) inside the office, by which figures are added up.
    """

    __tablename__ = "legal_study_member"
    __table_args__ = (Index("uq_legal_study_member_account", "office_id", "account_id", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(60), default="")
    unit: Mapped[str] = mapped_column(String(60), default="")
    centre_group: Mapped[bool] = mapped_column(default=False)
    leader: Mapped[bool] = mapped_column(default=False)
    party: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)

    __mapper_args__ = {"version_id_col": version}

    def belongs(self, audience: Audience) -> bool:
        """Whether a session for this audience expects the person; for 其他 the roll is made by hand."""
        wanted = {
            Audience.ALL: True,
            Audience.CENTRE_GROUP: self.centre_group,
            Audience.LEADERS: self.leader,
            Audience.PARTY: self.party,
            Audience.OTHER: False,
        }
        return self.active and wanted[audience]
