"""Signing in (签到): leaders, units and lawyers come and go; who does not come is noted with the reason."""

from sqlalchemy.orm import Session

from xinfang_joint_reception.rota.locking import lock
from xinfang_joint_reception.rota.session_models import Duty, Sitting
from xinfang_site.plugin_api.data import Act, Refused, owned_one, record, writing
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.hooks import Actor


def sign_in(session: Session, actor: Actor, duty_id: int) -> None:
    """Someone has come; with the first one the session is held.

    Raises:
        Refused: the session is not today's, or was dropped.
    """
    with writing(session):
        duty = _todays(session, actor, duty_id)
        duty.arrived_at = duty.arrived_at or now()
        duty.absent, duty.absence = False, ""
        duty.sitting.held = True
        _note(session, actor, duty, f"{duty.sitter.name}签到")


def sign_out(session: Session, actor: Actor, duty_id: int) -> None:
    """Someone leaves.

    Raises:
        Refused: not signed in.
    """
    with writing(session):
        duty = _todays(session, actor, duty_id)
        if duty.arrived_at is None:
            raise Refused(f"“{duty.sitter.name}”还没有签到")
        duty.left_at = now()
        _note(session, actor, duty, f"{duty.sitter.name}签退")


def absent(session: Session, actor: Actor, duty_id: int, reason: str) -> None:
    """Someone did not come, and why.

    Raises:
        Refused: signed in already, or the session lies ahead.
    """
    with writing(session):
        duty = owned_one(session, Duty, actor.office_id, duty_id)
        if duty.sitting.day > today():
            raise Refused("场次还没有到，不能登记缺席")
        if duty.arrived_at is not None:
            raise Refused(f"“{duty.sitter.name}”已经签到")
        duty.absent, duty.absence = True, reason
        _note(session, actor, duty, f"{duty.sitter.name}缺席：{reason}")


def close(session: Session, actor: Actor, sitting_id: int, *, held: bool, reason: str = "") -> None:
    """Say after the day whether a session was held (场次开展情况); a session without visitors was held too.

    Raises:
        Refused: it lies ahead, or someone signed in although it is said not to have been held.
    """
    with writing(session):
        lock(session, actor.office_id)
        sitting = owned_one(session, Sitting, actor.office_id, sitting_id)
        if sitting.day > today() or sitting.dropped:
            raise Refused("场次还没有到或者已经取消")
        if not held and any(each.arrived_at for each in sitting.duties):
            raise Refused("已有人员签到，不能登记为未开展")
        if not held and not reason:
            raise Refused("请填写未开展的原因", field="reason")
        sitting.held = held
        if reason:
            sitting.note = reason[:200]
        words = "已开展" if held else f"未开展：{reason}"
        record(session, actor, Act("joint_reception.close", "joint_reception_session", sitting.id, words))


def _todays(session: Session, actor: Actor, duty_id: int) -> Duty:
    duty = owned_one(session, Duty, actor.office_id, duty_id)
    if duty.sitting.day != today() or duty.sitting.dropped:
        raise Refused("只能为今日的场次签到")
    return duty


def _note(session: Session, actor: Actor, duty: Duty, words: str) -> None:
    record(session, actor, Act("joint_reception.sign_in", "joint_reception_session", duty.session_id, words))
