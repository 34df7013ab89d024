"""What may be done to many matters at once (批量办理种类): only what needs no judgement of the single one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xinfang_site.accounts.permissions import permissions_of
from xinfang_site.actor import Actor
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.petitions.correcting import editing

STEPS = {each.value: each for each in (Step.SIGN_FOR, Step.LAPSE, Step.LAPSE_REVIEW, Step.ARCHIVE)}
"""Steps that need no judgement of the single matter: a receipt, a day that has passed, a file to be put away.

All others the statute wants considered one by one: sorting and sending 区分情况 (第二十二条), acceptance by its path
(第三十一条), an extension by how complicated it is (第三十四条), an opinion and its service (第三十二条), whether it is
concluded by what is in the file.
"""
ACTIONS = {
    "note": "添加备注",
    "category": "修改内容分类",
    "handler": "指定或撤销承办人",
    **{value: str(TABLE[step].title) for value, step in STEPS.items()},
}
EDITS = ("category", "handler")
"""Changes that replace a value: what stood there before is kept with the results, so that they can be taken back."""
MOST = 20_000


@dataclass(frozen=True, slots=True)
class BulkDraft:
    """What is to be done to which matters (批量办理).

    Attributes:
        ids: the matters, in the list's order.
        change: what is done to each.
        retention: class of retention, for archiving.
        undoes: id of the job that is taken back, 0 for none.
        before: for taking back: what each matter had before, by its id as text.
        submission: the form that asks; sent twice it is done once.
    """

    ids: tuple[int, ...]
    change: editing.Change
    retention: str = ""
    undoes: int = 0
    before: Mapping[str, int | None] = field(default_factory=dict)
    submission: str | None = None


def actions_for(actor: Actor) -> dict[str, str]:
    """What the actor may do to many matters: changes of a registration are the registering side's (批量办理种类)."""
    edits = "petition.edit" in permissions_of(actor.roles)
    return {
        name: title
        for name, title in ACTIONS.items()
        if (name not in EDITS or edits) and (name not in STEPS or TABLE[STEPS[name]].actors & actor.roles)
    }
