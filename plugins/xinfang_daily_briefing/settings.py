"""Settings of the briefing in an office (要情设置): masthead, foot, hours; stored by the core, versioned and audited."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from xinfang_site.plugin_api.data import settings_of
from xinfang_site.plugin_api.pages import Max, SiteForm

NAME = "daily_briefing"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an office has set (要情设置).

    Attributes:
        masthead: the paper's name.
        organ: who edits it, as printed; empty for the office's own name.
        report_to: 报, send_to: 送, issue_to: 发, as the foot prints them.
        copies: printed copies, 0 to leave it out.
        notice: limit of circulation at the top.
        draft_hour: hour of the morning from which the day's draft is made by itself.
        cutoff_hour: hour by which the day's items should be in.
        remind_minutes: how long before it the duty officer is reminded.
        total_before: issues before the first one in this system, for 总第N期.
        begins_on: first day on which an issue is due; empty for the day of the first issue.
        task_days: working days that an instruction gets unless the leader says otherwise.
    """

    masthead: str = "每日要情"
    organ: str = ""
    report_to: str = "区委、区政府"
    send_to: str = "区级有关部门"
    issue_to: str = "各镇、街道"
    copies: int = 30
    notice: str = "内部资料　注意保存"
    draft_hour: int = 7
    cutoff_hour: int = 17
    remind_minutes: int = 60
    total_before: int = 0
    begins_on: date | None = None
    task_days: int = 7


def of(session: Session, office_id: int) -> Settings:
    """The settings of an office, defaults where nothing was ever set."""
    return read(settings_of(session, office_id, NAME))


def read(values: Mapping[str, Any]) -> Settings:
    """Settings from stored values; what is not stored has its default."""
    known = {each.name for each in fields(Settings)}
    chosen = {name: value for name, value in values.items() if name in known and value not in (None, "")}
    for name in ("organ", "send_to", "issue_to", "report_to", "notice"):
        if values.get(name) == "":
            chosen[name] = ""
    if isinstance(chosen.get("begins_on"), str):
        chosen["begins_on"] = date.fromisoformat(chosen["begins_on"])
    return Settings(**chosen)


_DEFAULT = Settings()


class SettingsForm(SiteForm):
    """Masthead, foot, hours (要情设置)."""

    masthead = StringField("刊名", [InputRequired("请填写刊名"), Max(12)], default=_DEFAULT.masthead)
    organ = StringField("编印单位", [Max(30)], description="印在报头左侧；不填用本机构名称")
    notice = StringField("保存要求", [Max(20)], default=_DEFAULT.notice, description="印在报头上方")
    report_to = StringField("报", [Max(120)], default=_DEFAULT.report_to)
    send_to = StringField("送", [Max(120)], default=_DEFAULT.send_to)
    issue_to = StringField("发", [Max(120)], default=_DEFAULT.issue_to)
    copies = IntegerField(
        "印数",
        [InputRequired("请填写印数"), NumberRange(0, 9999)],
        default=_DEFAULT.copies,
        description="0 表示不印",
    )
    draft_hour = IntegerField(
        "每日自动拟稿时间（时）",
        [InputRequired("请填写0至23的整数"), NumberRange(0, 23)],
        default=_DEFAULT.draft_hour,
        description="到了这个钟点，后台自动拟出当天的要情",
    )
    cutoff_hour = IntegerField(
        "信息截止时间（时）",
        [InputRequired("请填写1至23的整数"), NumberRange(1, 23)],
        default=_DEFAULT.cutoff_hour,
        description="当天信息应在这个钟点前报送",
    )
    remind_minutes = IntegerField(
        "截止前多少分钟提醒值班员",
        [InputRequired("请填写5至600的整数"), NumberRange(5, 600)],
        default=_DEFAULT.remind_minutes,
    )
    total_before = IntegerField(
        "启用本系统前已出总期数",
        [InputRequired("没有的填0"), NumberRange(0, 99999)],
        default=_DEFAULT.total_before,
    )
    begins_on = DateField("缺刊起算日", [Optional()], description="不填从第一期的日期算起")
    task_days = IntegerField(
        "批示办理期限（工作日）",
        [InputRequired("请填写1至90的整数"), NumberRange(1, 90)],
        default=_DEFAULT.task_days,
    )
