"""Forms of attendance (签到、考勤、补学表单)."""

from collections.abc import Sequence
from datetime import datetime

from flask import request
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from xinfang_legal_study.rules.attendance import Presence, Reason
from xinfang_legal_study.rules.sign_in import Window
from xinfang_legal_study.sessions.attending import MakeUpDraft, Mark
from xinfang_legal_study.sessions.models import Attendance
from xinfang_site.plugin_api.data import Refused
from xinfang_site.plugin_api.dates import instant
from xinfang_site.plugin_api.pages import Max, SiteForm, clean, given, options

_MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


class DeskForm(SiteForm):
    """When signing in is open (签到时间表单)."""

    opens_at = DateTimeLocalField("签到开始", [InputRequired("请填写签到开始时间")], format=_MOMENT)
    closes_at = DateTimeLocalField("签到截止", [InputRequired("请填写签到截止时间")], format=_MOMENT)

    def window(self) -> Window:
        """The window, as clocks in China show it.

        Raises:
            Refused: it ends before it begins, or is too long.
        """
        return Window(_instant(given(self.opens_at.data)), _instant(given(self.closes_at.data)))


def _instant(shown: datetime) -> datetime:
    return instant(shown.date(), shown.time())


class CodeForm(SiteForm):
    """The code of a session (签到码)."""

    code = StringField(
        "签到码",
        [InputRequired("请填写会场公布的 6 位签到码"), Max(12)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class LeaveForm(SiteForm):
    """Why somebody does not come (请假表单)."""

    reason = RadioField(
        "原因", choices=options((each.value, each.title) for each in Reason), default=Reason.DUTY.value
    )
    note = StringField("说明", [Max(200)])


class MakeUpForm(SiteForm):
    """A make-up as somebody reports it (补学表单)."""

    day = DateField("补学日期", [InputRequired("请选择补学日期")])
    how = TextAreaField(
        "补学情况",
        [InputRequired("请写明怎样补学"), Max(200)],
        description="如：自学《信访工作条例》第三章并交笔记",
        render_kw={"rows": 3},
    )

    def draft(self) -> MakeUpDraft:
        """The validated fields."""
        return MakeUpDraft(given(self.day.data), given(self.how.data))


class AddForm(SiteForm):
    """Somebody to be put on a roll (补录人员)."""

    member_id = SelectField("人员")
    extra = BooleanField("列席（不计入应到）")


class RollForm(SiteForm):
    """The quick entry from the sheet (纸质签到补录): a choice, a reason and a note for each person of the roll.

    Fields are named by the person's position on the roll, so that one form fits a roll of any length.
    """

    def marks(self, roll: Sequence[Attendance]) -> list[Mark]:
        """What was sent for each person.

        Raises:
            Refused: a choice that the page does not offer; the message names the person.
        """
        return [mark for each in roll if (mark := self._mark(each)) is not None]

    def _mark(self, entry: Attendance) -> Mark | None:
        presence = request.form.get(f"presence-{entry.id}")
        if presence is None:
            return None
        if presence not in OFFERED:
            raise Refused(f"{entry.member.name}：请选择出勤情况")
        reason = request.form.get(f"reason-{entry.id}", "")
        if reason and reason not in list(Reason):
            raise Refused(f"{entry.member.name}：请选择缺席原因")
        note = " ".join(clean(request.form.get(f"note-{entry.id}", "")).split())
        if len(note) > 200:
            raise Refused(f"{entry.member.name}：说明最多 200 字，现有 {len(note)} 字")
        version = request.form.get(f"version-{entry.id}", "")
        seen = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        return Mark(entry.id, seen, Presence(presence), reason, note)


OFFERED = (Presence.EXPECTED.value, Presence.PRESENT.value, Presence.LEAVE.value, Presence.ABSENT.value)
