"""Words of the case page (事项页面用语): what may be done next, who is waited for, what has happened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for

from xinfang_site.domain.procedure.states import Turn
from xinfang_site.domain.procedure.steps import Step, Transition
from xinfang_site.petitions.approving.queries import Pending
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.models import Step as TakenStep
from xinfang_site.petitions.wording import holder_of, outcome_of

_EXCEPTIONAL = frozenset(
    {Step.MERGE, Step.UNMERGE, Step.RECALL, Step.WITHDRAW_REVIEW, Step.WITHDRAW_FINAL, Step.CORRECT}
)
_BACKWARDS = frozenset({Step.RETURN_DRAFT, Step.RETURN_CONCLUSION, Step.ROUTE_BACK, Step.OBJECT})
_USUAL = (Step.SEND_TO_DISCIPLINE, Step.FORWARD, Step.ASSIGN, Step.DRAFT, Step.CONCLUDE, Step.EVALUATE)
"""Of several ways on the one to put first; the first of them is offered for reports only."""
_WEIGHED = frozenset({Step.AGREE_TO_OBJECTION, Step.REJECT_OBJECTION, Step.CALL_JOINT_MEETING})
"""The ends of an objection: whoever may take one of them has to choose."""
_OCCASIONAL = _WEIGHED | {
    Step.REPORT, Step.SEND_TO_JUDICIAL, Step.GUIDE, Step.FILE, Step.MEDIATE, Step.ORDER_REDO,
    Step.REQUEST_REVIEW, Step.REQUEST_FINAL,
}  # fmt: skip
"""Taken when the matter calls for it, or one of several ends that only a person weighs: never urged."""
_DANGEROUS = frozenset({Step.CANCEL, Step.WITHDRAW, Step.REFUSE, Step.REFUSE_REPEATED, Step.UNIT_REFUSE})


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the case page (可办事项): what it does and what happens next, to whom."""

    label: str
    url: str
    outcome: str
    tone: str
    weighed: bool = False


def called_for(petition: Petition) -> frozenset[Step]:
    """The step that a mark of the matter calls for before all others (标记要求的步骤): 重大紧急, 涉法涉诉."""
    if petition.urgent:
        return frozenset({Step.REPORT})
    return frozenset({Step.SEND_TO_JUDICIAL}) if petition.litigation else frozenset()


def actions_of(
    petition_id: int, rows: Sequence[Transition], called: Collection[Step] = (), registrar: str = ""
) -> tuple[list[Action], list[Action]]:
    """The main acts and the further ones (that leave the state as it is or end the matter by exception).

    What leads on stands before what leads back, so that the first button is the usual next step. Where the usual
    step is somebody else's, none is urged; what the matter is marked for (``called``) stands before all.
    """
    main: list[Action] = []
    further: list[Action] = []
    for row in sorted(rows, key=lambda each: (each.step not in called, *_order(each))):
        kept = row.target is None or row.step in _DANGEROUS | _EXCEPTIONAL
        leads = row.step in called or row.step not in _BACKWARDS | _OCCASIONAL
        urged = not kept and not main and leads
        tone = "danger" if row.step in _DANGEROUS else "primary" if urged else "plain"
        url = url_for("petitions.take_step", petition_id=petition_id, step=row.step.value)
        action = Action(row.title, url, outcome_of(row, registrar), tone, row.step in _WEIGHED)
        (further if kept else main).append(action)
    return main, further


def _order(row: Transition) -> tuple[bool, bool, int]:
    """What leads on before what leads back, the usual way first, the occasional last; else the table's order."""
    usual = _USUAL.index(row.step) if row.step in _USUAL else len(_USUAL)
    return row.step in _BACKWARDS, row.step in _OCCASIONAL, usual


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


def turn_of(pending: Sequence[Pending], petition: Petition) -> str:
    """Whose turn it is (现由谁办): whoever has to approve what would move the matter on, else whoever holds it."""
    moving = [each.next_role.title for each in pending if each.row.target is not None]
    return f"{'、'.join(dict.fromkeys(moving))}审批" if moving else holder_of(petition)


def waiting_words(pending: Sequence[Pending], main: Sequence[Action], petition: Petition) -> str:
    """What the case page says to whomever no step is urged on: for which approval or whose step to wait, or to choose."""
    waits = [f"“{each.row.title}”等待{each.next_role.title}审批" for each in pending if not each.mine]
    if waits:
        return f"{'；'.join(waits)}。"
    if any(each.weighed for each in main):
        return "请核实后从上面各项中选定一项办理。"
    awaited = main and petition.standing.turn not in (Turn.NOBODY, Turn.PETITIONER)
    return f"下一步等待{holder_of(petition)}办理；上面的各项在需要时办理。" if awaited else ""


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
