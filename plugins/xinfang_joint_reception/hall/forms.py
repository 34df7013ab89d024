"""Forms of the hall (现场表单)."""

import re
from collections.abc import Iterable

from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from xinfang_joint_reception.hall.booking import AppointmentDraft
from xinfang_joint_reception.hall.queue import Walk
from xinfang_joint_reception.rota.models import Kind
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_site.plugin_api.pages import Max, SiteForm, VersionField, given, options

PHONE = re.compile(r"\+?[0-9][0-9\- ]{4,18}[0-9]\Z")


def plain_phone(typed: str) -> str:
    """A number as digits only; the form itself keeps what was typed."""
    return re.sub(r"[ \-]", "", typed)


class AppointmentForm(SiteForm):
    """An appointment (预约表单): which session, who, what about, how many come."""

    session_id = SelectField("场次", coerce=int)
    name = StringField("姓名", [InputRequired("请填写姓名（实名预约）"), Max(60)])
    phone = StringField(
        "联系电话",
        [
            InputRequired("请填写联系电话"),
            Max(20),
            Regexp(PHONE, message="电话应为手机号码或带区号的固定电话"),
        ],
    )
    matter = StringField(
        "事项", [InputRequired("请用一句话说明事项"), Max(200)], description="一次预约只反映一件事项"
    )
    representatives = IntegerField(
        "来访人数",
        [InputRequired("请填写来访人数"), NumberRange(1, 1000)],
        default=1,
        description="多人反映共同事项的，代表不超过5人（《信访工作条例》第二十条）",
    )

    number = StringField(
        "信访事项编号", [Max(40)], description="已经登记的，填写编号；该事项办结、撤回时预约会有提示"
    )

    def offer(self, rows: Iterable[tuple[Sitting, int]]) -> None:
        """Fill the sessions that still have places."""
        pairs = (
            (each.id, f"{each.day.isoformat()} {each.hours_words} {each.kind.title}（余{left}）")
            for each, left in rows
            if left
        )
        self.session_id.choices = options(pairs)

    def draft(self) -> AppointmentDraft:
        """The validated fields."""
        return AppointmentDraft(
            session_id=self.session_id.data,
            name=given(self.name.data),
            phone=plain_phone(given(self.phone.data)),
            matter=given(self.matter.data),
            representatives=given(self.representatives.data),
            number=self.number.data or "",
        )


class OnceForm(SiteForm):
    """A form that does something once, however often it is sent (一次有效)."""

    submission = HiddenField()

    @property
    def once(self) -> str | None:
        """What names this page's form; None when the page gave it no name."""
        return (self.submission.data or "")[:40] or None


class WalkForm(OnceForm):
    """A number for someone at the counter (现场取号)."""

    kind_id = SelectField("接访类别", coerce=int)
    session_id = SelectField("场次", coerce=int, default=0)
    people = IntegerField("人数", [InputRequired("请填写人数"), NumberRange(1, 1000)], default=1)

    def offer(self, kinds: Iterable[Kind], sittings: Iterable[Sitting]) -> None:
        """Fill the kinds and today's sessions."""
        self.kind_id.choices = options((each.id, f"{each.letter} {each.title}") for each in kinds)
        rows = ((each.id, f"{each.kind.title} {each.hours_words}") for each in sittings)
        self.session_id.choices = options([(0, "（不指定）"), *rows])

    def draft(self) -> Walk:
        """The validated fields."""
        return Walk(self.kind_id.data, self.session_id.data or None, given(self.people.data), self.once)


class ActForm(OnceForm):
    """A button beside a number (叫号操作): the version it was shown at, and the window."""

    version = VersionField()
    window = StringField("窗口", [Max(20)])


class AbsenceForm(SiteForm):
    """Why someone did not come (未到原因)."""

    reason = StringField("缺席原因", [InputRequired("请填写缺席原因"), Max(120)])


class CloseForm(SiteForm):
    """Whether a session was held (场次结束)."""

    held = SelectField("开展情况", choices=options([("yes", "已开展"), ("no", "未开展")]))
    reason = StringField("说明", [Optional(), Max(200)], description="未开展的，填写原因")
