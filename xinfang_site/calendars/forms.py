"""Forms of the working calendar (工作日历表单)."""

from datetime import date

from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_site.calendars.models import CalendarDay
from xinfang_site.calendars.services import DayDraft
from xinfang_site.conflicts_page import VersionField
from xinfang_site.forms import Max, SiteForm, given, options

BY_WEEKDAY, REST, WORK = "weekday", "rest", "work"
_WORKING = {BY_WEEKDAY: None, REST: False, WORK: True}


class GoForm(SiteForm):
    """Which day to open (转到日期)."""

    day = DateField("修改某一天", [InputRequired("请选择日期")])


class DayForm(SiteForm):
    """One day (日历日表单): worked, not worked or as its weekday says."""

    version = VersionField()
    working = RadioField(
        "当日安排",
        choices=options(
            [
                (BY_WEEKDAY, "按星期（周一至周五上班，周六、周日休息）"),
                (REST, "休息（法定节假日、放假）"),
                (WORK, "上班（周末调休上班）"),
            ]
        ),
    )
    name = StringField(
        "节日名称或者调休事由", [Max(40)], description="如 国庆节、国庆节调休上班；按星期的不填"
    )
    reason = TextAreaField(
        "修改依据", [InputRequired("请填写依据"), Max(500)], description="如放假通知的文号"
    )

    def draft(self, day: date) -> DayDraft:
        """The validated fields."""
        working = _WORKING[given(self.working.data)]
        return DayDraft(day, working, "" if working is None else self.name.data or "")


def day_values(found: CalendarDay | None) -> dict[str, object]:
    """A day as its form holds it."""
    if found is None:
        return {"working": BY_WEEKDAY, "name": ""}
    return {"working": WORK if found.working else REST, "name": found.name}


class NoticeForm(SiteForm):
    """The notice of a year that is loaded (放假通知表单)."""

    notice = StringField("通知文号", [InputRequired("请填写通知文号"), Max(200)])


class RecountForm(SiteForm):
    """Recounts the limits of the list that was read (重算期限表单)."""

    seen = HiddenField()
    reason = TextAreaField(
        "重算依据", [InputRequired("请填写依据"), Max(300)], description="如放假通知的文号"
    )

    def ids(self) -> list[int]:
        """The limits on the list."""
        parts = (self.seen.data or "").split(",")
        return [int(each) for each in parts if each.isascii() and each.isdigit()]
