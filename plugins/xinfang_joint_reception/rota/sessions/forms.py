"""Forms of planning (排班表单)."""

from collections.abc import Iterable
from datetime import date

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired

from xinfang_joint_reception.rota.models import Kind, Member
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_joint_reception.rota.sessions.services import MOST_SEATS, Seat, SittingDraft
from xinfang_site.plugin_api.pages import Max, RowForm, SiteForm, VersionField, clean, given, options

NOBODY = (0, "（空缺）")


class SeatForm(RowForm):
    """One place of a session (席位): who, at which window."""

    member = SelectField("人员（单位）", coerce=int, default=0)
    window = StringField("窗口", [Max(20)], filters=[clean])


class SittingForm(SiteForm):
    """A session (场次表单): when, where, who."""

    version = VersionField()
    day = DateField("日期", [InputRequired("请选择日期")])
    starts_at = TimeField("开始时间", [InputRequired("请填写开始时间")])
    ends_at = TimeField("结束时间", [InputRequired("请填写结束时间")])
    place = StringField("地点", [Max(80)])
    room = StringField("接待室", [Max(40)], description="同一时间只能安排一个场次；不填则不核对")
    topic = StringField("专题", [Max(80)], description="专题接访日填写，如：土地问题")
    note = StringField("说明", [Max(200)])
    by_head = BooleanField("由主要负责人接访")
    members = FieldList(FormField(SeatForm), "接访人员", max_entries=MOST_SEATS)

    def offer(self, members: Iterable[Member]) -> None:
        """Fill the roster into every place."""
        choices = options([NOBODY, *((each.id, each.shown) for each in members)])
        for entry in self.members.entries:
            entry.form.member.choices = choices

    def draft(self, kind_id: int) -> SittingDraft:
        """The validated fields."""
        seats = tuple(
            Seat(entry.form.member.data, entry.form.window.data or "")
            for entry in self.members.entries
            if entry.form.member.data
        )
        return SittingDraft(
            kind_id=kind_id,
            day=given(self.day.data),
            starts_at=given(self.starts_at.data),
            ends_at=given(self.ends_at.data),
            place=self.place.data or "",
            room=self.room.data or "",
            topic=self.topic.data or "",
            note=self.note.data or "",
            by_head=bool(self.by_head.data),
            seats=seats,
        )


def new_values(kind: Kind, day: date) -> dict[str, object]:
    """What a new session's form begins with."""
    return {
        "version": 0,
        "day": day,
        "starts_at": kind.starts_at,
        "ends_at": kind.ends_at,
        "place": kind.place,
        "members": [{"member": 0, "window": ""} for _ in range(kind.seats)],
    }


def values_of(sitting: Sitting) -> dict[str, object]:
    """A session as its form holds it."""
    names = ("version", "day", "starts_at", "ends_at", "place", "room", "topic", "note", "by_head")
    seats: list[dict[str, object]] = [
        {"member": duty.member_id, "window": duty.window} for duty in sitting.duties
    ]
    seats += [{"member": 0, "window": ""} for _ in range(sitting.open_seats or (not seats))]
    return {**{name: getattr(sitting, name) for name in names}, "members": seats}


class DropForm(SiteForm):
    """Why a session is dropped (取消场次)."""

    version = VersionField()
    reason = StringField("取消原因", [InputRequired("请填写取消原因"), Max(200)])
