"""Forms of the roll (学习人员表单)."""

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from xinfang_legal_study.people.models import Member
from xinfang_legal_study.people.services import MemberDraft
from xinfang_site.plugin_api.pages import Max, SiteForm, VersionField, given


class MemberForm(SiteForm):
    """An entry of the roll (学法人员表单)."""

    version = VersionField(default=0)
    name = StringField("姓名", [InputRequired("请填写姓名"), Max(40)])
    post = StringField("职务", [Max(60)])
    unit = StringField("科室", [Max(60)], description="统计和进度按科室汇总")
    centre_group = BooleanField("中心组成员")
    leader = BooleanField("领导班子成员")
    party = BooleanField("党员")
    active = BooleanField("在册", default=True, description="调离、退休的取消勾选，历年记录保留")

    def draft(self) -> MemberDraft:
        """The validated fields."""
        return MemberDraft(
            given(self.name.data),
            self.post.data or "",
            self.unit.data or "",
            self.centre_group.data,
            self.leader.data,
            self.party.data,
            self.active.data,
        )


def member_values(member: Member) -> dict[str, object]:
    """An entry as its form holds it."""
    names = ("name", "post", "unit", "centre_group", "leader", "party", "active")
    return {name: getattr(member, name) for name in names}
