"""Words of study ledgers (学习台账用语): what a state cell says, a span, a name of a law."""

import re
from dataclasses import dataclass

from xinfang_legal_study.rules.kinds import SessionState

_BLANK = {"", "-", "—", "/", "无", "\\"}
_CANCELLED = re.compile(r"取消|停办|停开|不再(?:开展|举办|安排)|作废|未再安排|撤销")
_MOVED = re.compile(r"改期|延期|推迟|顺延|调整(?:至|到|时间)|改(?:至|到|在)|延(?:至|到)|另行安排|择期|提前至")
_NOT = re.compile(
    r"未(?!来|成年)|没有?(?:开展|举办|学)|(?:待|拟|(?<!按)计划|尚|将)(?:开展|举办|学习|完成|召开|定|举行|实施|于)|"
    r"^(?:否|×|x|X|待定|计划[中内]?|进行中|筹备中?)$|^计划\d"
)
_HELD = re.compile(
    r"已(?:经)?(?:开展|举办|举行|完成|学习|召开|落实|组织|实施|学|办|开|按|于|如期|毕|结束)|"
    r"^(?:按期|如期|按计划|正常)?(?:开展|举办|举行|完成|召开|落实)(?:完毕)?$|^是$|^√$|^✓$|^v$|^V$|^已$|^实际|完毕$|结束$"
)
_UNPLANNED = re.compile(r"计划外|临时(?:增加|安排|组织)?|新增|追加|增加学习|非计划|未列入计划")
_YES = {"是", "√", "✓", "专题", "专题学习", "有", "Y", "y", "1"}
_NAMES = re.compile("《[^《》]*》")
_LAWS = re.compile(r"《[^《》]{2,120}》(?:第[^《》，,；;、。\s]{1,24}?[条款项])*")


@dataclass(frozen=True, slots=True)
class StateRead:
    """What a ledger says of a session (读状态): ``certain`` False where it was concluded from other cells."""

    state: SessionState
    certain: bool = True


def read_state(cell: str, remarks: str, *, has_actual_day: bool, present: int | None) -> StateRead:
    """The state of a session (场次状态) from its state cell, then the remarks, the actual day and the heads.

    A session moved and then held is held. Planned is not held: without any sign of holding it stays planned.
    """
    own = state_word(cell)
    if own is SessionState.MOVED and _HELD.search(_later(cell)):
        own = SessionState.HELD
    if own is not None:
        return StateRead(own)
    noted = state_word(remarks) if _telling(remarks) else None
    if noted is SessionState.CANCELLED:
        return StateRead(noted)
    if has_actual_day or present:
        return StateRead(SessionState.HELD, certain=False)
    if noted is SessionState.MOVED:
        return StateRead(noted)
    return StateRead(SessionState.PLANNED, certain=False)


def _telling(remarks: str) -> bool:
    """Remarks tell a state only where they are about the session itself, not what was studied in it."""
    return len(remarks) <= 60


def _later(cell: str) -> str:
    found = list(_MOVED.finditer(cell))
    return cell[found[-1].end() :] if found else cell


def state_word(text: str) -> SessionState | None:
    """The state that a text names, or None."""
    plain = _NAMES.sub("", "".join(text.split()))
    if plain in _BLANK:
        return None
    if _CANCELLED.search(plain) and not re.search("(?:未|没有|不)取消", plain):
        return SessionState.CANCELLED
    if _MOVED.search(plain):
        return SessionState.MOVED
    if _NOT.search(plain):
        return SessionState.PLANNED
    return SessionState.HELD if _HELD.search(plain) else None


def is_unplanned(*texts: str) -> bool:
    """Whether a ledger says that a session was not in the plan (计划外)."""
    return any(_UNPLANNED.search(text) for text in texts)


def is_yes(text: str) -> bool:
    """Whether a cell marks its row (是): √, 是, or the words 专题 without a no."""
    plain = "".join(text.split())
    return plain in _YES or ("专题" in plain and not re.search("[非不否]", plain))


def laws_in(*texts: str) -> str:
    """The laws and articles that texts name (法规篇目), each once, one after the other."""
    found = [match.group() for text in texts for match in _LAWS.finditer(text)]
    return "、".join(dict.fromkeys(found))
