"""Signing in to a session (签到): a code in a time window, by the server's clock."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from xinfang_legal_study.rules.kinds import SessionState
from xinfang_site.domain.errors import Refused

CODE_DIGITS = 6
LONGEST_WINDOW = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Window:
    """When signing in is open (签到时段): from ``opens`` up to but not including ``closes``, instants."""

    opens: datetime
    closes: datetime

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise Refused("签到截止时间应当晚于开始时间", field="closes_at")
        if self.closes - self.opens > LONGEST_WINDOW:
            raise Refused("签到时段最长 12 小时", field="closes_at")

    def holds(self, instant: datetime) -> bool:
        """Whether signing in is open at an instant."""
        return self.opens <= instant < self.closes


def window_around(starts: datetime, ends: datetime, early: timedelta) -> Window:
    """The usual window (默认签到时段): opens ``early`` before the session starts, closes when it ends."""
    return Window(starts - early, min(ends, starts - early + LONGEST_WINDOW))


@dataclass(frozen=True, slots=True)
class Desk:
    """What signing in looks at (签到条件): the session's state, window and code."""

    state: SessionState
    window: Window | None
    code: str


def check_sign_in(desk: Desk, typed: str, instant: datetime, shown: Callable[[datetime], str]) -> None:
    """Refuse a signature outside the window, before the session, or with another code (核对签到).

    Args:
        desk: the session.
        typed: the code typed.
        instant: the server's time; what the browser says is not asked.
        shown: how a refusal writes an instant.

    Raises:
        Refused: no window, too early (future sessions included), too late, cancelled, moved, wrong code.
    """
    if desk.state in {SessionState.CANCELLED, SessionState.MOVED}:
        raise Refused(f"本次学习{desk.state.title}，不能签到")
    if desk.window is None or not desk.code:
        raise Refused("本次学习没有开放签到码签到，请在签到表上签名")
    if instant < desk.window.opens:
        raise Refused(f"签到还没有开始，{shown(desk.window.opens)} 起可以签到")
    if instant >= desk.window.closes:
        raise Refused(f"签到已于 {shown(desk.window.closes)} 截止，请联系学习管理员补登记")
    if not hmac.compare_digest(tidy_code(typed).encode(), desk.code.encode()):
        raise Refused("签到码不正确，请核对会场公布的签到码", field="code")


def tidy_code(typed: str) -> str:
    """What was typed as the code compares it: half-width digits, no blanks."""
    plain = "".join(typed.split()).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    return plain[: CODE_DIGITS * 2]


def new_code(below: Callable[[int], int]) -> str:
    """A new code (签到码) of six digits; ``below`` draws a number below its argument."""
    return f"{below(10**CODE_DIGITS):0{CODE_DIGITS}}"
