"""An opinion in words (意见书内容): the draft as shown to those who check, sign, serve or review it."""

from collections.abc import Mapping, Sequence
from typing import Any

from xinfang_site.domain.concluding.opinions import Outcome
from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.domain.procedure.states import UNSIGNED
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Step

_PARTS = (
    ("acceptance", "受理情况"),
    ("request", "投诉请求"),
    ("facts", "事实和理由"),
    (Need.OUTCOME.value, "结论"),
    (Need.TEXT.value, "处理意见"),
    ("legal_basis", "法律法规依据"),
    ("remedy", "复查权利告知"),
    ("new_grounds", "撤销后重新办理的新的事实和理由"),
)


def shown(now: Situation) -> Sequence[tuple[str, str]]:
    """Title and text of each part of the newest opinion; nothing if the actor's office may not read it yet."""
    draft = now.taken(StepCode.DRAFT)
    if draft is None or withheld(now):
        return ()
    parts = _newest(draft, now.taken(StepCode.CORRECT))
    return [(title, mask_personal(_words(name, parts[name]))) for name, title in _PARTS if parts.get(name)]


def withheld(now: Situation) -> int:
    """Id of the drafting step whose text other offices may not read yet, since the opinion is not signed; 0 for none."""
    ours = now.actor.office_id == (now.petition.unit_id or now.petition.office_id)
    draft = now.taken(StepCode.DRAFT)
    return draft.id if draft is not None and now.petition.standing in UNSIGNED and not ours else 0


def _newest(draft: Step, correction: Step | None) -> Mapping[str, Any]:
    """The newest opinion; a correction replaces its text only."""
    if correction is None or correction.id < draft.id:
        return draft.details
    return {**draft.details, Need.TEXT.value: correction.details.get(Need.TEXT.value, "")}


def _words(name: str, value: Any) -> str:
    if name == Need.OUTCOME.value and value in set(Outcome):
        return Outcome(value).title
    return str(value)
