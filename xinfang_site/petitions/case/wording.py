"""Words of the case page (事项页面用语): what may be done next, who is waited for, what has happened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for

from xinfang_site.domain.procedure.steps import Step, Transition
from xinfang_site.petitions.approving.queries import Pending
from xinfang_site.petitions.models import Step as TakenStep
from xinfang_site.petitions.wording import outcome_of

_EXCEPTIONAL = frozenset(
    {Step.MERGE, Step.UNMERGE, Step.RECALL, Step.WITHDRAW_REVIEW, Step.WITHDRAW_FINAL, Step.CORRECT}
)
_BACKWARDS = frozenset({Step.RETURN_DRAFT, Step.RETURN_CONCLUSION, Step.ROUTE_BACK, Step.OBJECT})
_USUAL = (Step.SEND_TO_DISCIPLINE, Step.FORWARD, Step.ASSIGN, Step.DRAFT)
"""Of several ways on the one to put first; the first of them is offered for reports only."""
_DANGEROUS = frozenset({Step.CANCEL, Step.WITHDRAW, Step.REFUSE, Step.REFUSE_REPEATED, Step.UNIT_REFUSE})


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the case page (可办事项): what it does and what happens next, to whom."""

    label: str
    url: str
    outcome: str
    tone: str


def actions_of(petition_id: int, rows: Sequence[Transition]) -> tuple[list[Action], list[Action]]:
    """The main acts and the further ones (that leave the state as it is or end the matter by exception).

    What leads on stands before what leads back, so that the first button is the usual next step.
    """
    main: list[Action] = []
    further: list[Action] = []
    for row in sorted(rows, key=_order):
        kept = row.target is None or row.step in _DANGEROUS | _EXCEPTIONAL
        urged = not kept and not main and row.step not in _BACKWARDS
        tone = "danger" if row.step in _DANGEROUS else "primary" if urged else "plain"
        url = url_for("petitions.take_step", petition_id=petition_id, step=row.step.value)
        (further if kept else main).append(Action(row.title, url, outcome_of(row), tone))
    return main, further


def _order(row: Transition) -> tuple[bool, int]:
    """What leads on before what leads back, and the usual way first; else the table's order."""
    usual = _USUAL.index(row.step) if row.step in _USUAL else len(_USUAL)
    return row.step in _BACKWARDS, usual


def approvals_first(pending: Sequence[Pending], main: Sequence[Action]) -> list[Action]:
    """The main acts, those first that decide what waits for whoever looks; while anything waits, no other is urged."""
    mine = [
        Action(
            f"审批：{each.row.title}",
            url_for("petitions.decide", proposal_id=each.id),
            f"{each.drafter}拟办，等待您审批",
            "primary",
        )
        for each in pending
        if each.mine
    ]
    return [*mine, *(replace(each, tone="plain") if pending else each for each in main)]


def waiting_words(pending: Sequence[Pending]) -> str:
    """What the case page says to whoever has nothing to do but wait."""
    waits = [f"“{each.row.title}”等待{each.next_role.title}审批" for each in pending if not each.mine]
    return f"{'；'.join(waits)}。" if waits else ""


@dataclass(frozen=True, slots=True)
class Happening:
    """A step as the timeline shows it (办理经过)."""

    at: datetime
    person: str
    unit: str
    act: str
    reason: str
    article: str
    attachments: tuple[()] = ()


def timeline_of(steps: Sequence[TakenStep], withheld: int = 0) -> list[Happening]:
    """The steps in words, in the order given; an opinion that is not signed (``withheld``) keeps its words."""
    return [
        Happening(
            each.at,
            _people_of(each),
            each.office_name,
            each.title + (f"（去向：{each.to_office_name}）" if each.to_office_name else ""),
            each.reason if each.id != withheld else "",
            each.article,
        )
        for each in steps
    ]


def _people_of(step: TakenStep) -> str:
    """Who took the step; where it was approved, who drafted and who approved it (拟办人、审批人)."""
    approvers = "、".join(str(each["name"]) for each in step.details.get("approvals", ()))
    return f"{step.actor}拟办，{approvers}审批" if approvers else step.actor
