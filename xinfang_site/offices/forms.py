"""Forms of the organisation tree (机构表单)."""

import re

from sqlalchemy.orm import Session
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, Regexp

from xinfang_site import clock
from xinfang_site.conflicts_page import VersionField
from xinfang_site.forms import Max, SiteForm, given, options
from xinfang_site.offices import queries
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.offices.services import Dissolution, OfficeDraft

NOBODY = (0, "（无）")


def upper(value: object) -> object:
    """Letters are kept as capitals."""
    return value.upper() if isinstance(value, str) else value


class OfficeFilter(SiteForm):
    """What the tree is searched by (机构筛选)."""

    q = StringField("名称、简称、代码或者拼音首字母", [Max(40)])
    gone = BooleanField("包括已撤销的机构")


class OfficeForm(SiteForm):
    """An office (机构表单): its names, its place in the tree, its numbers, its people."""

    version = VersionField()
    name = StringField(
        "机构名称", [InputRequired("请填写机构名称"), Max(120)], description="与公章一致的全称"
    )
    short_name = StringField("简称", [InputRequired("请填写简称"), Max(40)], description="列表和文书中使用")
    code = StringField("机构代码", [InputRequired("请填写机构代码"), Max(30)], description="本系统内唯一")
    kind = SelectField("机构类型", choices=options((each.value, each.title) for each in OfficeKind))
    parent_id = SelectField("上级机构", coerce=int)
    letters = StringField(
        "编号字头",
        [
            InputRequired("请填写编号字头"),
            Max(12),
            Regexp(
                re.compile(r"[A-Z][A-Z0-9]{1,11}\Z"),
                message="编号字头由 2 至 12 位大写字母、数字组成，以字母开头",
            ),
        ],
        filters=[upper],
        description="信访编号以此开头，如 SPBXF；唯一",
    )
    document_code = StringField("文号代字", [Max(20)], description="发文字号中的代字，如 沙信访")
    review_office_id = SelectField("复查机关", coerce=int, description="对本机构处理意见申请复查时的受理机关")
    head = StringField("负责人", [Max(40)], description="可批准延长办理期限（《信访工作条例》第三十四条）")
    deputy = StringField("副职", [Max(40)])
    contact = StringField("信访工作联系方式", [Max(120)], description="联系人和办公电话")
    postal_address = StringField("通信地址", [Max(200)])
    valid_from = DateField("启用日期", [Optional()], description="不填表示一直有效")

    def offer(self, session: Session, office: Office | None) -> None:
        """Fill the lists of offices; an office cannot stand below itself."""
        below = queries.subtree_ids(session, office.id) if office else frozenset()
        day = clock.today()
        parents = queries.choices_for(session, day, without=below)
        others = queries.choices_for(session, day, without=frozenset({office.id}) if office else frozenset())
        for field, choices, kept in (
            (self.parent_id, parents, office.parent_id if office else None),
            (self.review_office_id, others, office.review_office_id if office else None),
        ):
            if kept and kept not in dict(choices):
                choices = [*choices, (kept, f"{session.get_one(Office, kept).short_name}（已撤销）")]
            field.choices = options([NOBODY, *choices])

    def draft(self) -> OfficeDraft:
        """The validated fields."""
        return OfficeDraft(
            code=given(self.code.data),
            name=given(self.name.data),
            short_name=given(self.short_name.data),
            kind=self.kind.data,
            letters=given(self.letters.data),
            parent_id=self.parent_id.data or None,
            review_office_id=self.review_office_id.data or None,
            document_code=self.document_code.data or "",
            head=self.head.data or "",
            deputy=self.deputy.data or "",
            contact=self.contact.data or "",
            postal_address=self.postal_address.data or "",
            valid_from=self.valid_from.data,
            version=given(self.version.data),
        )


def values_of(office: Office) -> dict[str, object]:
    """An office as its form holds it."""
    names = (
        "name", "short_name", "code", "kind", "letters", "document_code", "head", "deputy", "contact",
        "postal_address", "valid_from",
    )  # fmt: skip
    values = {name: getattr(office, name) for name in names}
    return {**values, "parent_id": office.parent_id or 0, "review_office_id": office.review_office_id or 0}


class DissolveForm(SiteForm):
    """The end of an office (撤销机构表单), with its successor and the reason."""

    version = VersionField()
    last_day = DateField("最后有效日", [InputRequired("请选择日期")], description="次日起不能再选用本机构")
    successor_id = SelectField(
        "承接机构", coerce=int, description="职权由哪个机构继续行使（《信访工作条例》第二十四条第二款）"
    )
    reason = TextAreaField(
        "撤销原因", [InputRequired("请填写原因"), Max(500)], description="如机构改革文件的名称和文号"
    )

    def offer(self, session: Session, office: Office) -> None:
        """Fill the list of possible successors."""
        below = queries.subtree_ids(session, office.id)
        self.successor_id.choices = options(queries.choices_for(session, clock.today(), without=below))

    def draft(self) -> Dissolution:
        """The validated fields."""
        return Dissolution(
            last_day=given(self.last_day.data),
            successor_id=given(self.successor_id.data),
            reason=given(self.reason.data),
            version=given(self.version.data),
        )
