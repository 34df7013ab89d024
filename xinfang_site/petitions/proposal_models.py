"""The table of proposals (拟办): a step that somebody drafted and that waits for the approval the table asks for."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.column_types import Instant
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.procedure.steps import Transition
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.roles import Role
from xinfang_site.extensions import Base

OPEN, APPROVED, RETURNED, WITHDRAWN = "open", "approved", "returned", "withdrawn"
CHAIN = "approval_chain"
"""Where a proposal's details keep a chain that is longer than the table's."""

_STANDINGS = {OPEN: "待审批", APPROVED: "已同意", RETURNED: "已退回", WITHDRAWN: "已终止"}


class Proposal(Base):
    """A drafted step (拟办意见) with the approvals it has so far, each by another person."""

    __tablename__ = "petition_proposal"
    __table_args__ = (Index("ix_petition_proposal_state", "state", "petition_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    step: Mapped[str] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    drafted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    drafter: Mapped[str] = mapped_column(String(40))
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    approvals: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(12), default=OPEN)
    ended_reason: Mapped[str] = mapped_column(String(500), default="")

    __mapper_args__ = {"version_id_col": version}

    @property
    def row(self) -> Transition:
        """The step's row in the statute's table."""
        return TABLE[StepCode(self.step)]

    @property
    def standing(self) -> str:
        """The proposal's state in words."""
        return _STANDINGS[self.state]

    @property
    def chain(self) -> tuple[Role, ...]:
        """The roles that approve, in order, as the rule was when the step was drafted."""
        longer = self.details.get(CHAIN)
        return tuple(Role(each) for each in longer) if longer else self.row.approval

    @property
    def next_role(self) -> Role:
        """Who has to approve now."""
        return self.chain[len(self.approvals)]

    @property
    def people(self) -> set[int]:
        """Accounts of the drafter and of the approvers so far; the next approver must be another person."""
        return {self.drafted_by, *(each["account_id"] for each in self.approvals)}
