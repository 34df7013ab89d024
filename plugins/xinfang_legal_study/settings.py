"""Settings of legal study in an office (学法设置)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session
from wtforms import DecimalField, IntegerField
from wtforms.validators import NumberRange

from xinfang_site.plugin_api.data import settings_of, settings_of_all
from xinfang_site.plugin_api.pages import SiteForm

NAME = "legal_study"


class SettingsForm(SiteForm):
    """What a year asks of each person unless the year itself says otherwise (学法设置), and when signing in opens."""

    hours = DecimalField(
        "每人每年学时要求（小时）",
        [NumberRange(0, 500, "请填 0 至 500")],
        default=Decimal(40),
        description="填 0 表示不作要求",
    )
    sessions = IntegerField(
        "每人每年参学次数要求",
        [NumberRange(0, 200, "请填 0 至 200")],
        default=4,
        description="填 0 表示不作要求",
    )
    early_minutes = IntegerField("签到提前开放（分钟）", [NumberRange(0, 240, "请填 0 至 240")], default=15)


@dataclass(frozen=True, slots=True)
class StudySettings:
    """The settings as services use them (学法设置值)."""

    hours: Decimal = Decimal(40)
    sessions: int = 4
    early_minutes: int = 15


def study_settings(session: Session, office_id: int) -> StudySettings:
    """The office's settings; what was never saved has its default."""
    return _filled_in(settings_of(session, office_id, NAME))


def settings_in(session: Session, office_ids: Collection[int]) -> dict[int, StudySettings]:
    """The same of several offices in one query."""
    saved = settings_of_all(session, office_ids, NAME)
    return {each: _filled_in(saved.get(each, {})) for each in office_ids}


def _filled_in(values: Mapping[str, Any]) -> StudySettings:
    usual = StudySettings()
    return StudySettings(
        Decimal(str(values.get("hours", usual.hours))),
        int(values.get("sessions", usual.sessions)),
        int(values.get("early_minutes", usual.early_minutes)),
    )
