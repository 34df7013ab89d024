"""Forms of code tables (代码表单)."""

import re
from datetime import date

from wtforms import BooleanField, DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from xinfang_site.codes.models import Code
from xinfang_site.codes.services import CodeChange, CodeDraft
from xinfang_site.conflicts_page import VersionField
from xinfang_site.forms import Max, SiteForm, given

SYNONYMS = "台账中出现的其他写法，用空格或者顿号隔开；导入时按此识别"
POSITION = NumberRange(0, 99999, message="顺序应在 0 至 99999 之间")
_SEPARATORS = re.compile(r"[\s、，,；;]+")


def spaced(text: str | None) -> str:
    """Synonyms separated by one space each."""
    return " ".join(each for each in _SEPARATORS.split(text or "") if each)


class CodeFilter(SiteForm):
    """What the values of a table are searched by (代码筛选)."""

    q = StringField("名称、代码或者别名", [Max(40)])
    gone = BooleanField("包括已停用的")


class CodeForm(SiteForm):
    """A new value (新增代码表单)."""

    code = StringField(
        "代码",
        [
            InputRequired("请填写代码"),
            Max(20),
            Regexp(re.compile(r"[0-9A-Za-z_-]+\Z"), message="代码由数字、字母和 _ - 组成"),
        ],
    )
    title = StringField("名称", [InputRequired("请填写名称"), Max(60)])
    synonyms = StringField("别名", [Max(400)], description=SYNONYMS)
    position = IntegerField("顺序", [Optional(), POSITION], description="数字小的排在前面；不填排在最后")
    valid_from = DateField("启用日期", [InputRequired("请选择启用日期")])

    def draft(self, table: str, parent_id: int | None) -> CodeDraft:
        """The validated fields."""
        return CodeDraft(
            table=table,
            code=given(self.code.data),
            title=given(self.title.data),
            parent_id=parent_id,
            synonyms=spaced(self.synonyms.data),
            position=self.position.data,
            valid_from=given(self.valid_from.data),
        )


class CodeEditForm(SiteForm):
    """What may change of a value (修改代码表单)."""

    version = VersionField()
    title = StringField(
        "名称", [InputRequired("请填写名称"), Max(60)], description="改名后，以前的事项也显示新名称"
    )
    synonyms = StringField("别名", [Max(400)], description=SYNONYMS)
    position = IntegerField("顺序", [InputRequired("请填写顺序"), POSITION], description="数字小的排在前面")
    valid_to = DateField("停用日期", [Optional()], description="最后可以选用的一天；不填表示一直有效")

    def draft(self) -> CodeChange:
        """The validated fields."""
        return CodeChange(
            title=given(self.title.data),
            synonyms=spaced(self.synonyms.data),
            position=given(self.position.data),
            valid_to=self.valid_to.data,
            version=given(self.version.data),
        )


def values_of(code: Code) -> dict[str, object]:
    """A value as its form holds it."""
    return {name: getattr(code, name) for name in ("title", "synonyms", "position", "valid_to")}


class EndForm(SiteForm):
    """The end of a value (停用代码表单), with its reason."""

    version = VersionField()
    last_day = DateField("最后可用日", [InputRequired("请选择日期")])
    reason = TextAreaField("停用原因", [InputRequired("请填写原因"), Max(500)])

    def end(self) -> tuple[date, str, int]:
        """Last day, reason, version."""
        return given(self.last_day.data), given(self.reason.data), given(self.version.data)
