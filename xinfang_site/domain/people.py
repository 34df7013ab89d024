"""Different people (不同的人): drafter, reviewer, signer, approver, reviewer of an appeal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.roles import Role
from xinfang_site.domain.statutes import Article, article
from xinfang_site.domain.steps import Step
from xinfang_site.domain.transitions import TABLE


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval in a chain (审批): who, in which role."""

    person: str
    role: Role


def check_approvals(step: Step, drafter: str, approvals: Sequence[Approval]) -> None:
    """Refuse a step whose approval chain is not complete (审批链).

    Args:
        step: the step.
        drafter: who drafted it.
        approvals: approvals given so far, in order.

    Raises:
        Refused: an approval is missing or out of order, or somebody appears twice.
    """
    row = TABLE[step]
    if len({drafter, *(each.person for each in approvals)}) != len(approvals) + 1:
        raise Refused("拟办人、审批人应当是不同的人", row.basis, "approver")
    for place, role in enumerate(row.approval):
        if place >= len(approvals) or approvals[place].role is not role:
            raise Refused(f"“{row.title}”应当经{role.title}审批", row.basis, "approver")


def next_approver(step: Step, approvals: Sequence[Approval]) -> Role | None:
    """The role whose approval comes next (下一审批岗位), or None when the chain is complete."""
    chain = TABLE[step].approval
    return chain[len(approvals)] if len(approvals) < len(chain) else None


def check_signers(drafter: str, reviewer: str, signer: str) -> None:
    """Refuse an opinion that fewer than three persons made (拟稿、审核、签发分离).

    Raises:
        Refused: one person holds two of the three parts, or one is missing.
    """
    people = [person.strip() for person in (drafter, reviewer, signer)]
    if not all(people):
        raise Refused("意见书应当经拟稿、审核、签发", article(32, 1), "signer")
    if len(set(people)) < len(people):
        raise Refused("拟稿人、审核人、签发人应当是不同的人", article(32, 1), "signer")


def check_fresh(person: str, earlier: Iterable[str], basis: Article) -> None:
    """Refuse a reviewer who handled the matter before (复查复核人员不得是原办理人员).

    Raises:
        Refused: the person is among the earlier handlers.
    """
    if person in set(earlier):
        raise Refused("复查、复核人员不得是该事项此前的办理人员", basis, "reviewer")
