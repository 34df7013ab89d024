"""Words of the case page (事项页面用语): next actions, whose turn it is, what has happened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for

from xinfang_site.domain.people.masking import mask_personal
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
"""The usual next steps: the first that is offered becomes the highlighted button. (The first is for reports only.)"""
_WEIGHED = frozenset({Step.AGREE_TO_OBJECTION, Step.REJECT_OBJECTION, Step.CALL_JOINT_MEETING})
"""The ways to end an objection: the person must weigh them, so that none is highlighted."""
_OCCASIONAL = _WEIGHED | {
    Step.REPORT, Step.SEND_TO_JUDICIAL, Step.GUIDE, Step.FILE, Step.MEDIATE, Step.ORDER_REDO,
    Step.REQUEST_REVIEW, Step.REQUEST_FINAL,
}  # fmt: skip
"""Steps for particular cases, and ends that only a person can weigh: never highlighted."""
_CHANGED = frozenset({"handler", "category"})
"""Codes of changes that keep the value before and after under their own name."""
_DUE = frozenset({Step.CLOSE_HEARING})
"""Steps that leave the state unchanged and must be taken before the matter moves on."""
_DANGEROUS = frozenset({Step.CANCEL, Step.WITHDRAW, Step.REFUSE, Step.REFUSE_REPEATED, Step.UNIT_REFUSE})


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the case page (可办事项): label, what happens next and who acts then, tone."""

    label: str
    url: str
    outcome: str
    tone: str
    weighed: bool = False


def called_for(petition: Petition) -> frozenset[Step]:
    """The step that comes first because the matter is marked 重大紧急 or 涉法涉诉 (标记要求的步骤)."""
    if petition.urgent:
        return frozenset({Step.REPORT})
    return frozenset({Step.SEND_TO_JUDICIAL}) if petition.litigation else frozenset()


def actions_of(
    petition_id: int, rows: Sequence[Transition], called: Collection[Step] = (), registrar: str = ""
) -> tuple[list[Action], list[Action]]:
    """Main actions, and further ones, which leave the state unchanged or end the matter by exception.

    Steps forward come before steps back; the usual next step comes first and is highlighted. If another person
    must take the usual step, none is highlighted. Steps in ``called`` come before all others.
    """
    main: list[Action] = []
    further: list[Action] = []
    for row in sorted(rows, key=lambda each: (each.step not in called, *_order(each))):
        kept = row.step in _DANGEROUS | _EXCEPTIONAL or (row.target is None and row.step not in _DUE)
        leads = row.step in called or row.step not in _BACKWARDS | _OCCASIONAL
        urged = not kept and not main and leads
        tone = "danger" if row.step in _DANGEROUS else "primary" if urged else "plain"
        url = url_for("petitions.take_step", petition_id=petition_id, step=row.step.value)
        action = Action(row.title, url, outcome_of(row, registrar), tone, row.step in _WEIGHED)
        (further if kept else main).append(action)
    return main, further


def _order(row: Transition) -> tuple[bool, bool, int]:
    """Sort key: steps back last, occasional ones before them, usual ones first; else the table's order."""
    usual = _USUAL.index(row.step) if row.step in _USUAL else len(_USUAL) + (row.step in _DUE)
    return row.step in _BACKWARDS, row.step in _OCCASIONAL, usual


def approvals_first(pending: Sequence[Pending], main: Sequence[Action]) -> list[Action]:
    """The main actions after the approvals that wait for this person; while any wait, no other is highlighted."""
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


def set_aside(
    pending: Sequence[Pending], main: Sequence[Action], further: Sequence[Action]
) -> tuple[list[Action], list[Action]]:
    """While the office's own proposal to move the matter on waits (拟办待批), other ways to move it are further ones."""
    if not any(each.ours and each.row.target is not None for each in pending):
        return list(main), list(further)
    return [], [*(replace(each, tone="plain") for each in main), *further]


def turn_of(pending: Sequence[Pending], petition: Petition) -> str:
    """Whose turn it is (现由谁办): whoever has to approve what would move the matter on, else whoever holds it."""
    moving = [each.next_role.title for each in pending if each.row.target is not None]
    return f"{'、'.join(dict.fromkeys(moving))}审批" if moving else holder_of(petition)


def waiting_words(pending: Sequence[Pending], main: Sequence[Action], petition: Petition) -> str:
    """The sentence below the buttons when none is highlighted: what to wait for, or that the person must choose."""
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
    """The steps in words, in the given order, numbers of people masked; without the text of step ``withheld``.

    That one is an unsigned opinion.
    """
    return [
        Happening(
            each.at,
            _people_of(each),
            each.office_name,
            _act_of(each),
            mask_personal(each.reason) if each.id != withheld else "",
            each.article,
        )
        for each in steps
    ]


def _act_of(step: TakenStep) -> str:
    """What was done, to where, and what a changed value became (承办人, 内容分类)."""
    changed = step.details.get(step.code) if step.code in _CHANGED else None
    if changed:
        return f"{step.title}：{changed[1] or '无'}"
    return step.title + (f"（去向：{step.to_office_name}）" if step.to_office_name else "")


def _people_of(step: TakenStep) -> str:
    """Who took the step; with an approval, who drafted and who approved it (拟办人、审批人)."""
    approvers = "、".join(str(each["name"]) for each in step.details.get("approvals", ()))
    return f"{step.actor}拟办，{approvers}审批" if approvers else step.actor
