"""Words and tones of pages (页面用语): deadlines, states, steps; a tone helps the word, never replaces it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from xinfang_site.domain.procedure.states import State, Turn
from xinfang_site.domain.procedure.steps import Transition
from xinfang_site.domain.roles import UNIT_ROLES, Role
from xinfang_site.offices.models import OfficeKind
from xinfang_site.petitions.models import Petition

SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as tags show it (期限): words, tone and the day itself."""

    text: str
    tone: str
    day: date | None


CLOSED = Due("已了结", "neutral", None)


def due_of(due_on: date | None, closed_on: date | None, day: date) -> Due:
    """The words for a due day, seen on ``day``."""
    return CLOSED if closed_on is not None else _running(due_on, day)


@lru_cache(maxsize=4096)
def _running(due_on: date | None, day: date) -> Due:
    if due_on is None:
        return Due("无期限", "neutral", None)
    left = (due_on - day).days
    if left < 0:
        return Due(f"超期{-left}天", "danger", due_on)
    if left == 0:
        return Due("今日到期", "warning", due_on)
    return Due(f"还剩{left}天", "warning" if left <= SOON_DAYS else "success", due_on)


@dataclass(frozen=True, slots=True)
class Tag:
    """A state as a tag shows it (状态标签)."""

    title: str
    tone: str


_TONES = {
    Turn.PETITION_OFFICE: "info",
    Turn.UNIT: "progress",
    Turn.REVIEW_ORGAN: "progress",
    Turn.FINAL_ORGAN: "progress",
    Turn.PETITIONER: "warning",
    Turn.NOBODY: "neutral",
}


@cache
def tag_of(state: State | str) -> Tag:
    """The tag of a state."""
    known = State(state)
    return Tag(known.title, _TONES[known.turn])


_TAKERS = {
    State.TRIAGE: Role.HANDLER,
    State.REPORTED: Role.HANDLER,
    State.OBJECTED: Role.HANDLER,
    State.JOINT_MEETING: Role.HANDLER,
    State.TERMINATED: Role.HANDLER,
    State.FINISHED: Role.HANDLER,
    State.HANDLING: Role.UNIT_HANDLER,
    State.CHECKED: Role.UNIT_HEAD,
}
"""Whose the usual next step is, where it is one post's alone."""


def taker_of(state: State) -> str:
    """Who handles a matter next in a state (由谁接办): the side whose turn it is, with the post if only one may act."""
    role = _TAKERS.get(state)
    if role is None:
        return state.turn.title
    return role.title if role in UNIT_ROLES else f"{state.turn.title}{role.title}"


def registrar_of(petition: Petition) -> str:
    """The unit that registered the matter for itself (单位自行登记): no petition office has a part in it; else nothing."""
    office = petition.office
    return "" if office.kind == OfficeKind.PETITION_OFFICE else office.short_name


def holder_of(petition: Petition) -> str:
    """Whose turn it is in a matter (现由谁办), by name where that is known."""
    state = petition.standing
    if state.turn is Turn.UNIT and petition.unit is not None:
        return f"{taker_of(state)}（{petition.unit.short_name}）"
    if state.turn in (Turn.UNIT, Turn.PETITION_OFFICE):
        return registrar_of(petition) or taker_of(state)
    return state.turn.title


def outcome_of(row: Transition, registrar: str = "") -> str:
    """What happens after a step, and who is next: in a petition office's stead the unit that registered the matter."""
    parts = []
    if row.approval:
        parts.append(f"先由{_roles(row.approval)}审批")
    if row.target is not None:
        parts.append(f"进入“{row.target.title}”{_next_turn(row.target, registrar)}")
    else:
        parts.append("回到并入以前的状态" if row.back else "状态不变，记入办理经过")
    return "；".join(parts)


def _next_turn(state: State, registrar: str) -> str:
    if state.turn is Turn.NOBODY:
        return ""
    if state.turn is Turn.PETITIONER:
        return f"，信访人不服的可以在期限内申请{'复核' if state is State.REVIEW_SERVED else '复查'}"
    ours = registrar if state.turn is Turn.PETITION_OFFICE else ""
    return f"，由{ours or taker_of(state)}接办"


def _roles(roles: Sequence[Role]) -> str:
    return "、".join(role.title for role in roles)
