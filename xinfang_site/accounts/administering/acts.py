"""Acts on an account that are asked for on a page of their own (需确认的账号操作)."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from xinfang_site.accounts.administering import grant_services, services
from xinfang_site.accounts.administering.services import Reasoned, Secret
from xinfang_site.actor import Actor


@dataclass(frozen=True, slots=True)
class ReasonedAct:
    """An act with its words (操作): heading, button, what will happen, what is said afterwards."""

    title: str
    submit: str
    consequences: tuple[str, ...]
    done: str
    service: Callable[[Session, Actor, int, Reasoned], Secret | None]
    danger: bool = False


DISABLE = ReasonedAct(
    "停用账号",
    "确认停用",
    ("该账号立即退出登录，不能再登录。", "办理记录和审计日志不受影响，以后可以重新启用。"),
    "账号已停用。",
    services.disable,
)
ENABLE = ReasonedAct(
    "启用账号",
    "确认启用",
    ("该账号可以用原口令登录，原有角色继续有效。",),
    "账号已启用。",
    services.enable,
)
RESET = ReasonedAct(
    "重置口令",
    "重置并显示一次性口令",
    ("原口令立即失效，该账号的会话全部结束。", "一次性口令只在下一页显示一次，首次登录须修改。"),
    "口令已重置。",
    services.reset_password,
)
UNLOCK = ReasonedAct(
    "解除锁定",
    "确认解锁",
    ("该账号可以立即重新登录。请先向本人核实登录失败的原因。",),
    "账号已解锁。",
    grant_services.unlock,
)
END_SESSIONS = ReasonedAct(
    "结束会话",
    "结束全部会话",
    ("该账号在所有浏览器上立即退出登录，未提交的内容在重新登录后可以继续提交。",),
    "会话已全部结束。",
    grant_services.end_sessions,
)
LIFT_TOTP = ReasonedAct(
    "解除动态口令",
    "确认解除",
    (
        "该账号的会话全部结束，以后只凭口令登录，直到本人重新设置动态口令。",
        "岗位要求使用动态口令的，本人下次登录时须先设置。",
    ),
    "动态口令已解除。",
    grant_services.remove_second_factor,
)
