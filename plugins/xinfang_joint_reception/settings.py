"""Settings of the module in an office (模块设置): the appointment rules, and how far ahead gaps are looked for."""

from sqlalchemy.orm import Session
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from xinfang_joint_reception.domain.appointments import AppointmentRules
from xinfang_site.plugin_api.data import settings_of
from xinfang_site.plugin_api.pages import SiteForm

NAME = "joint_reception"
GAP_DAYS = 30
"""Days ahead in which an empty seat is shown as a gap."""


class SettingsForm(SiteForm):
    """Appointments (接访设置): how many, how often, until when they can be cancelled."""

    capacity = IntegerField(
        "每场次预约上限（件）", [InputRequired("请填写预约上限"), NumberRange(1, 200)], default=8
    )
    a_month = IntegerField(
        "每人每月预约上限（次）", [InputRequired("请填写每月上限"), NumberRange(1, 31)], default=2
    )
    cancel_hours = IntegerField(
        "取消预约的提前时间（小时）", [InputRequired("请填写提前时间"), NumberRange(0, 240)], default=24
    )
    days_ahead = IntegerField(
        "可预约的天数（天）",
        [InputRequired("请填写天数"), NumberRange(1, 366)],
        default=30,
        description="从当日起算",
    )


def appointment_rules(session: Session, office_id: int) -> AppointmentRules:
    """The office's rules of appointments (预约规则); defaults where nothing was set."""
    stored = settings_of(session, office_id, NAME)
    names = ("capacity", "a_month", "cancel_hours", "days_ahead")
    return AppointmentRules(**{name: int(stored[name]) for name in names if name in stored})
